"""Facts edited: in the catalogue, in sidecars, taken back, and read by another library."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mmdesk.core.clock_shifts import ClockChange
from mmdesk.core.fact_edits import FactWish
from mmdesk.core.photo import Photo
from mmdesk.core.places import Places
from mmdesk.core.turns import LEFT, RIGHT
from mmdesk.library.reading.full import FullReader
from mmdesk.tasks.facts.editing import edit_facts, fact_differences
from mmdesk.tasks.indexing import read_again
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.undoing import redo_rows, undo_rows
from mmdesk.tasks.vectors import vector_store
from mmdesk.tasks.xmp.reading import read_keywords
from mmdesk.tasks.xmp.writing import differences, write_sidecars
from tests.faults.small_program import CountingClip, index
from tests.tasks.xmp.sidecar_library import by_name, finish, sidecars_in

FOREIGN = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Contrast="+12"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>
 <rdf:li xml:lang="x-default">Before</rdf:li>
 <rdf:li xml:lang="de">Vorher</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"""


class SeeingClip(CountingClip):
    """Remembers the pictures that it encodes."""

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        self.seen: list[Any] = []

    def encode_pixels(self, pixels: Any) -> Any:
        self.seen += [*pixels]
        return super().encode_pixels(pixels)


def is_red(pixel: Any) -> bool:
    return pixel[0] > 200 and pixel[1] < 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pictures, wider than high when upright; one lies on its side in its file."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for hour, (name, orientation) in enumerate({"one": 1, "side": 6, "two": 1}.items(), 10):
        image = Image.new("RGB", (60, 40), "green")
        image.paste("red", (0, 0, 20, 20))
        exif = Image.Exif()
        exif[0x0112] = orientation
        exif.get_ifd(0x8769)[0x9003] = f"2019:07:14 {hour}:00:00"
        upright = image if orientation == 1 else image.transpose(Image.Transpose.ROTATE_90)
        upright.save(folder / f"{name}.png", exif=exif)
    return folder


@pytest.fixture
def photos(library: Library, folder: Path) -> dict[str, Photo]:
    index(library, folder)
    return by_name(library)


def edit(library: Library, photos: list[Photo], **wish: Any) -> Any:
    changed, skipped, _ = finish(edit_facts(library, [photo.id for photo in photos], FactWish(**wish)))
    return changed, skipped


def test_an_edit_is_one_act_and_its_undo_brings_back_every_byte(
    library: Library, photos: dict[str, Photo], folder: Path
) -> None:
    (folder / "one.png.xmp").write_text(FOREIGN)
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    wish = FactWish(" Two  geese ", ClockChange(timedelta(hours=1, minutes=3), zone="Europe/Vilnius"), RIGHT)
    ids = [photos["one.png"].id, photos["two.png"].id]
    told, _, _ = finish(fact_differences(library, ids, wish))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    assert by_name(library) == photos
    changed, skipped, summary = finish(edit_facts(library, ids, wish))
    assert (changed, skipped, summary.written) == (told, [], 2)
    assert changed[0].sentence == (
        "caption “Before” → “Two geese”, date 2019-07-14 10:00:00 → 2019-07-14 11:03:00,"
        " time zone +03:00, turned to the right"
    )
    now = by_name(library)
    assert now["one.png"].facts.caption == "Two geese"
    assert now["two.png"].facts.taken_at == "2019-07-14T13:03:00"
    assert (now["two.png"].facts.width, now["two.png"].facts.height) == (40, 60)
    said = sidecars_in(folder)["one.png.xmp"].decode()
    assert 'crs:Contrast="+12"' in said
    assert "Vorher" in said
    assert "Before" not in said
    assert "2019-07-14T11:03:00+03:00" in said
    undone = undo_rows(library)
    assert undone is not None
    assert undone.sentence == "Taken back: change the caption, date and direction of 2 photos."
    assert by_name(library) == photos
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    redo_rows(library)
    assert by_name(library) == now
    assert sidecars_in(folder)["one.png.xmp"].decode() == said


def test_another_library_reads_what_was_written(
    library: Library, photos: dict[str, Photo], folder: Path, tmp_path: Path
) -> None:
    edit(library, [photos["side.png"]], turn=LEFT, caption="Geese")
    edit(library, list(photos.values()), clock=ClockChange(first="2020-01-01T08:00:00", zone="+02:00"))
    here = by_name(library)
    with open_library(Places(tmp_path / "other")) as other:
        index(other, folder)
        finish(read_keywords(other))
        for name, photo in by_name(other).items():
            assert photo.facts == here[name].facts
            assert photo.turn == here[name].turn
        index(other, folder)  # nothing of it is lost where files are read again
        os.utime(folder / "side.png", (1, 1))
        index(other, folder)
        assert by_name(other)["side.png"].facts == here["side.png"].facts


def test_a_turned_photo_is_seen_so_everywhere(library: Library, photos: dict[str, Photo]) -> None:
    clip, photo = SeeingClip(library.places), photos["side.png"]
    store = vector_store(library, clip)
    edit(library, [photo], turn=RIGHT)
    now = by_name(library)["side.png"]
    assert (now.facts.width, now.facts.height) == (40, 60)
    assert library.thumbnails.get(now.thumbnail_key) is not None
    assert not store.seen([photo.id])
    finish(read_again(library, clip, [photo.id]))
    assert store.seen([photo.id])
    [seen] = clip.seen
    assert is_red(seen[2, -3])
    assert not is_red(seen[2, 2])
    reader = FullReader(turn_of=library.photos.turn_of)
    try:
        picture = reader.read(photo.path)
    finally:
        reader.close()
    assert (picture.width, picture.height) == (40, 60)
    assert is_red(picture.rgb[3 * 35 : 3 * 35 + 3])  # what was at the upper left is at the upper right


def test_what_the_disk_refuses_is_kept_and_written_with_the_tags(
    library: Library, photos: dict[str, Photo], folder: Path
) -> None:
    (folder / "one.png.xmp").write_text("no XML at all")
    changed, [left] = edit(library, list(photos.values())[:1], caption="Geese")
    assert not changed
    assert "mmdesk keeps it" in left.reason
    assert by_name(library)["one.png"].facts.caption == "Geese"
    (folder / "one.png.xmp").unlink()
    [different], _, _ = finish(differences(library))
    assert different.sentence == "caption “Geese”"
    finish(write_sidecars(library))
    assert b"Geese" in sidecars_in(folder)["one.png.xmp"]
    assert finish(differences(library))[0] == []


def test_what_cannot_be_is_said_and_the_rest_done(library: Library, photos: dict[str, Photo]) -> None:
    with library.catalogue.writing() as db:
        db.execute("UPDATE photos SET taken_at = '2019' WHERE id = ?", [photos["two.png"].id])
    changed, [left] = edit(library, list(by_name(library).values()), clock=ClockChange(timedelta(hours=1)))
    assert len(changed) == 2
    assert left.reason == "Only the year is known in which this was taken."
