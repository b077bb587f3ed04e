"""Tags and stars between the library and sidecars of real pictures."""

import errno
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.photo import Pick
from mmdesk.library.xmp.finding import sidecar_to_write, sidecars_of
from mmdesk.library.xmp.keywords import keywords_in
from mmdesk.library.xmp.packet import XmpPacket
from mmdesk.library.xmp.sidecars import replace_sidecar
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.sets import LabelSets
from mmdesk.tasks.xmp.reading import read_keywords
from mmdesk.tasks.xmp.undoing import undo_sidecars
from mmdesk.tasks.xmp.writing import differences, write_sidecars
from tests.faults.small_program import index
from tests.library.xmp.foreign import words_of
from tests.tasks.xmp.sidecar_library import finish

FOREIGN = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Contrast="+12"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="2" xmlns:dc="http://purl.org/dc/elements/1.1/">
   <dc:subject><rdf:Bag><rdf:li>holiday</rdf:li></rdf:Bag></dc:subject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@pytest.fixture
def photos(library: Library, album: Path) -> list[int]:
    """The ids of the pictures of the album, by name."""
    index(library, album)
    return library.photos.ids(order="name").tolist()


def path_of(library: Library, photo: int) -> Path:
    return Path(os.fsdecode(library.photos.by_ids([photo])[0].path))


def beside(library: Library, photo: int) -> Path:
    picture = path_of(library, photo)
    return picture.with_name(picture.name + ".xmp")


def said_in(path: Path):
    return keywords_in(XmpPacket.parse(path.read_bytes(), path.name))


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_given_tags_and_stars_are_written_and_suggestions_are_not(library, photos, album):
    first, second, third, *_ = photos
    library.tags.add("beach", [first], "places")
    library.tags.reject("snow", [first], "places")
    library.tags.store_suggestions("everyday", "model", [(second, "dog", 0.9)])
    library.photos.set_rating([first], 4)
    library.photos.set_pick([third], Pick.REJECTED)
    originals = everything_in(album)
    changed, skipped, summary = finish(write_sidecars(library))
    assert not skipped
    assert summary.written == len(changed) == 2
    assert {one.sentence for one in changed} == {"+ beach, rating 4", "rating -1"}
    said = said_in(beside(library, first))
    assert (words_of(said), said.rating) == (("beach",), 4)
    assert said_in(beside(library, third)).rating == -1
    assert not beside(library, second).exists()
    now = everything_in(album)
    assert {name: now[name] for name in originals} == originals
    assert finish(write_sidecars(library))[0] == []


def test_a_dry_run_says_the_same_and_writes_nothing(library, photos, album):
    library.tags.add("beach", photos[:2], "places")
    beside(library, photos[1]).write_bytes(FOREIGN)
    before = everything_in(album)
    said, _, _ = finish(differences(library))
    assert everything_in(album) == before
    done, _, _ = finish(write_sidecars(library))
    assert said == done
    assert [one.is_new for one in done] == [True, False]


def test_labels_go_with_their_parents(library, photos):
    LabelSets(library).save(LabelSet("mine", (Label("nature"), Label("beach", parent="nature"))))
    library.tags.add("beach", photos[:1], "mine")
    finish(write_sidecars(library))
    assert said_in(beside(library, photos[0])).paths == (("nature", "beach"),)


def test_labels_of_a_set_the_library_does_not_have_keep_their_parents(library, photos):
    labels = LabelSet("file", (Label("cat", parent="animals"), Label("dog", parent="animals")))
    library.tags.add("cat", photos[:1], "file")
    finish(write_sidecars(library, labels=labels))
    assert said_in(beside(library, photos[0])).paths == (("animals", "cat"),)
    assert finish(write_sidecars(library))[0] == []


def test_what_is_foreign_stays_and_only_our_own_words_go_again(library, photos):
    sidecar = beside(library, photos[0])
    sidecar.write_bytes(FOREIGN)
    library.tags.add("beach", photos[:1])
    library.tags.add("holiday", photos[:1])
    finish(write_sidecars(library))
    assert set(words_of(said_in(sidecar))) == {"holiday", "beach"}
    assert b'crs:Contrast="+12"' in sidecar.read_bytes()
    assert said_in(sidecar).rating == 2
    library.tags.remove("beach", photos[:1])
    library.tags.remove("holiday", photos[:1])
    [change], _, _ = finish(write_sidecars(library))
    assert change.removed == ("beach",)
    assert words_of(said_in(sidecar)) == ("holiday",)


def test_undo_brings_every_byte_back_unless_someone_else_wrote(library, photos):
    old, new, touched = (beside(library, photo) for photo in photos[:3])
    old.write_bytes(FOREIGN)
    library.tags.add("beach", photos[:3])
    finish(write_sidecars(library))
    touched.write_bytes(FOREIGN)
    _, skipped, summary = finish(undo_sidecars(library))
    assert (summary.written, summary.skipped) == (2, 1)
    assert "was changed since" in skipped[0].reason
    assert old.read_bytes() == FOREIGN
    assert not new.exists()
    assert touched.read_bytes() == FOREIGN
    assert finish(undo_sidecars(library))[2].written == 0
    assert len(finish(write_sidecars(library))[0]) == 3


def test_what_is_away_is_taken_back_when_it_is_there_again(library, photos):
    sidecar = beside(library, photos[0])
    sidecar.write_bytes(FOREIGN)
    library.tags.add("beach", photos[:1])
    finish(write_sidecars(library))
    folder = sidecar.parent
    folder.rename(folder.with_name("away"))
    _, skipped, summary = finish(undo_sidecars(library))
    assert (summary.written, summary.skipped) == (0, 1)
    assert "is not there now" in skipped[0].reason
    folder.with_name("away").rename(folder)
    assert finish(undo_sidecars(library))[2].written == 1
    assert sidecar.read_bytes() == FOREIGN


def test_what_is_away_keeps_no_earlier_write_from_being_undone(library, photos):
    sidecar = beside(library, photos[0])
    library.tags.add("beach", photos[:1])
    finish(write_sidecars(library))
    library.sidecars.note(library.sidecars.new_batch(), b"/away/photo.xmp", None, b"", {})
    assert finish(undo_sidecars(library))[2].written == 1
    assert not sidecar.exists()
    assert finish(undo_sidecars(library))[2].skipped == 1


@pytest.mark.parametrize(
    "harm", [b"not XML", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>']
)
def test_a_damaged_sidecar_is_left_alone_and_listed(library, photos, harm):
    sidecar = beside(library, photos[0])
    sidecar.write_bytes(harm)
    library.tags.add("beach", photos[:2])
    changed, skipped, _ = finish(write_sidecars(library))
    assert sidecar.read_bytes() == harm
    assert [one.picture for one in changed] == [os.fsencode(path_of(library, photos[1]))]
    assert [one.path for one in skipped] == [os.fsencode(path_of(library, photos[0]))]
    _, told, _ = finish(read_keywords(library))
    assert len(told) == 1


def test_where_nothing_can_be_written_it_is_listed_and_not_counted_as_ours(library, photos):
    first, second = photos[:2]
    beside(library, first).mkdir()
    library.tags.add("beach", [first, second])
    changed, skipped, summary = finish(write_sidecars(library))
    assert [one.photo for one in changed] == [second]
    assert (summary.written, summary.skipped) == (1, 1)
    assert "cannot be read" in skipped[0].reason
    assert list(library.sidecars.ours()) == [os.fsencode(beside(library, second))]


def test_a_write_that_fails_at_the_last_moment_leaves_no_word_of_ours(library, photos, monkeypatch):
    sidecar = beside(library, photos[0])
    library.tags.add("beach", photos[:1])

    def full_disk(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_disk)
        changed, skipped, _ = finish(write_sidecars(library))
    assert changed == []
    assert "No space left" in skipped[0].reason
    assert library.sidecars.ours() == {}
    assert not [path for path in sidecar.parent.iterdir() if path.suffix in {".xmp", ".part"}]
    assert len(finish(write_sidecars(library))[0]) == 1


def test_a_sidecar_that_changed_meanwhile_is_not_written(tmp_path):
    sidecar = tmp_path / "x.jpg.xmp"
    sidecar.write_bytes(b"theirs")
    for before in (None, b"what it was"):
        with pytest.raises(Exception, match="was changed meanwhile"):
            replace_sidecar(os.fsencode(sidecar), before, b"ours")
    assert everything_in(tmp_path) == {"x.jpg.xmp": b"theirs"}
    replace_sidecar(os.fsencode(sidecar), b"theirs", b"ours")
    assert everything_in(tmp_path) == {"x.jpg.xmp": b"ours"}


def test_a_link_is_left_alone(tmp_path):
    (tmp_path / "elsewhere").write_bytes(b"theirs")
    (tmp_path / "x.jpg.xmp").symlink_to("elsewhere")
    with pytest.raises(Exception, match="is a link"):
        replace_sidecar(os.fsencode(tmp_path / "x.jpg.xmp"), b"theirs", b"ours")
    assert (tmp_path / "elsewhere").read_bytes() == b"theirs"


WRITE_FOR_EVER = """
import sys
from mmdesk.library.xmp.sidecars import replace_sidecar
path, old, new = (argument.encode() for argument in sys.argv[1:])
while True:
    replace_sidecar(path, old * 20_000, new * 20_000)
    replace_sidecar(path, new * 20_000, old * 20_000)
"""


def test_killed_at_any_moment_it_is_the_old_file_or_the_new_one(tmp_path):
    sidecar, old, new = tmp_path / "x.jpg.xmp", b"old" * 20_000, b"newer" * 20_000
    sidecar.write_bytes(old)
    chance = random.Random(7)
    for _ in range(8):
        words = ("old", "newer") if sidecar.read_bytes() == old else ("newer", "old")
        writer = subprocess.Popen([sys.executable, "-c", WRITE_FOR_EVER, sidecar, *words])
        stamp = sidecar.stat().st_mtime_ns
        while sidecar.stat().st_mtime_ns == stamp:  # it is at work
            assert writer.poll() is None
            time.sleep(0.001)
        time.sleep(chance.random() * 0.05)
        writer.kill()
        writer.wait()
        assert sidecar.read_bytes() in (old, new)


def test_a_sidecar_without_the_suffix_is_for_the_only_picture_or_the_raw_file(tmp_path):
    for name in ("a.jpg", "b.jpg", "b.CR2", "c.jpg", "a.xmp", "b.xmp", "c.xmp", "c.jpg.XMP"):
        (tmp_path / name).touch()
    found = {
        name: next(iter(sidecars_of(os.fsencode(tmp_path / name))), None)
        for name in ("a.jpg", "b.jpg", "b.CR2", "c.jpg", "d.jpg")
    }
    names = {name: path and os.path.basename(path) for name, path in found.items()}
    assert names == {
        "a.jpg": b"a.xmp", "b.jpg": None, "b.CR2": b"b.xmp", "c.jpg": b"c.jpg.XMP", "d.jpg": None
    }  # fmt: skip
    assert sidecar_to_write(os.fsencode(tmp_path / "b.jpg")) == os.fsencode(tmp_path / "b.jpg.xmp")


def test_keywords_come_from_sidecars_and_from_within(library, photos):
    first, second, third = photos[:3]
    beside(library, first).write_bytes(FOREIGN)
    library.tags.reject("holiday", [second])
    beside(library, second).write_bytes(FOREIGN)
    library.photos.set_rating([second], 5)
    path = path_of(library, third)
    with Image.open(path) as picture:
        picture.convert("RGB").save(path.with_suffix(".jpg"), xmp=FOREIGN)
    os.replace(path.with_suffix(".jpg"), path)
    _, skipped, summary = finish(read_keywords(library))
    assert not skipped
    assert (summary.photos, summary.tags, summary.rated) == (2, 2, 2)
    assert library.tags.decided("holiday") == (sorted([first, third]), [second])
    ratings = [photo.rating for photo in library.photos.by_ids([first, second, third])]
    assert ratings == [2, 5, 2]
    assert finish(read_keywords(library))[2].tags == 0


def test_a_new_sidecar_has_the_rights_of_any_new_file_and_an_old_one_keeps_its_own(tmp_path):
    old, new, plain = tmp_path / "a.xmp", tmp_path / "b.xmp", tmp_path / "plain"
    plain.touch()
    old.write_bytes(b"theirs")
    old.chmod(0o640)
    replace_sidecar(os.fsencode(old), b"theirs", b"ours")
    replace_sidecar(os.fsencode(new), None, b"ours")
    assert old.stat().st_mode & 0o777 == 0o640
    assert new.stat().st_mode == plain.stat().st_mode


def test_stars_taken_away_here_go_from_the_sidecar_too(library, photos):
    first, second, third = photos[:3]
    for photo in (first, third):
        beside(library, photo).write_bytes(FOREIGN)
    finish(read_keywords(library, [first]))
    library.photos.set_rating([second], 4)
    finish(write_sidecars(library))
    library.photos.set_rating([first, second], 0)
    changed, _, _ = finish(write_sidecars(library))
    assert {one.photo: one.rating for one in changed} == {first: (2, 0), second: (4, 0)}
    assert beside(library, third).read_bytes() == FOREIGN  # nothing was ever known here of its stars
    assert finish(write_sidecars(library))[0] == []


def test_stars_changed_elsewhere_after_they_were_written_stay(library, photos):
    sidecar = beside(library, photos[0])
    library.photos.set_rating(photos[:1], 4)
    finish(write_sidecars(library))
    now = sidecar.read_bytes().replace(b">4<", b">2<")
    sidecar.write_bytes(now)
    assert finish(write_sidecars(library))[0] == []
    assert sidecar.read_bytes() == now
    library.photos.set_rating(photos[:1], 5)
    assert finish(write_sidecars(library))[0][0].rating == (2, 5)


def test_a_label_that_gets_a_parent_is_written_below_it(library, photos):
    sidecar = beside(library, photos[0])
    sidecar.write_bytes(FOREIGN)
    LabelSets(library).save(LabelSet("mine", (Label("beach"),)))
    library.tags.add("beach", photos[:1], "mine")
    library.tags.add("holiday", photos[:1], "mine")
    finish(write_sidecars(library))
    assert set(said_in(sidecar).paths) == {("holiday",), ("beach",)}
    mine = (Label("beach", parent="nature"), Label("holiday", parent="nature"))
    LabelSets(library).save(LabelSet("mine", mine))
    finish(write_sidecars(library))
    assert set(said_in(sidecar).paths) == {("holiday",), ("nature", "beach")}  # "holiday" is another's word
