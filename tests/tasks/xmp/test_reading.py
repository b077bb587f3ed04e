"""Keywords, stars and dates of files: whose they are, which of them count, and what is left alone."""

import os
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.core.photo import Photo, Pick
from mmdesk.core.places import Places
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.xmp.reading import read_keywords
from mmdesk.tasks.xmp.writing import differences, write_sidecars
from tests.library.reading.raw_files import dng
from tests.library.xmp.programs import PROGRAMS, bag, sidecar
from tests.tasks.xmp.sidecar_library import by_name, draw, finish, indexed, labels, sidecars_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for pictures."""
    return tmp_path / "photos"


def word(name: str, stars: int = 4) -> bytes:
    """A sidecar with one word, and stars."""
    return sidecar(bag("dc:subject", name), f'xmp:Rating="{stars}"')


def test_sidecars_of_all_programs_stay_to_the_byte_until_something_is_decided(
    library: Library, folder: Path
) -> None:
    pictures = {f"{number}.jpg": data for number, (data, _, _) in enumerate(PROGRAMS.values())}
    draw(folder, *pictures)
    for number, (picture, data) in enumerate(pictures.items()):
        name = f"{picture}.xmp" if number % 2 else picture.replace(".jpg", ".xmp")
        (folder / name).write_bytes(data)
    photos = indexed(library, folder)
    before = sidecars_in(folder)
    assert finish(read_keywords(library))[1] == []
    for number, (_, paths, stars) in enumerate(PROGRAMS.values()):
        photo = by_name(library)[f"{number}.jpg"]
        assert labels(library, photo) == {path[-1] for path in paths}
        assert photo.rating == max(0, stars or 0)
        assert (photo.pick is Pick.REJECTED) == (stars == -1)
    assert finish(differences(library))[0] == []
    assert finish(write_sidecars(library))[:2] == ([], [])
    assert sidecars_in(folder) == before
    decided = photos["0.jpg"]
    library.tags.add("new", [decided.id])
    [change], _, _ = finish(write_sidecars(library))
    assert (change.photo, change.added) == (decided.id, ("new",))
    assert {name for name, data in sidecars_in(folder).items() if data != before[name]} == {"0.xmp"}


def test_words_of_the_picture_alone_are_not_put_into_a_foreign_sidecar(
    library: Library, folder: Path
) -> None:
    draw(folder, "a.jpg", "b.jpg")
    with Image.open(folder / "b.jpg") as image:
        for name in ("a.jpg", "b.jpg"):
            image.save(folder / name, xmp=sidecar(bag("dc:subject", "within"), 'xmp:Rating="4"'))
    (folder / "a.xmp").write_bytes(sidecar(bag("dc:subject", "beside")))
    photos = indexed(library, folder)
    finish(read_keywords(library))
    assert labels(library, photos["a.jpg"]) == {"beside", "within"}
    assert by_name(library)["a.jpg"].rating == 4
    [change], _, _ = finish(write_sidecars(library))
    assert (change.photo, change.is_new, change.sentence) == (photos["b.jpg"].id, True, "+ within, rating 4")
    assert (folder / "a.xmp").read_bytes() == sidecar(bag("dc:subject", "beside"))


def test_a_word_taken_out_elsewhere_stays_out(library: Library, folder: Path) -> None:
    draw(folder, "a.jpg")
    (folder / "a.xmp").write_bytes(sidecar(bag("dc:subject", "one", "two"), 'xmp:Rating="4"'))
    indexed(library, folder)
    finish(read_keywords(library))
    now = sidecar(bag("dc:subject", "one"), 'xmp:Rating="2"')
    (folder / "a.xmp").write_bytes(now)
    assert finish(write_sidecars(library))[0] == []
    assert (folder / "a.xmp").read_bytes() == now


PAIRS = {
    "a.jpg a.dng a.xmp": "a.xmp",
    "a.jpg a.dng a.dng.xmp": "a.dng.xmp",
    "a.jpg a.dng a.jpg.xmp a.xmp": "a.jpg.xmp a.xmp",
    "a.jpg a.dng a.jpg.xmp a.dng.xmp a.xmp": "a.jpg.xmp a.dng.xmp a.xmp",
    "A.JPG a.dng a.xmp": "a.xmp",
    "a.jpg a.DNG a.XMP": "a.XMP",
    "a.heic a.dng a.xmp": "a.xmp",
}


@pytest.mark.parametrize("files", PAIRS)
def test_a_picture_and_its_raw_file_have_the_words_of_all_their_sidecars(
    library: Library, folder: Path, files: str
) -> None:
    names = files.split()
    if any(name.lower().endswith("heic") for name in names):
        pytest.importorskip("pillow_heif").register_heif_opener()
    for number, name in enumerate(names):
        if name.lower().endswith("dng"):
            (folder / name).write_bytes(dng(60, 40))
        elif name.lower().endswith("xmp"):
            (folder / name).write_bytes(word(name, stars=5 - number))
        else:
            draw(folder, name)
    photos = indexed(library, folder)
    assert list(photos) == names[:1]
    before = sidecars_in(folder)
    finish(read_keywords(library))
    [photo] = by_name(library).values()
    expected = PAIRS[files].split()
    assert labels(library, photo) == set(expected)
    assert photo.rating == 5 - names.index(expected[0])
    assert finish(write_sidecars(library))[:2] == ([], [])
    assert sidecars_in(folder) == before


def test_no_stars_in_the_picture_are_no_word_against_those_of_the_raw_file(
    library: Library, folder: Path
) -> None:
    draw(folder, "a.jpg")
    with Image.open(folder / "a.jpg") as image:
        image.save(folder / "a.jpg", xmp=sidecar("", 'xmp:Rating="0"'))
    (folder / "a.dng").write_bytes(dng(60, 40))
    (folder / "a.xmp").write_bytes(word("sea"))
    indexed(library, folder)
    finish(read_keywords(library))
    assert by_name(library)["a.jpg"].rating == 4


def test_what_is_decided_of_a_pair_goes_into_a_sidecar_of_the_picture(library: Library, folder: Path) -> None:
    draw(folder, "a.jpg")
    (folder / "a.dng").write_bytes(dng(60, 40))
    (folder / "a.xmp").write_bytes(word("sea"))
    photos = indexed(library, folder)
    finish(read_keywords(library))
    library.tags.add("new", [photos["a.jpg"].id])
    [change], _, _ = finish(write_sidecars(library))
    assert change.sidecar == os.fsencode(folder / "a.jpg.xmp")
    assert change.sentence == "+ new, + sea, rating 4"
    assert (folder / "a.xmp").read_bytes() == word("sea")


def test_stars_decided_of_a_pair_go_into_a_sidecar_of_the_picture(library: Library, folder: Path) -> None:
    draw(folder, "a.jpg")
    (folder / "a.dng").write_bytes(dng(60, 40))
    (folder / "a.xmp").write_bytes(word("sea"))
    photos = indexed(library, folder)
    finish(read_keywords(library))
    library.photos.set_rating([photos["a.jpg"].id], 2)
    [change], _, _ = finish(write_sidecars(library))
    assert (change.sidecar, change.sentence) == (os.fsencode(folder / "a.jpg.xmp"), "+ sea, rating 2")
    assert (folder / "a.xmp").read_bytes() == word("sea")


def test_words_within_a_picture_go_into_a_sidecar_where_neither_of_a_pair_has_one(
    library: Library, folder: Path
) -> None:
    draw(folder, "a.jpg")
    with Image.open(folder / "a.jpg") as image:
        image.save(folder / "a.jpg", xmp=sidecar(bag("dc:subject", "within")))
    (folder / "a.dng").write_bytes(dng(60, 40))
    indexed(library, folder)
    finish(read_keywords(library))
    [change], _, _ = finish(write_sidecars(library))
    assert (change.is_new, change.sentence) == (True, "+ within")


def test_a_sidecar_is_read_though_its_picture_cannot_be(library: Library, folder: Path) -> None:
    draw(folder, "a.jpg", "b.jpg")
    photos = indexed(library, folder)
    for name in photos:
        (folder / name).write_bytes(b"broken by now")
    (folder / "a.jpg.xmp").write_bytes(word("sea"))
    _, skipped, summary = finish(read_keywords(library))
    assert labels(library, photos["a.jpg"]) == {"sea"}
    assert by_name(library)["a.jpg"].rating == 4
    assert (summary.photos, summary.rated) == (1, 1)
    assert [file.path for file in skipped] == [photos[name].path for name in ("a.jpg", "b.jpg")]
    (folder / "a.jpg").unlink()
    library.tags.remove("sea", [photos["a.jpg"].id])
    assert finish(read_keywords(library))[2].tags == 1


def test_a_picture_is_read_though_its_sidecar_cannot_be(library: Library, folder: Path) -> None:
    draw(folder, "a.jpg")
    with Image.open(folder / "a.jpg") as image:
        image.save(folder / "a.jpg", xmp=sidecar(bag("dc:subject", "within")))
    (folder / "a.jpg.xmp").write_bytes(b"<broken")
    (folder / "a.xmp").write_bytes(word("stem"))
    photos = indexed(library, folder)
    _, skipped, _ = finish(read_keywords(library))
    assert labels(library, photos["a.jpg"]) == {"within", "stem"}
    assert len(skipped) == 1
    assert "a.jpg.xmp is damaged" in skipped[0].reason


def test_stars_follow_the_file_until_they_are_decided_here(library: Library, folder: Path) -> None:
    draw(folder, "a.jpg")
    photo = indexed(library, folder)["a.jpg"].id

    def read(stars: int) -> tuple[int, Pick]:
        (folder / "a.xmp").write_bytes(word("sea", stars))
        finish(read_keywords(library))
        now = by_name(library)["a.jpg"]
        return now.rating, now.pick

    assert read(4) == (4, Pick.UNFLAGGED)
    assert read(2) == (2, Pick.UNFLAGGED)
    assert read(-1) == (0, Pick.REJECTED)
    assert read(3) == (3, Pick.UNFLAGGED)
    assert read(0) == (0, Pick.UNFLAGGED)
    assert read(5) == (5, Pick.UNFLAGGED)
    library.photos.set_rating([photo], 1)
    assert read(3) == (1, Pick.UNFLAGGED)
    library.photos.set_rating([photo], 0)
    assert read(4) == (0, Pick.UNFLAGGED)


def test_stars_are_taken_out_of_a_sidecar_that_says_nothing_else(library: Library, folder: Path) -> None:
    draw(folder, "a.jpg")
    (folder / "a.xmp").write_bytes(sidecar("", 'xmp:Rating="4"'))
    photo = indexed(library, folder)["a.jpg"].id
    finish(read_keywords(library))
    library.photos.set_rating([photo], 0)
    [change], _, _ = finish(write_sidecars(library))
    assert change.rating == (4, 0)
    assert b'xmp:Rating="0"' in (folder / "a.xmp").read_bytes()


def test_a_picked_photo_is_not_rejected_by_a_file(library: Library, folder: Path) -> None:
    draw(folder, "a.jpg")
    photo = indexed(library, folder)["a.jpg"].id
    library.photos.set_pick([photo], Pick.PICKED)
    (folder / "a.xmp").write_bytes(word("sea", -1))
    finish(read_keywords(library))
    assert by_name(library)["a.jpg"].pick is Pick.PICKED


def test_a_place_beside_the_picture_counts_where_it_has_none(library: Library, folder: Path) -> None:
    draw(folder, "a.jpg", "b.jpg")
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 30.0, 0.0), 3: "E", 4: (2.0, 0.0, 0.0)}
    with Image.open(folder / "b.jpg") as image:
        image.save(folder / "b.jpg", exif=exif)
    for name in ("a", "b"):
        said = sidecar("", 'exif:GPSLatitude="33,30S" exif:GPSLongitude="70,15.0E"')
        (folder / f"{name}.xmp").write_bytes(said)
    indexed(library, folder)
    assert finish(read_keywords(library))[2].placed == 1
    places = {name: (one.facts.latitude, one.facts.longitude) for name, one in by_name(library).items()}
    assert places == {"a.jpg": (-33.5, 70.25), "b.jpg": (48.5, 2.0)}
    assert finish(read_keywords(library))[2].placed == 0


def test_a_caption_beside_the_picture_counts_before_its_own(library: Library, folder: Path) -> None:
    draw(folder, "a.jpg", "b.jpg")
    exif = Image.Exif()
    exif[0x010E] = "From the camera's owner"
    for name in ("a.jpg", "b.jpg"):
        with Image.open(folder / name) as image:
            image.save(folder / name, exif=exif)
    said = "<dc:description><rdf:Alt><rdf:li>From the archive</rdf:li></rdf:Alt></dc:description>"
    (folder / "a.xmp").write_bytes(sidecar(said))
    indexed(library, folder)
    finish(read_keywords(library))
    captions = {name: one.facts.caption for name, one in by_name(library).items()}
    assert captions == {"a.jpg": "From the archive", "b.jpg": "From the camera's owner"}


DATED = 'exif:DateTimeOriginal="2014-05-06T07:08:09"'


def test_a_date_beside_the_picture_counts_where_people_correct_it_or_none_is_surer(
    library: Library, folder: Path
) -> None:
    draw(folder, "a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg")
    exif = Image.Exif()
    exif[0x8769] = {0x9003: "2001:02:03 04:05:06"}
    for name in ("b.jpg", "d.jpg", "e.jpg"):
        with Image.open(folder / name) as image:
            image.save(folder / name, exif=exif)
    beside = {"a": DATED, "b": DATED, "c": 'xmp:CreateDate="no date"', "d": 'xmp:CreateDate="2014-05-06"'}
    beside["e"] = 'photoshop:DateCreated="2001-02-03"'  # says less of the same moment
    for name, said in beside.items():
        (folder / f"{name}.xmp").write_bytes(sidecar("", said))
    photos = indexed(library, folder)
    _, _, summary = finish(read_keywords(library))
    assert summary.dated == 2
    now = {name: (photo.facts.taken_at, photo.facts.taken_from) for name, photo in by_name(library).items()}
    assert now == {
        "a.jpg": ("2014-05-06T07:08:09", "xmp"),
        "b.jpg": ("2014-05-06T07:08:09", "xmp"),
        "c.jpg": (photos["c.jpg"].facts.taken_at, "file"),
        "d.jpg": ("2001-02-03T04:05:06", "exif"),
        "e.jpg": ("2001-02-03T04:05:06", "exif"),
    }
    assert finish(read_keywords(library))[2].dated == 0


def test_one_photo_has_a_word_once_however_files_spell_it(library: Library, folder: Path) -> None:
    draw(folder, "a.jpg", "b.jpg")
    with Image.open(folder / "a.jpg") as image:
        image.save(folder / "a.jpg", xmp=sidecar(bag("dc:subject", "DOG", "Cat")))
    (folder / "a.xmp").write_bytes(sidecar(bag("dc:subject", "Dog", "dog")))
    (folder / "b.xmp").write_bytes(sidecar(bag("dc:subject", "DOG")))
    photos = indexed(library, folder)
    library.tags.add("dog", [photos["b.jpg"].id])
    finish(read_keywords(library))
    assert labels(library, photos["a.jpg"]) == {"Dog", "Cat"}
    assert labels(library, photos["b.jpg"]) == {"dog"}
    assert finish(write_sidecars(library))[0] == []


def test_tags_are_the_same_in_another_library_whatever_parts_others_in_them(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    words = {
        "a.jpg": bag("dc:subject", "AC/DC", "rock|pop", "Smith, John", 'a&lt;b&gt;&amp;"c"'),
        "b.jpg": bag("lr:hierarchicalSubject", "Music|AC/DC", "USA|Georgia", "Caucasus|Georgia"),
        "c.jpg": bag("digiKam:TagsList", "Music/rock|pop", kind="Seq"),
    }
    draw(folder, *words)
    for name, said in words.items():
        with Image.open(folder / name) as image:
            image.save(folder / name, xmp=sidecar(said))
    photos = indexed(library, folder)
    finish(read_keywords(library))
    before = {name: paths(library, photo) for name, photo in photos.items()}
    assert before == {
        "a.jpg": {("AC/DC",), ("rock|pop",), ("Smith, John",), ('a<b>&"c"',)},
        "b.jpg": {("Music", "AC/DC"), ("USA", "Georgia"), ("Caucasus", "Georgia")},
        "c.jpg": {("Music", "rock|pop")},
    }
    assert len(finish(write_sidecars(library))[0]) == 3
    with open_library(Places(tmp_path / "another")) as another:
        again = indexed(another, folder)
        finish(read_keywords(another))
        assert {name: paths(another, photo) for name, photo in again.items()} == before
        assert finish(write_sidecars(another))[0] == []


def paths(library: Library, photo: Photo) -> set[tuple[str, ...]]:
    """A photo's tags below their parents."""
    return {path for tag in library.tags.of_photos([photo.id])[photo.id] for path in tag.paths}


@pytest.mark.parametrize("suffix", ["heic", "jxl", "avif", "dng", "nef"])
def test_every_kind_of_picture_has_the_words_and_stars_of_its_sidecar(
    library: Library, folder: Path, suffix: str
) -> None:
    modules = {"heic": "pillow_heif", "jxl": "pillow_jxl", "dng": "rawpy", "nef": "rawpy"}
    plugin = pytest.importorskip(modules[suffix]) if suffix in modules else None
    folder.mkdir()
    for stem in ("whole", "stem"):
        if suffix in {"dng", "nef"}:
            (folder / f"{stem}.{suffix}").write_bytes(dng(60 + len(stem) * 2, 40))
        else:
            if suffix == "heic":
                plugin.register_heif_opener()
            draw(folder, f"{stem}.{suffix}")
    (folder / f"whole.{suffix}.xmp").write_bytes(word("whole"))
    (folder / "stem.xmp").write_bytes(word("stem"))
    photos = indexed(library, folder)
    _, skipped, _ = finish(read_keywords(library))
    assert skipped == []
    assert {name: labels(library, photo) for name, photo in photos.items()} == {
        f"stem.{suffix}": {"stem"}, f"whole.{suffix}": {"whole"}
    }  # fmt: skip
    assert [photo.rating for photo in by_name(library).values()] == [4, 4]
