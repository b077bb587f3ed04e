"""Photos get the names of the places where they were taken, in the run that brings them in or the next."""

from pathlib import Path

import pytest
from PIL import ExifTags, Image

from mmdesk.core.places import Places
from mmdesk.core.query import parse_query
from mmdesk.library import gazetteer
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.locating import Locator
from mmdesk.tasks.search_document import _note_on_places
from mmdesk.tasks.understanding import names_in, understand


def photo_of(path: Path, latitude: float, longitude: float) -> None:
    """Write a photo with a position, north and east."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (latitude, 0.0, 0.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (longitude, 0.0, 0.0),
        }
    )
    Image.effect_mandelbrot((64, 48), (-2, -1, 1, 1 + latitude / 90), 40).save(path, exif=exif)


def test_photos_are_located_once_as_soon_as_towns_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places, album = Places(tmp_path / "data"), tmp_path / "album"
    album.mkdir()
    photo_of(album / "ring.jpg", 48.2086, 16.3731)
    photo_of(album / "lake.jpg", 47.3702, 8.5441)
    with open_library(places) as library:
        clip = DummyClip(places)
        with monkeypatch.context() as without:
            without.setattr(gazetteer, "PACKAGE", "no_such_package_at_all")
            list(index_folders(library, clip, [bytes(album)]))
        assert library.locations.waiting() == 2
        list(index_folders(library, clip, [bytes(album)]))
        assert library.locations.waiting() == 0
        found = {photo.path: str(photo.location) for photo in library.photos.by_ids(library.photos.ids())}
        assert found == {
            bytes(album / "ring.jpg"): "Vienna, Austria",
            bytes(album / "lake.jpg"): "Zürich (Kreis 1) / Rathaus, Zürich, Switzerland",
        }
        assert Locator(library).some() == 0
        assert understand(library, "photos from Vienna").query.written == "place:Vienna"
        assert understand(library, "zurich at night").query.written == "at night place:Zürich"


def test_a_search_for_a_place_alone_is_told_that_no_place_is_known(library: Library) -> None:
    assert _note_on_places(library, parse_query("place:Rome")) == ["No photo here says where it was taken."]
    assert _note_on_places(library, parse_query("dog folder:Rome")) == []


def test_searches_know_the_cameras_of_the_library_unless_none_can_be_meant(
    library: Library, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "FUJIFILM", "X100V"
    (tmp_path / "album").mkdir()
    Image.effect_mandelbrot((64, 48), (-2, -1, 1, 1), 40).save(tmp_path / "album" / "a.jpg", exif=exif)
    list(index_folders(library, DummyClip(library.places), [bytes(tmp_path / "album")]))
    assert names_in(library).cameras == {"FUJIFILM X100V": 1}
    assert names_in(library, with_cameras=False).cameras == {}
