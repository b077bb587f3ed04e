"""A worker as it is on a node, without Ray: which files it finds, and what it says of them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.path_map import PathRule
from mmdesk.core.photo import FileStamp, Skipped
from mmdesk.core.places import Places, builtin_models
from mmdesk.library.reading.request import ReadPhoto, ReadRequest, SameContent
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.cluster.carrying import TOO_LARGE, pack
from mmdesk.tasks.cluster.model_parts import ArrivingModel, ModelPart, parts_of
from mmdesk.tasks.cluster.worker import PhotoWorker, WorkerSetup, model_here
from mmdesk.tasks.dummy_clip import DUMMY, DummyClip
from tests.reading_here import ReadingHere


@pytest.fixture(autouse=True)
def reads_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmdesk.tasks.cluster.worker.ReadingPool", ReadingHere)


@pytest.fixture
def node(tmp_path: Path) -> Iterator[PhotoWorker]:
    """A worker for which the folder `album` is called `share`."""
    rule = PathRule.between(os.fsencode(tmp_path / "album"), os.fsencode(tmp_path / "share"))
    places = Places(tmp_path / "node")
    setup = WorkerSetup.of(DummyClip(places), 10, [rule])
    with PhotoWorker(setup, DUMMY, places) as worker:
        yield worker


def asked(album: Path) -> list[ReadRequest]:
    return [ReadRequest(os.fsencode(path), stamp=FileStamp.at(os.fsencode(path))) for path in album.iterdir()]


def test_files_of_a_share_are_read_there_and_keep_their_names(node: PhotoWorker, album: Path) -> None:
    (album / "broken.jpg").write_bytes(b"no picture")
    files = asked(album)
    shutil.copytree(album, album.parent / "share")
    moved = {file.path: ReadRequest(file.path, stamp=file.stamp) for file in files}
    away = album.rename(album.parent / "away")
    answer = node.look(7, files)
    assert (answer.number, answer.out_of_reach) == (7, [])
    assert {photo.path: photo.stamp for photo in answer.seen.photos} == {
        path: file.stamp for path, file in moved.items() if not path.endswith(b"broken.jpg")
    }
    assert all(photo.pixel_bytes == b"" for photo in answer.seen.photos)
    np.testing.assert_allclose(np.linalg.norm(answer.seen.vectors, axis=1), 1, rtol=1e-5)
    (broken,) = answer.others
    assert isinstance(broken, Skipped)
    assert (broken.path, broken.stamp) == (
        os.fsencode(album / "broken.jpg"),
        FileStamp.at(bytes(away / "broken.jpg")),
    )


def test_another_file_of_the_same_name_is_not_taken_for_it(node: PhotoWorker, album: Path) -> None:
    files = asked(album)
    share = album.parent / "share"
    shutil.copytree(album, share)
    other, later = (share / os.fsdecode(os.path.basename(file.path)) for file in files[:2])
    other.write_bytes(b"something else")
    os.utime(later, ns=(0, 0))
    answer = node.look(1, files)
    assert sorted(answer.out_of_reach) == sorted(file.path for file in files[:2])
    assert len(answer.seen.photos) == len(files) - 2


def test_carried_files_are_what_they_would_be_here(node: PhotoWorker, album: Path) -> None:
    files = asked(album)
    parcel = pack(files)
    carried = node.look(1, parcel.files, parcel.contents)
    shutil.copytree(album, album.parent / "share")
    at_home = node.look(2, files)
    by_path = {
        photo.path: (photo, vector)
        for photo, vector in zip(at_home.seen.photos, at_home.seen.vectors, strict=True)
    }
    assert len(carried.seen.photos) == len(files)
    for photo, vector in zip(carried.seen.photos, carried.seen.vectors, strict=True):
        same, its_vector = by_path[photo.path]
        assert photo == same
        np.testing.assert_array_equal(vector, its_vector)
    assert [path.name for path in (album.parent / "node").iterdir()] == []


def test_known_content_is_not_decoded(node: PhotoWorker, album: Path) -> None:
    shutil.copytree(album, album.parent / "share")
    file = asked(album)[0]
    (photo,) = node.look(1, [file]).seen.photos
    assert isinstance(photo, ReadPhoto)
    again = node.look(2, [ReadRequest(file.path, frozenset([photo.content_hash]), file.stamp)])
    assert (list(again.seen.photos), again.others) == (
        [],
        [SameContent(file.path, photo.stamp, photo.content_hash)],
    )
    assert again.seen.vectors.shape == (0, 64)


def test_a_parcel_holds_so_many_bytes_and_tells_what_cannot_be_read(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.jpg").write_bytes(bytes(100))
    files = [
        ReadRequest(os.fsencode(tmp_path / name)) for name in ("0.jpg", "no.jpg", "1.jpg", "2.jpg", "3.jpg")
    ]
    parcel = pack(files, most=250)
    assert [len(content) for content in parcel.contents] == [100, 100]
    assert [file.path for file in parcel.refused] == [files[1].path]
    assert parcel.taken == 3
    assert pack(files[3:], most=10).taken == 1
    long_film = ReadRequest(b"/film.mp4", stamp=FileStamp(5 << 30, 1))
    assert [(file.reason, file.stamp) for file in pack([long_film]).refused] == [(TOO_LARGE, None)]


def test_a_model_is_found_by_name_or_folder_and_else_brought(tmp_path: Path, places: Places) -> None:
    node = Places(tmp_path / "node")
    assert model_here(node, WorkerSetup.of(ClipModel(node), 1)) == "starter-clip"
    own = tmp_path / "own"
    shutil.copytree(builtin_models() / "starter-clip", own)
    setup = WorkerSetup.of(ClipModel(places, str(own)), 1)
    assert model_here(node, setup) == str(own)
    arriving = ArrivingModel(node, "own")
    for part in parts_of(own):
        arriving.take(part)
    with pytest.raises(ValueError, match="escaped"):
        arriving.take(ModelPart("../../escaped", b""))
    shutil.rmtree(own)
    assert model_here(node, setup) is None
    arriving.finish()
    assert model_here(node, setup) == "own"
