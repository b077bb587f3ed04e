"""Forgetting photos that are gone, and no others."""

from pathlib import Path

import pytest

from mmdesk.core.acts import ActKind
from mmdesk.library.albums import Albums
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.folders import Folders
from mmdesk.library.forgetting import BELONGINGS, forget, missing_photos, photos_gone_from
from mmdesk.library.history import History
from mmdesk.library.photos import Photos
from mmdesk.library.tags import Tags
from mmdesk.library.vector_store import VectorStore
from tests.library.conftest import Indexer
from tests.library.drawing import blots, saved
from tests.library.test_history import do_again, take_back


@pytest.fixture
def trip(album: Path) -> Path:
    for number in range(6):
        saved(blots(90, 60, seed=number), album / f"{number}.jpg")
    return album


def test_a_missing_photo_is_forgotten_with_all_that_belongs_to_it(
    trip: Path, index: Indexer, catalogue: Catalogue, photos: Photos, shelf: VectorStore
) -> None:
    index(trip)
    ids = photos.ids().tolist()
    tags, albums = Tags(catalogue), Albums(catalogue)
    tags.add("sea", ids)
    best = albums.make("best", ids).id
    (trip / "0.jpg").unlink()
    index(trip)
    [(gone, path)] = missing_photos(catalogue)
    assert path == bytes(trip / "0.jpg")
    assert forget(catalogue, [(gone, path)]) == 1
    left = set(ids) - {gone}
    assert set(photos.ids().tolist()) == set(albums.photos(best)) == left
    assert {tag.photo for tag in tags.photos_of("sea")} == left
    assert (shelf.count(), photos.get(gone), photos.missing_count()) == (5, None, 0)
    assert catalogue.rows("PRAGMA foreign_key_check") == []
    history = History(catalogue)
    assert take_back(history).kind is ActKind.ALBUM_NEW
    assert take_back(history).kind is ActKind.TAG
    do_again(history)  # what was forgotten meanwhile stays so
    assert {tag.photo for tag in tags.photos_of("sea")} == left


def test_what_is_there_or_on_an_unplugged_drive_is_not_forgotten(
    trip: Path, index: Indexer, catalogue: Catalogue, photos: Photos
) -> None:
    index(trip)
    (trip / "0.jpg").unlink()
    index(trip)
    (trip / "1.jpg").write_bytes(b"broken now")
    index(trip)
    assert photos.missing_count() == 2
    [gone] = missing_photos(catalogue)
    trip.rename(trip.parent / "unplugged")
    assert missing_photos(catalogue) == []
    (trip.parent / "unplugged").rename(trip)
    saved(blots(90, 60, seed=0), trip / "0.jpg")
    assert forget(catalogue, [gone]) == 0  # it came back meanwhile


def test_naming_an_unplugged_folder_gives_it_up(
    trip: Path, index: Indexer, catalogue: Catalogue, folders: Folders, photos: Photos
) -> None:
    index(trip)
    folders.remove_empty(bytes(trip))
    assert len(folders.all()) == 1
    trip.rename(trip.parent / "sold")
    folders.remove_empty(bytes(trip))
    assert len(folders.all()) == 1  # its photos are known still
    gone = photos_gone_from(catalogue, bytes(trip))
    assert forget(catalogue, gone) == len(gone) == 6
    folders.remove_empty(bytes(trip))
    assert (folders.all(), photos.count()) == ([], 0)


def test_every_table_that_speaks_of_photos_lets_go_of_them(catalogue: Catalogue) -> None:
    tables = [name for (name,) in catalogue.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    speaking = {
        name
        for name in tables
        if any(row[2] == "photos" for row in catalogue.rows(f"PRAGMA foreign_key_list({name})"))
    }
    assert speaking == set(BELONGINGS)
