"""The index on the disk: exact behind filters, up to date with its source, and nothing lost with it."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.vectors import Ids, Vectors
from mmdesk.models import lance_folder
from mmdesk.models.lance_folder import LanceFolder
from mmdesk.models.lance_index import LanceIndex
from mmdesk.models.lance_table import UnreadableTableError, is_installed
from mmdesk.models.vector_index import VectorIndex
from tests.models.test_vector_index import Shelf, unit_vectors

if not is_installed():
    pytest.skip("the extra lance is not installed", allow_module_level=True)

DIM = 64
COUNT = 4000
PLANTED = range(100, 120)


class StoredShelf(Shelf):
    """A `StoredVectors` in memory, whose rows are numbered as they come, as those of a catalogue are."""

    def __init__(self, count: int = 0, seed: int = 0, dim: int = DIM) -> None:
        self.numbers: dict[int, int] = {}
        self.newest = 0
        super().__init__(count, seed, dim)

    def add(self, ids: range | list[int], vectors: Vectors) -> None:
        super().add(ids, vectors.astype(np.float16).astype(np.float32))
        self.numbers |= {photo: self.newest + place + 1 for place, photo in enumerate(ids)}
        self.newest += len(ids)

    def stamp(self) -> str:
        return f"{self.newest}-{self.replaced}"

    def get(self, ids: Iterable[int]) -> tuple[Ids, Vectors]:
        there = sorted({int(photo) for photo in ids} & set(self.order))
        rows = [self.vectors[photo] for photo in there]
        return np.array(there, np.int64), np.stack(rows) if rows else np.empty((0, DIM), np.float32)

    def since(self, stamp: str) -> Iterator[tuple[Ids, Vectors]]:
        newest = int(stamp.partition("-")[0])
        return self._pieces([photo for photo in self.order if self.numbers[photo] > newest])

    def count_since(self, stamp: str) -> int:
        return sum(len(ids) for ids, _ in self.since(stamp))

    def added_since(self, stamp: str) -> Iterator[tuple[Ids, Vectors]] | None:
        return self.since(stamp) if stamp.partition("-")[2] == str(self.replaced) else None

    def _pieces(self, ids: list[int]) -> Iterator[tuple[Ids, Vectors]]:
        for start in range(0, len(ids), 1000):
            piece = ids[start : start + 1000]
            yield np.array(piece, np.int64), np.stack([self.vectors[photo] for photo in piece])


def queries() -> Vectors:
    return unit_vectors(4, 77, DIM)


def filled() -> StoredShelf:
    """Photos in any direction, and some that are nearest to the first query by far."""
    chance = np.random.default_rng(5)
    rows = chance.standard_normal((COUNT, DIM)).astype(np.float32)
    rows[list(PLANTED)] = queries()[0] + 0.02 * rows[list(PLANTED)]
    shelf = StoredShelf(0, dim=DIM)
    shelf.add(range(COUNT), rows / np.linalg.norm(rows, axis=1, keepdims=True))
    return shelf


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index of `filled`."""
    folder = tmp_path_factory.mktemp("lance")
    LanceFolder(folder, "m").build(filled(), lambda *_: None)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "lance"))


def test_the_nearest_are_found_with_their_exact_cosines(folder: Path) -> None:
    shelf = filled()
    index = LanceIndex.open(folder, shelf, "m")
    ids, scores = index.top(queries()[0], 20)
    assert set(ids.tolist()) == set(PLANTED)
    np.testing.assert_allclose(scores, shelf.truly_best(queries()[0], 20), atol=1e-6)
    assert index.count == COUNT
    np.testing.assert_allclose(index.scores(ids[:3], queries())[:, 0], scores[:3], atol=1e-6)
    assert np.isnan(index.scores(np.array([COUNT + 1]), queries())).all()
    assert index.sample(50).shape == (50, DIM)


def test_filters_are_exact(folder: Path) -> None:
    """Filtered first, ranked then, whatever passes: as the exact index does it."""
    shelf, chance = filled(), np.random.default_rng(3)
    index, exact = LanceIndex.open(folder, shelf, "m"), VectorIndex.open(folder / "exact", shelf, "m")
    for share in (0.0, 0.002, 0.1, 0.9, 1.0):
        allowed = chance.permutation(np.flatnonzero(chance.random(COUNT + 50) < share)).astype(np.int64)
        for query in queries():
            ids, scores = index.top(query, 100, allowed)
            true_ids, true_scores = exact.top(query, 100, allowed)
            assert ids.tolist() == true_ids.tolist()
            np.testing.assert_allclose(scores, true_scores, atol=1e-6)


def test_a_filter_that_is_too_large_for_all_is_met_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is nearest does not pass: more is asked for, until enough does."""
    monkeypatch.setattr("mmdesk.models.lance_index.SCORED_ALL", 0)
    index = LanceIndex.open(folder, filled(), "m")
    allowed = np.setdiff1d(np.arange(COUNT), np.array(PLANTED))
    ids, scores = index.top(queries()[0], 10, allowed)
    assert len(ids) == 10
    assert np.isin(ids, allowed).all()
    assert (np.diff(scores) <= 0).all()


def test_what_comes_changes_and_goes_is_known_at_once(folder: Path) -> None:
    shelf = filled()
    index = LanceIndex.open(folder, shelf, "m")
    shelf.add([COUNT + 7], queries()[1:2])  # new
    shelf.remove(PLANTED[0])  # gone
    shelf.remove(PLANTED[1])  # replaced
    shelf.add([PLANTED[1]], queries()[1:2])
    assert index.refresh(shelf)
    assert not index.refresh(shelf)
    assert index.count == COUNT
    assert index.top(queries()[1], 2)[0].tolist() == [PLANTED[1], COUNT + 7]
    assert set(index.top(queries()[0], 18)[0].tolist()) == set(PLANTED[2:])
    assert index.known(np.array([COUNT + 8, COUNT + 7, 3])).tolist() == [COUNT + 7, 3]
    reopened = LanceIndex.open(folder, shelf, "m")
    assert reopened.top(queries()[1], 2)[0].tolist() == [PLANTED[1], COUNT + 7]


def test_pairs_are_those_of_the_exact_index(folder: Path) -> None:
    shelf = filled()
    index, exact = LanceIndex.open(folder, shelf, "m"), VectorIndex.open(folder / "exact", shelf, "m")
    pairs = np.array([[1, 2], [100, 101], [3, COUNT + 9], [101, 100]])
    np.testing.assert_allclose(index.pair_cosines(pairs), exact.pair_cosines(pairs), atol=1e-6)
    among = np.array([*range(90, 130), COUNT + 9])
    ours, theirs = (
        [p for _, some, _ in one.near_pairs(0.9, among) for p in some.tolist()] for one in (index, exact)
    )
    assert sorted(map(sorted, ours)) == sorted(map(sorted, theirs)) != []


def test_a_build_that_breaks_off_leaves_the_one_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, before = LanceFolder(folder, "m"), LanceFolder(folder, "m").find()

    def fail(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(lance_folder, "index_table", fail)
    with pytest.raises(UserError, match="no room"):
        files.build(filled(), lambda *_: None)
    monkeypatch.undo()
    assert files.find() == before
    assert LanceIndex.open(folder, filled(), "m").count == COUNT
    monkeypatch.setattr(lance_folder, "ORPHAN_SECONDS", -1)
    after = files.build(filled(), lambda *_: None)
    folders = {path.name for path in folder.iterdir() if path.is_dir()}
    assert after is not None
    assert before is not None
    assert folders == {before.name, after.name}  # that of the break is gone; the last may still be in use


def test_an_index_of_another_library_does_not_answer(folder: Path) -> None:
    other = StoredShelf(COUNT, seed=9, dim=DIM)
    with pytest.raises(UnreadableTableError):
        LanceIndex.open(folder, other, "m")
    with pytest.raises(UnreadableTableError):
        LanceIndex.open(folder, filled(), "another model")


def test_an_index_that_vanishes_loses_nothing(folder: Path) -> None:
    shelf = filled()
    index = LanceIndex.open(folder, shelf, "m")
    shutil.rmtree(folder)
    ids, scores = index.top(queries()[2], 10)
    np.testing.assert_allclose(scores, shelf.truly_best(queries()[2], 10), atol=1e-6)
    assert len(ids) == 10
    with pytest.raises(UnreadableTableError):
        LanceIndex.open(folder, shelf, "m")
