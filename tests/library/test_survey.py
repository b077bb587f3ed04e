"""Indexing a folder again and again while its files come, change, move and go."""

import os
import shutil
from pathlib import Path

import pytest

from mmdesk.core.photo import Pick
from mmdesk.library.albums import Albums
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.folders import Folders
from mmdesk.library.photos import Photos
from mmdesk.library.raw_pairs import RawPairs
from mmdesk.library.skipped import SkippedFiles
from mmdesk.library.survey import FolderSurvey
from mmdesk.library.tags import Tags
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.conftest import Indexer
from tests.library.drawing import blots, saved


@pytest.fixture
def trip(album: Path) -> Path:
    """An album of six photos in two folders."""
    for number in range(6):
        saved(blots(90, 60, seed=number), album / f"day-{number % 2}" / f"{number}.jpg")
    return album


def names(photos: Photos) -> list[str]:
    """Where the photos of the library lie, missing ones left out."""
    return sorted(os.fsdecode(os.path.basename(photo.path)) for photo in photos.by_ids(photos.ids()))


def id_of(photos: Photos, path: Path) -> int:
    photo = photos.by_path(bytes(path))
    assert photo is not None
    return photo.id


def vector_of(shelf: VectorStore, photo_id: int) -> list[float]:
    _, vectors = shelf.get([photo_id])
    return [float(number) for number in vectors[0]]


def test_everything_is_new_once(trip: Path, index: Indexer, photos: Photos, shelf: VectorStore) -> None:
    first = index(trip)
    assert (first.found, first.indexed, first.unchanged, first.skipped) == (6, 6, 0, [])
    assert names(photos) == [f"{number}.jpg" for number in range(6)]
    assert shelf.count() == 6
    second = index(trip)
    assert (second.found, second.indexed, second.unchanged, second.requested) == (6, 0, 6, [])


def test_a_changed_file_is_read_again_and_keeps_its_stars(
    trip: Path, index: Indexer, photos: Photos, shelf: VectorStore, thumbnails: Thumbnails
) -> None:
    index(trip)
    path = trip / "day-0" / "0.jpg"
    photo_id = id_of(photos, path)
    photos.set_rating([photo_id], 5)
    before = vector_of(shelf, photo_id)
    saved(blots(120, 60, seed=77), path)
    again = index(trip)
    assert (again.indexed, again.unchanged, again.encoded) == (1, 5, [bytes(path)])
    photo = photos.get(photo_id)
    assert photo is not None
    assert (photo.rating, photo.facts.width) == (5, 120)
    assert thumbnails.get(photo.content_hash) is not None
    assert vector_of(shelf, photo_id) != before
    assert shelf.count() == 6


def test_what_other_models_saw_in_a_changed_file_is_forgotten(
    trip: Path, index: Indexer, catalogue: Catalogue
) -> None:
    index(trip)
    index(trip, model="model-b")
    saved(blots(120, 60, seed=77), trip / "day-0" / "0.jpg")
    index(trip)
    seen_by_b = catalogue.value("SELECT vectors FROM shelves WHERE model_key = 'model-b'")
    assert seen_by_b == 5
    assert index(trip, model="model-b").indexed == 1


def test_a_touched_file_is_hashed_but_not_decoded(trip: Path, index: Indexer) -> None:
    index(trip)
    os.utime(trip / "day-0" / "0.jpg", (1_600_000_000, 1_600_000_000))
    again = index(trip)
    assert (again.unchanged, again.indexed, again.encoded) == (6, 0, [])
    assert len(again.requested) == 1
    assert index(trip).requested == []


def test_a_renamed_folder_keeps_everything_and_is_not_encoded(
    trip: Path, index: Indexer, photos: Photos, shelf: VectorStore
) -> None:
    index(trip)
    ids = sorted(photos.ids().tolist())
    photos.set_rating(ids, 3)
    photos.set_pick(ids[:1], Pick.PICKED)
    stamp = shelf.stamp()
    (trip / "day-0").rename(trip / "first day")
    again = index(trip)
    assert (again.renamed, again.unchanged, again.indexed, again.encoded, again.missing) == (3, 3, 0, [], 0)
    assert sorted(photos.ids().tolist()) == ids
    assert {photo.rating for photo in photos.by_ids(ids)} == {3}
    assert len(photos.ids(bytes(trip / "first day"))) == 3
    assert len(photos.ids(bytes(trip / "day-0"))) == 0
    assert shelf.stamp() == stamp
    assert index(trip).unchanged == 6


def test_a_file_moved_to_another_folder_of_the_library(
    trip: Path, index: Indexer, photos: Photos, tmp_path: Path
) -> None:
    index(trip)
    other = tmp_path / "other"
    saved(blots(90, 60, seed=50), other / "there.jpg")
    index(other)
    photo_id = id_of(photos, trip / "day-0" / "0.jpg")
    shutil.move(trip / "day-0" / "0.jpg", other / "moved.jpg")
    assert index(other).renamed == 1
    assert id_of(photos, other / "moved.jpg") == photo_id
    assert index(trip).missing == 0


def test_a_copy_is_another_photo_with_the_same_vector(
    trip: Path, index: Indexer, photos: Photos, shelf: VectorStore
) -> None:
    index(trip)
    original = trip / "day-0" / "0.jpg"
    photos.set_rating([id_of(photos, original)], 4)
    shutil.copy(original, trip / "copy.jpg")
    again = index(trip)
    assert (again.indexed, again.renamed, again.encoded) == (1, 0, [])
    copy = photos.by_path(bytes(trip / "copy.jpg"))
    assert copy is not None
    assert copy.rating == 0
    assert vector_of(shelf, copy.id) == vector_of(shelf, id_of(photos, original))


def test_two_renamed_copies_stay_two_photos(trip: Path, index: Indexer, photos: Photos) -> None:
    shutil.copy(trip / "day-0" / "0.jpg", trip / "twin.jpg")
    index(trip)
    ids = {id_of(photos, trip / "twin.jpg"), id_of(photos, trip / "day-0" / "0.jpg")}
    (trip / "twin.jpg").rename(trip / "a.jpg")
    (trip / "day-0" / "0.jpg").rename(trip / "b.jpg")
    assert index(trip).renamed == 2
    assert {id_of(photos, trip / "a.jpg"), id_of(photos, trip / "b.jpg")} == ids


def test_files_that_trade_names_are_seen_through(
    trip: Path, index: Indexer, photos: Photos, shelf: VectorStore
) -> None:
    index(trip)
    one, two = trip / "day-0" / "0.jpg", trip / "day-0" / "2.jpg"
    before = vector_of(shelf, id_of(photos, one)), vector_of(shelf, id_of(photos, two))
    one.rename(trip / "x.jpg")
    two.rename(one)
    (trip / "x.jpg").rename(two)
    os.utime(one, (1, 1))
    os.utime(two, (2, 2))
    assert index(trip).encoded == []
    assert (vector_of(shelf, id_of(photos, two)), vector_of(shelf, id_of(photos, one))) == before


def test_a_file_that_is_gone_is_missing_and_comes_back_whole(
    trip: Path, index: Indexer, photos: Photos, folders: Folders
) -> None:
    index(trip)
    path = trip / "day-1" / "1.jpg"
    photo_id = id_of(photos, path)
    photos.set_rating([photo_id], 2)
    path.rename(trip.parent / "aside.jpg")
    assert index(trip).missing == 1
    assert photo_id not in photos.ids()
    assert (photos.count(), photos.missing_count(), folders.all()[0].photos) == (5, 1, 5)
    assert index(trip).missing == 0
    (trip.parent / "aside.jpg").rename(path)
    back = index(trip)
    assert (back.unchanged, back.requested, photos.missing_count()) == (6, [], 0)
    assert photos.by_ids([photo_id])[0].rating == 2


def test_a_folder_that_is_gone_with_its_photos(trip: Path, index: Indexer, photos: Photos) -> None:
    index(trip)
    saved(blots(90, 60, seed=40), trip / "day-2" / "40.jpg")
    index(trip)
    shutil.move(trip / "day-2", trip.parent / "aside")
    assert index(trip).missing == 1
    assert len(photos.ids()) == 6
    shutil.move(trip.parent / "aside", trip / "day-2")
    index(trip)
    assert len(photos.ids()) == 7


def test_more_than_a_fifth_gone_at_once_is_not_believed(trip: Path, index: Indexer, photos: Photos) -> None:
    index(trip)
    for number in (0, 2):
        (trip / "day-0" / f"{number}.jpg").rename(trip.parent / f"{number}.jpg")
    for _ in range(2):  # nor the second time
        again = index(trip)
        assert (again.missing, again.lost, photos.count(), photos.missing_count()) == (0, 2, 6, 0)
    for number in (0, 2):
        (trip.parent / f"{number}.jpg").rename(trip / "day-0" / f"{number}.jpg")
    back = index(trip)
    assert (back.missing, back.lost, back.unchanged, back.encoded) == (0, 0, 6, [])


def test_a_directory_that_is_empty_at_once_may_be_a_drive(
    album: Path, index: Indexer, photos: Photos
) -> None:
    for number in range(12):
        saved(blots(90, 60, seed=number), album / ("drive" if number < 2 else "disk") / f"{number}.jpg")
    index(album)
    for path in list((album / "drive").iterdir()):
        path.rename(album.parent / path.name)
    emptied = index(album)
    assert (emptied.missing, emptied.lost, photos.count()) == (0, 2, 12)
    (album / "drive").rmdir()
    assert index(album).missing == 2


def test_a_thousand_renamed_photos_are_not_encoded_twice_and_keep_all_that_was_said_of_them(
    album: Path, index: Indexer, photos: Photos, catalogue: Catalogue, shelf: VectorStore
) -> None:
    for number in range(1000):
        saved(blots(12, 9, seed=number, cells=3), album / "roll" / f"{number}.png")
    first = index(album)
    assert len(first.encoded) == 1000
    ids = sorted(photos.ids().tolist())
    photos.set_rating(ids, 4)
    Tags(catalogue).add("trip", ids)
    albums = Albums(catalogue)
    best = albums.make("best", ids[:10]).id
    stamp = shelf.stamp()
    (album / "roll").rename(album / "other name")
    again = index(album)
    assert (again.renamed, again.encoded, again.missing, again.lost) == (1000, [], 0, 0)
    assert sorted(photos.ids(bytes(album / "other name")).tolist()) == ids
    assert {photo.rating for photo in photos.by_ids(ids)} == {4}
    assert {tag.photo for tag in Tags(catalogue).photos_of("trip")} == set(ids)
    assert set(albums.photos(best)) == set(ids[:10])
    assert shelf.stamp() == stamp


def test_what_is_excluded_is_hidden_and_comes_back_as_it_was(
    trip: Path, index: Indexer, photos: Photos, folders: Folders
) -> None:
    index(trip)
    photos.set_rating(photos.ids().tolist(), 3)
    folders.set_excludes(bytes(trip), ["day-1", "4.*"])
    without = index(trip)
    assert (without.found, without.missing, without.lost) == (2, 0, 0)
    assert names(photos) == ["0.jpg", "2.jpg"]
    assert (photos.missing_count(), photos.hidden_count()) == (0, 4)
    folders.set_excludes(bytes(trip), [])
    again = index(trip)
    assert (again.unchanged, again.encoded) == (6, [])
    assert {photo.rating for photo in photos.by_ids(photos.ids())} == {3}


def test_a_broken_file_that_is_excluded_leaves_the_list(
    trip: Path, index: Indexer, folders: Folders, skipped_files: SkippedFiles
) -> None:
    (trip / "bad.jpg").write_bytes(b"no picture")
    index(trip)
    assert skipped_files.count() == 1
    folders.set_excludes(bytes(trip), ["bad*"])
    index(trip)
    assert skipped_files.count() == 0


def test_a_raw_file_beside_its_picture_is_one_photo(
    trip: Path, index: Indexer, photos: Photos, catalogue: Catalogue
) -> None:
    companions = RawPairs(catalogue)
    raw = trip / "day-0" / "0.CR2"
    raw.write_bytes(b"what the camera saw")
    (trip / "alone.NEF").write_bytes(b"what the camera saw")  # no picture, whether raw files are read or not
    first = index(trip)
    assert (first.found, first.indexed) == (7, 6)
    assert [file.path for file in first.skipped] == [bytes(trip / "alone.NEF")]
    photo_id = id_of(photos, trip / "day-0" / "0.jpg")
    assert companions.all() == [(bytes(raw), bytes(trip / "day-0" / "0.jpg"))]
    (trip / "day-0").rename(trip / "first day")
    index(trip)
    assert companions.all() == [(bytes(trip / "first day" / "0.CR2"), bytes(trip / "first day" / "0.jpg"))]
    assert id_of(photos, trip / "first day" / "0.jpg") == photo_id
    (trip / "first day" / "0.CR2").unlink()
    index(trip)
    assert companions.count() == 0


def test_an_unplugged_drive_costs_nothing(
    trip: Path,
    index: Indexer,
    photos: Photos,
    catalogue: Catalogue,
    shelf: VectorStore,
    thumbnails: Thumbnails,
) -> None:
    index(trip)
    trip.rename(trip.parent / "unplugged")
    survey = FolderSurvey(catalogue, shelf, thumbnails, bytes(trip))
    assert survey.is_offline()
    assert list(survey.changes()) == []
    assert survey.settle() == (0, 0)
    trip.mkdir()  # the mount point that stays behind
    survey = FolderSurvey(catalogue, shelf, thumbnails, bytes(trip))
    assert survey.is_offline()
    assert list(survey.changes()) == []
    assert survey.settle() == (0, 0)
    assert (photos.count(), photos.missing_count()) == (6, 0)


def test_a_copy_of_what_lies_on_an_unplugged_drive_is_no_rename(
    trip: Path, index: Indexer, photos: Photos, tmp_path: Path
) -> None:
    index(trip)
    backup = tmp_path / "backup"
    shutil.copytree(trip, backup)
    trip.rename(tmp_path / "unplugged")
    copied = index(backup)
    assert (copied.renamed, copied.indexed, copied.encoded) == (0, 6, [])
    (tmp_path / "unplugged").rename(trip)
    assert index(trip).unchanged == 6
    assert photos.count() == 12


def test_another_model_looks_at_everything_and_the_first_forgets_nothing(
    trip: Path, index: Indexer, catalogue: Catalogue
) -> None:
    index(trip)
    assert index(trip, model="model-b").indexed == 6
    assert index(trip).requested == []
    assert catalogue.rows("SELECT vectors FROM shelves") == [(6,), (6,)]


def test_lost_thumbnails_are_made_again(
    trip: Path, index: Indexer, photos: Photos, thumbnails: Thumbnails, tmp_path: Path
) -> None:
    index(trip)
    photo = photos.by_ids(photos.ids())[0]
    thumbnails._connection.execute("DELETE FROM thumbnails WHERE hash = ?", [photo.content_hash])
    thumbnails._connection.commit()
    assert index(trip).requested == [photo.path]
    assert thumbnails.get(photo.content_hash) is not None


def test_a_broken_file_is_listed_and_not_tried_twice(
    trip: Path, index: Indexer, skipped_files: SkippedFiles, folders: Folders
) -> None:
    (trip / "bad.jpg").write_bytes(b"no picture")
    first = index(trip)
    assert [(file.path, file.reason) for file in first.skipped] == [
        (bytes(trip / "bad.jpg"), "This is not a picture mmdesk can read.")
    ]
    assert skipped_files.all() == first.skipped
    second = index(trip)
    assert second.requested == []
    assert second.skipped == first.skipped
    assert (second.found, folders.all()[0].skipped) == (7, 1)


def test_a_mended_file_leaves_the_list(
    trip: Path, index: Indexer, skipped_files: SkippedFiles, photos: Photos
) -> None:
    (trip / "bad.jpg").write_bytes(b"no picture")
    index(trip)
    saved(blots(90, 60, seed=9), trip / "bad.jpg")
    assert index(trip).indexed == 1
    assert skipped_files.count() == 0
    assert photos.count() == 7


def test_a_file_that_breaks_is_listed_and_comes_back_with_its_stars(
    trip: Path, index: Indexer, photos: Photos, skipped_files: SkippedFiles
) -> None:
    index(trip)
    path = trip / "day-0" / "0.jpg"
    whole, photo_id = path.read_bytes(), id_of(photos, path)
    photos.set_rating([photo_id], 5)
    path.write_bytes(whole[: len(whole) // 2])
    assert [file.reason for file in index(trip).skipped] == ["The file is cut off."]
    assert photo_id not in photos.ids()
    assert len(index(trip).skipped) == 1
    path.write_bytes(whole)
    assert index(trip).skipped == []
    assert photos.by_ids([photo_id])[0].rating == 5
    assert photo_id in photos.ids()
    assert skipped_files.count() == 0


def test_a_broken_file_that_is_gone_leaves_the_list(
    trip: Path, index: Indexer, skipped_files: SkippedFiles
) -> None:
    (trip / "bad.jpg").write_bytes(b"no picture")
    (trip / "raw.psd").write_bytes(b"another kind")
    index(trip)
    assert skipped_files.count() == 2
    (trip / "bad.jpg").unlink()
    (trip / "raw.psd").unlink()
    index(trip)
    assert skipped_files.count() == 0


def test_a_file_that_is_gone_before_it_is_read_is_tried_again(
    trip: Path,
    catalogue: Catalogue,
    shelf: VectorStore,
    thumbnails: Thumbnails,
    index: Indexer,
    skipped_files: SkippedFiles,
) -> None:
    survey = FolderSurvey(catalogue, shelf, thumbnails, bytes(trip))
    vanishing = trip / "day-0" / "0.jpg"
    content = vanishing.read_bytes()
    requests = []
    for request in survey.changes():
        vanishing.unlink(missing_ok=True)
        requests.append(request)
    answers = list(index._pool.read_files(requests))
    unread = [answer for answer in answers if answer.path == bytes(vanishing)]
    assert [getattr(answer, "reason", "") for answer in unread] == [
        "The file was gone when it was to be read."
    ]
    vanishing.write_bytes(content)
    assert index(trip).indexed == 6


def test_half_a_survey_marks_nothing_as_missing(
    trip: Path,
    index: Indexer,
    photos: Photos,
    catalogue: Catalogue,
    shelf: VectorStore,
    thumbnails: Thumbnails,
) -> None:
    index(trip)
    (trip / "new.jpg").write_bytes(b"x")
    for _ in FolderSurvey(catalogue, shelf, thumbnails, bytes(trip)).changes():
        break
    assert photos.missing_count() == 0


def test_what_another_program_adds_meanwhile_is_not_missing(
    trip: Path,
    index: Indexer,
    photos: Photos,
    catalogue: Catalogue,
    shelf: VectorStore,
    thumbnails: Thumbnails,
) -> None:
    index(trip)
    survey = FolderSurvey(catalogue, shelf, thumbnails, bytes(trip))
    assert list(survey.changes()) == []
    saved(blots(90, 60, seed=30), trip / "day-3" / "new.jpg")
    index(trip)
    assert survey.settle() == (0, 0)
    assert photos.count() == 7


def test_names_that_are_no_text(album: Path, index: Indexer, photos: Photos) -> None:
    odd = [
        b"\xff\xfe.jpg",
        b"new\nline.png",
        b"100%_<b>.jpg",
        b"\xe9/deep.jpg",
        b"-rf.jpg",
        b"a" * 251 + b".jpg",
    ]
    for seed, name in enumerate(odd):
        saved(blots(40, 30, seed), Path(os.fsdecode(bytes(album) + b"/" + name)))
    assert index(album).indexed == len(odd)
    assert sorted(photo.path for photo in photos.by_ids(photos.ids())) == sorted(
        bytes(album) + b"/" + name for name in odd
    )
    assert index(album).unchanged == len(odd)
