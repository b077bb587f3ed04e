"""Films in the library: found by what their frames show, told apart from photos, and gone without a trace."""

from pathlib import Path

import pytest

from mmdesk.core.copy_shape import CopyFormat, CopyShape
from mmdesk.core.exporting import ExportedPhoto
from mmdesk.core.photo import Photo
from mmdesk.core.query import parse_query
from mmdesk.core.search_line.filters import Filter
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.filtering import Filtering
from mmdesk.library.forgetting import forget, missing_photos
from mmdesk.library.photos import Photos
from mmdesk.library.reading.films import content
from mmdesk.tasks.counts import count_library
from mmdesk.tasks.duplicates.find import DuplicateSearch
from mmdesk.tasks.exporting.copying import copy_photos
from mmdesk.tasks.library import Library
from mmdesk.tasks.search_document import kind_document
from mmdesk.tasks.searching import Searcher
from tests.faults.file_acts import ended, names, photo_called
from tests.faults.small_program import CountingClip, index
from tests.library.films import film, scene
from tests.library.older_catalogue import older_catalogue


@pytest.fixture
def clip(library: Library) -> CountingClip:
    return CountingClip(library.places)


@pytest.fixture
def folder(tmp_path: Path, library: Library, clip: CountingClip) -> Path:
    """A film of three scenes, the first of them as a picture, and pictures of other colours."""
    folder = tmp_path / "films"
    film(folder / "trip.mp4", [scene(colour) for colour in ("red", "lime", "blue")])
    for colour in ("red", "yellow", "magenta", "cyan"):
        scene(colour).save(folder / f"{colour}.png")
    index(library, folder, clip=clip)
    return folder


def of(library: Library, path: Path) -> Photo:
    photo = library.photos.get(photo_called(library, path))
    assert photo is not None
    return photo


def frames(library: Library) -> int:
    return int(library.catalogue.value("SELECT count(*) FROM frame_vectors"))


def test_a_film_is_an_entry_of_its_own(library: Library, folder: Path, clip: CountingClip) -> None:
    trip = of(library, folder / "trip.mp4")
    assert (trip.is_film, trip.is_live, trip.facts.seconds) == (True, False, pytest.approx(3, abs=0.1))
    assert kind_document(trip) == {"kind": "film", "seconds": trip.facts.seconds, "live": False}
    assert (clip.encoded, frames(library)) == (7, 3)
    counts = count_library(library, clip)
    assert (counts.photos, counts.pending, counts.films) == (5, 0, 1)
    filtering = Filtering(library.catalogue, b"/none")
    for one in (Filter("type", ("video",)), Filter("is", ("video",)), Filter("type", ("mp4",))):
        assert filtering.ids([one], lambda _: ()).tolist() == [trip.id]


def test_a_film_is_found_by_any_of_its_frames(library: Library, folder: Path, clip: CountingClip) -> None:
    trip = of(library, folder / "trip.mp4").id
    found = Searcher(library, clip).search(parse_query("blue")).hits
    assert found[0].photo == trip
    by_frame = found[0].score
    with library.catalogue.writing() as db:
        db.execute("DELETE FROM frame_vectors")
    mean = next(hit for hit in Searcher(library, clip).search(parse_query("blue")).hits if hit.photo == trip)
    assert mean.score < by_frame


def test_copies_and_changes_keep_frames_true(
    library: Library, folder: Path, clip: CountingClip, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = folder / "copy.mp4"
    copy.write_bytes((folder / "trip.mp4").read_bytes())
    index(library, folder, clip=clip)
    assert (clip.encoded, frames(library)) == (7, 6)
    groups, _ = ended(DuplicateSearch(library, clip).run())
    assert [(group.kind, len(group.members)) for group in groups] == [("same-bytes", 2)]
    monkeypatch.setattr(content, "HASHED_WHOLE", 0)  # as if it were so large that parts stand for all
    groups, _ = ended(DuplicateSearch(library, clip).run())
    assert [group.kind for group in groups] == ["same-bytes"]
    monkeypatch.undo()
    film(copy, [scene("red")])
    index(library, folder, clip=clip)
    assert frames(library) == 6
    copy.unlink()
    index(library, folder, clip=clip)
    forget(library.catalogue, missing_photos(library.catalogue))
    assert frames(library) == 3


def test_a_film_is_copied_as_it_is(library: Library, folder: Path, tmp_path: Path) -> None:
    chosen = [ExportedPhoto(of(library, folder / name).id) for name in ("trip.mp4", "red.png")]
    ended(copy_photos(library, chosen, bytes(tmp_path / "out"), shape=CopyShape(CopyFormat.JPEG)))
    assert names(tmp_path / "out") == {"trip.mp4", "red.jpg"}
    assert (tmp_path / "out" / "trip.mp4").read_bytes() == (folder / "trip.mp4").read_bytes()


def test_photos_of_earlier_versions_are_read_once_more(tmp_path: Path) -> None:
    path = older_catalogue(
        tmp_path / "old.sqlite",
        "films",
        "INSERT INTO companions (path, photo_id) VALUES (CAST('/a/b.CR2' AS BLOB), 1)",
    )
    with Catalogue.open(path) as catalogue:
        [photo] = Photos(catalogue).by_ids([1])
        assert (photo.is_film, photo.is_live, photo.film) == (False, False, None)
        assert catalogue.value("SELECT count(*) FROM frame_vectors") == 0
