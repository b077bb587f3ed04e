"""What people type, and what they expect of it: whole lines through the real model, on a small library."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image

from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.library import open_library
from mmdesk.tasks.name_evidence import TRUST
from mmdesk.tasks.running_window import SearchQuestion
from mmdesk.tasks.search_document import find_document
from mmdesk.tasks.searching import Searcher
from tests.looked_before import know_machine
from tests.tasks.conftest import index

VIENNA, FLORENCE, ZURICH = (48.2086, 16.3731), (43.7731, 11.2560), (47.3702, 8.5441)


@dataclass(frozen=True)
class Shot:
    """A sample picture under another name, with a date, a camera and a position."""

    picture: str
    name: str
    date: str = ""
    camera: str = ""
    position: tuple[float, float] | None = None

    def save(self, samples: Path, root: Path) -> Path:
        """Write the file."""
        path = root / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        exif = Image.Exif()
        if self.date:
            exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{self.date} 12:00:00"
        if self.camera:
            exif[ExifTags.Base.Model] = self.camera
        if self.position:
            gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
            gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
            gps[ExifTags.GPS.GPSLatitude] = (self.position[0], 0.0, 0.0)
            gps[ExifTags.GPS.GPSLongitude] = (self.position[1], 0.0, 0.0)
        with Image.open(next(samples.glob(f"{self.picture}.*"))) as image:
            image.convert("RGB").save(path, "JPEG", exif=exif)
        return path


SHOTS = (
    Shot("chelsea", "Vienna/IMG_0236.jpg", "2017:07:14", "NIKON D70", VIENNA),
    Shot("coffee", "Vienna/IMG_0237.jpg", "2017:07:15", "NIKON D70", VIENNA),
    Shot("flower", "Italy/DSC01234.jpg", "2019:05:02", "Canon EOS 5D", FLORENCE),
    Shot("china", "Italy/temple.jpg", "2018:12:25", "Canon EOS 5D"),
    Shot("rocket", "space/rocket launch.jpg", "2014:01:01"),
    Shot("astronaut", "space/eileen.jpg", "2014:02:01"),
    Shot("moon", "space/moon.jpg", "2014:03:01"),
    Shot("motorcycle_left", "garage/left.jpg", "2020:08:09", "", ZURICH),
    Shot("grass", "garage/lawn.jpg", "2020:08:10"),
    Shot("brick", "garage/wall.jpg", "2020:08:11"),
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Ten photos with stars, a tag and an album."""
    here = tmp_path_factory.mktemp("expected")
    samples, root = here / "samples", here / "pictures"
    make_sample_pictures(samples)
    paths = [os.fsencode(shot.save(samples, root)) for shot in SHOTS]
    places = Places(here / "data")
    places.create()
    clip = ClipModel(places)
    know_machine(places, clip)
    with open_library(places) as library:
        index(library, clip, root)
        ids = [library.photos.by_path(path).id for path in paths]
        library.photos.set_rating(ids[:1], 5)
        library.photos.set_rating(ids[2:4], 3)
        library.tags.add("family", [ids[5]])
        library.tags.add("people", [ids[5]])
        library.albums.make("Best of", [ids[0], ids[7]])
        yield Searcher(library, clip)


@dataclass(frozen=True)
class Expected:
    """What a line is understood as, which files it finds (`only`, `first`, `never`), and what is said."""

    line: str
    query: str
    only: str = ""
    first: str = ""
    never: str = ""
    why: str = ""
    note: str = ""
    meant: str = ""
    found: int | None = field(default=None)


CAT_AND_COFFEE = "IMG_0236.jpg IMG_0237.jpg"
IN_ITALY = "DSC01234.jpg temple.jpg"

TABLE = (
    Expected("summer 2017", 'date:"summer 2017"', only=CAT_AND_COFFEE),
    Expected("IMG_0236", "name:IMG_0236", only="IMG_0236.jpg"),
    Expected("nikon", "camera:nikon", only=CAT_AND_COFFEE),
    Expected("photos from Vienna", "place:Vienna", only=CAT_AND_COFFEE),
    Expected("5 stars", "rating:5", only="IMG_0236.jpg"),
    Expected("sunset -people", "sunset -people", never="eileen.jpg"),
    Expected("dogs but not on grass", "dogs -grass", note="-grass"),
    Expected("Hund im Schnee", "Hund im Schnee", note="reads English", found=0),
    Expected("bycicle", "bycicle", meant="bicycle"),
    # Names that stay words, for photos may show them: what they name comes first, and says why.
    Expected("italy", "italy", first=IN_ITALY, why="its folder is called Italy", note="folder:Italy"),
    Expected("italy 2019", "italy date:2019", only="DSC01234.jpg", why="its folder is called Italy"),
    Expected("family", "family", first="eileen.jpg", why="it is tagged family", note="tag:family"),
    Expected("rocket", "rocket", first="rocket*launch.jpg", why="its name has “rocket” in it"),
    Expected('"vienna"', '"vienna"', first=CAT_AND_COFFEE, why="its folder is called Vienna"),
    # Names that are taken for what they name.
    Expected("photos taken in Italy", "folder:Italy", only=IN_ITALY),
    Expected("zurich", "place:Zürich", only="left.jpg"),
    Expected("place:italy", "place:italy", only="DSC01234.jpg"),
    Expected("tuscany", "place:Tuscany", only="DSC01234.jpg"),
    Expected("a cat in Austria", "a cat place:Austria", only=CAT_AND_COFFEE, first="IMG_0236.jpg"),
    Expected("-italy -2017 -2014 -2020", "-folder:Italy -date:2017 -date:2014 -date:2020", found=0),
    Expected("not in italy", "-folder:Italy", never=IN_ITALY),
    Expected("not nikon", "-camera:nikon", never=CAT_AND_COFFEE),
    Expected("before 2015", "date:..2014", only="rocket*launch.jpg eileen.jpg moon.jpg"),
    Expected("2018..2019", "date:2018..2019", only=IN_ITALY),
    Expected("more than 3 stars", "rating:>3", only="IMG_0236.jpg"),
    Expected("camera:canon | camera:nikon", "camera:canon|nikon", only=f"{CAT_AND_COFFEE} {IN_ITALY}"),
    Expected("nikon|canon", "camera:nikon|canon", only=f"{CAT_AND_COFFEE} {IN_ITALY}"),
    Expected("year:2017", "year:2017", note="there is no filter year:, did you mean date: ?"),
    Expected("folder italy", "folder:Italy", only=IN_ITALY),
    Expected("best of", 'album:"Best of"', only="IMG_0236.jpg left.jpg"),
    Expected("tagged family", "tag:family", only="eileen.jpg"),
    Expected("DSC01234.JPG", "name:DSC01234.JPG", only="DSC01234.jpg"),
    Expected("25 december 2018", 'date:"25 december 2018"', only="temple.jpg"),
    Expected("coffee from 2017", "coffee date:2017", only=CAT_AND_COFFEE, first="IMG_0237.jpg"),
    Expected("canon with 3+ stars", "camera:canon rating:>=3", only=IN_ITALY),
    Expected("olympus", "olympus", note="no photo of the library was taken with such a camera"),
    Expected("a cat", "a cat", first="IMG_0236.jpg"),
    Expected("flowr", "flowr", meant="flower"),
    Expected("xqzv wblr", "xqzv wblr", found=0),
)


@pytest.mark.parametrize("expected", TABLE, ids=lambda one: one.line)
def test_a_line_does_what_a_person_expects(searcher: Searcher, expected: Expected) -> None:
    told = _told(searcher, expected.line)
    names = [os.path.basename(hit["path"]).replace(" ", "*") for hit in told["hits"]]
    first = expected.first.split()
    assert told["query"] == expected.query
    assert not expected.only or set(names) == set(expected.only.split())
    assert set(names[: len(first)]) == set(first)
    assert set(names).isdisjoint(expected.never.split())
    assert all(expected.why in hit["why"] for hit in told["hits"][: len(first) or 1] if expected.why)
    assert expected.note in told["note"]
    assert told["did_you_mean"] == expected.meant
    assert expected.found is None or told["found"] == expected.found


def _told(searcher: Searcher, line: str) -> dict[str, Any]:
    """The document that the command line prints, and a window answers it with."""
    return find_document(searcher, SearchQuestion("", "", line, (), None, 20))


def test_a_folder_raises_a_photo_as_a_witness_of_its_own(searcher: Searcher) -> None:
    for hit in _told(searcher, '"vienna"')["hits"][:2]:
        seen = hit["terms"][0]["relevance"]
        assert hit["relevance"] == pytest.approx(1 - (1 - seen) * (1 - TRUST["folder"]), abs=1e-4)
