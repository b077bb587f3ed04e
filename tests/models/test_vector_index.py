import json
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mmdesk.core.vectors import Ids, Vectors
from mmdesk.models.matrix_file import MatrixFolder, sound
from mmdesk.models.vector_index import VectorIndex

DIM = 24


def unit_vectors(count: int, seed: int, dim: int = DIM) -> Vectors:
    """In clusters, so that scores lie close to each other."""
    chance = np.random.default_rng(seed)
    centres = chance.standard_normal((5, dim))
    vectors = centres[chance.integers(0, 5, count)] + 0.1 * chance.standard_normal((count, dim))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


class Shelf:
    """A `VectorSource` in memory, which remembers what happened to it as a catalogue does."""

    def __init__(self, count: int = 0, seed: int = 0, dim: int = DIM) -> None:
        self.vectors: dict[int, NDArray[np.float32]] = {}
        self.order: list[int] = []
        self.replaced = 0
        self.reads = 0
        self.add(range(count), unit_vectors(count, seed, dim))

    def add(self, ids: range | list[int], vectors: Vectors) -> None:
        self.order.extend(ids)
        self.vectors.update(zip(ids, vectors, strict=True))

    def remove(self, photo: int) -> None:
        self.order.remove(photo)
        del self.vectors[photo]
        self.replaced += 1

    def stamp(self) -> str:
        return f"{len(self.order)}-{self.replaced}"

    def count(self) -> int:
        return len(self.order)

    def chunks(self) -> Iterator[tuple[Ids, Vectors]]:
        self.reads += 1
        return self._pieces(sorted(self.order))

    def added_since(self, stamp: str) -> Iterator[tuple[Ids, Vectors]] | None:
        count, replaced = stamp.split("-")
        return self._pieces(self.order[int(count) :]) if int(replaced) == self.replaced else None

    def _pieces(self, ids: list[int]) -> Iterator[tuple[Ids, Vectors]]:
        for start in range(0, len(ids), 7):
            piece = ids[start : start + 7]
            yield np.array(piece, np.int64), np.stack([self.vectors[photo] for photo in piece])

    def truly_best(
        self, query: NDArray[np.float32], k: int, allowed: Ids | None = None
    ) -> NDArray[np.float32]:
        """The best `k` cosines in fp32, for the vectors in the two bytes they are kept in."""
        ids = [photo for photo in self.order if allowed is None or photo in allowed]
        scores = [float(self.vectors[photo].astype(np.float16).astype(np.float32) @ query) for photo in ids]
        return np.sort(np.array(scores, np.float32))[::-1][:k]


@settings(max_examples=40, deadline=None)
@given(
    count=st.integers(0, 300),
    k=st.integers(0, 320),
    seed=st.integers(0, 2**16),
    share=st.sampled_from([None, 0.0, 0.05, 0.5, 1.0]),
)
def test_the_best_are_those_of_an_exact_search(count: int, k: int, seed: int, share: float | None) -> None:
    shelf, chance = Shelf(count, seed), np.random.default_rng(seed)
    query = unit_vectors(1, seed + 1)[0]
    allowed = None if share is None else np.flatnonzero(chance.random(count + 3) < share).astype(np.int64)
    with TemporaryDirectory() as folder:
        MatrixFolder(Path(folder), "m").write(shelf.stamp(), shelf.chunks(), "float16")
        index = VectorIndex.open(Path(folder), shelf, "m")
        ids, scores = index.top(query, k, allowed)
        expected = shelf.truly_best(query, k, allowed)
        np.testing.assert_allclose(scores, expected, atol=1e-6)
        assert len(set(ids.tolist())) == len(expected)
        assert (np.diff(scores) <= 0).all()
        np.testing.assert_allclose(index.scores(ids, query[None])[:, 0], scores, atol=1e-6)
        del index


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
def test_every_data_type_finds_the_best_of_what_it_keeps(tmp_path: Path, dtype: str) -> None:
    shelf = Shelf(3000, seed=3, dim=64)
    MatrixFolder(tmp_path, "m").write(shelf.stamp(), shelf.chunks(), dtype)
    index = VectorIndex.open(tmp_path, shelf, "m")
    assert index.dtype == dtype
    query = unit_vectors(1, 4, 64)[0]
    ids, scores = index.top(query, 100)
    everything = index.scores(np.arange(3000), query[None])[:, 0]
    np.testing.assert_allclose(scores, np.sort(everything)[::-1][:100], atol=1e-6)
    np.testing.assert_allclose(everything[ids], scores, atol=1e-6)
    exact = np.stack([shelf.vectors[photo] for photo in range(3000)]) @ query
    assert np.abs(everything - exact).max() < {"float16": 1e-3, "bfloat16": 1e-2, "float32": 1e-6}[dtype]


def test_equal_photos_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    shelf = Shelf()
    shelf.add([9, 2, 5], np.repeat(unit_vectors(1, 0), 3, axis=0))
    ids, _ = VectorIndex.open(tmp_path, shelf, "m").top(unit_vectors(1, 0)[0], 3)
    assert ids.tolist() == [2, 5, 9]


def test_thousands_of_equal_photos_are_no_burden(tmp_path: Path) -> None:
    shelf = Shelf()
    shelf.add(range(30_000), np.repeat(unit_vectors(1, 0), 30_000, axis=0))
    ids, scores = VectorIndex.open(tmp_path, shelf, "m").top(unit_vectors(1, 0)[0], 50)
    assert len(set(ids.tolist())) == 50
    np.testing.assert_allclose(scores, 1, atol=1e-3)


def test_a_source_that_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    shelf = Shelf(50)
    VectorIndex.open(tmp_path, shelf, "m")
    index = VectorIndex.open(tmp_path, shelf, "m")
    assert not index.refresh(shelf)
    assert shelf.reads == 1
    assert index.count == 50


def test_new_photos_are_appended_without_reading_the_old_ones(tmp_path: Path) -> None:
    shelf = Shelf(50)
    index = VectorIndex.open(tmp_path, shelf, "m")
    shelf.add(range(50, 60), unit_vectors(10, 8))
    assert index.refresh(shelf)
    assert shelf.reads == 1
    assert index.count == 60
    assert index.top(shelf.vectors[55], 1)[0].tolist() == [55]
    assert index.top(shelf.vectors[7], 1)[0].tolist() == [7]
    assert VectorIndex.open(tmp_path, shelf, "m").count == 60
    assert shelf.reads == 1


def test_many_small_additions_leave_few_files(tmp_path: Path) -> None:
    shelf = Shelf(1)
    index = VectorIndex.open(tmp_path, shelf, "m")
    for photo in range(1, 65):
        shelf.add([photo], unit_vectors(1, 100 + photo))
        index.refresh(shelf)
    matrix = MatrixFolder(tmp_path, "m").find()
    assert matrix is not None
    assert len(matrix.segments) <= 7
    assert sum(segment.count for segment in matrix.segments) == index.count == 65
    for photo in (0, 17, 40, 64):
        assert index.top(shelf.vectors[photo], 1)[0].tolist() == [photo]
    every = np.arange(65)
    expected = np.stack([shelf.vectors[photo] for photo in every]) @ shelf.vectors[3]
    np.testing.assert_allclose(index.scores(every, shelf.vectors[3][None])[:, 0], expected, atol=1e-3)


def test_a_removed_photo_is_found_no_more(tmp_path: Path) -> None:
    shelf = Shelf(20)
    index = VectorIndex.open(tmp_path, shelf, "m")
    shelf.remove(4)
    assert index.refresh(shelf)
    assert index.count == 19
    assert 4 not in index.top(unit_vectors(1, 0)[0], 20)[0]


def test_vectors_told_of_twice_are_kept_once(tmp_path: Path) -> None:
    shelf = Shelf(20)
    files = MatrixFolder(tmp_path, "m")
    early = files.write("10-0", shelf.chunks(), "float16")
    files.append(early, shelf.stamp(), shelf.chunks())
    index = VectorIndex.open(tmp_path, shelf, "m")
    assert sorted(index.top(unit_vectors(1, 0)[0], 40)[0].tolist()) == list(range(20))


def test_vectors_that_are_not_finite_are_left_out(tmp_path: Path) -> None:
    shelf = Shelf(10)
    shelf.vectors[3] = np.full(DIM, np.nan, np.float32)
    shelf.vectors[4] = np.full(DIM, np.inf, np.float32)
    index = VectorIndex.open(tmp_path, shelf, "m")
    ids, scores = index.top(unit_vectors(1, 0)[0], 10)
    assert sorted(ids.tolist()) == [0, 1, 2, 5, 6, 7, 8, 9]
    assert np.isfinite(scores).all()
    assert np.isnan(index.scores(np.array([3, 99]), unit_vectors(1, 0))).all()


def test_an_empty_library_finds_nothing_and_can_grow(tmp_path: Path) -> None:
    shelf = Shelf()
    index = VectorIndex.open(tmp_path, shelf, "m")
    ids, scores = index.top(unit_vectors(1, 0)[0], 10)
    assert (len(ids), len(scores), index.count) == (0, 0, 0)
    assert np.isnan(index.scores(np.array([1]), unit_vectors(1, 0))).all()
    shelf.add([5], unit_vectors(1, 0))
    index.refresh(shelf)
    assert index.top(unit_vectors(1, 0)[0], 10)[0].tolist() == [5]


def test_a_query_that_cannot_be_sought_is_our_own_mistake(tmp_path: Path) -> None:
    index = VectorIndex.open(tmp_path, Shelf(3), "m")
    with pytest.raises(ValueError, match="cannot be sought"):
        index.top(np.ones(DIM + 1, np.float32), 1)
    with pytest.raises(ValueError, match="not finite"):
        index.top(np.full(DIM, np.nan, np.float32), 1)


def test_vectors_of_two_lengths_are_our_own_mistake(tmp_path: Path) -> None:
    shelf = Shelf(7)
    shelf.add(range(7, 14), unit_vectors(7, 0, DIM + 8))
    with pytest.raises(ValueError, match="rows are 24 long"):
        VectorIndex.open(tmp_path, shelf, "m")


def test_two_models_live_side_by_side(tmp_path: Path) -> None:
    first, second = Shelf(10, seed=1), Shelf(12, seed=2, dim=16)
    assert VectorIndex.open(tmp_path, first, "clip").count == 10
    assert VectorIndex.open(tmp_path, second, "clip-large").count == 12
    assert VectorIndex.open(tmp_path, first, "clip").count == 10
    assert first.reads == second.reads == 1


def damage_description(folder: Path) -> None:
    (folder / "m.json").write_text("{ half a file", "utf-8")


def damage_format(folder: Path) -> None:
    stored = json.loads((folder / "m.json").read_text("utf-8"))
    (folder / "m.json").write_text(json.dumps(stored | {"format": 99}), "utf-8")


def damage_rows(folder: Path) -> None:
    rows = next(folder.glob("*.rows"))
    rows.write_bytes(rows.read_bytes()[:-1])


def damage_ids(folder: Path) -> None:
    next(folder.glob("*.ids")).unlink()


@pytest.mark.parametrize("damage", [damage_description, damage_format, damage_rows, damage_ids])
def test_a_damaged_matrix_is_made_anew(tmp_path: Path, damage: object) -> None:
    shelf = Shelf(30)
    VectorIndex.open(tmp_path, shelf, "m")
    assert callable(damage)
    damage(tmp_path)
    index = VectorIndex.open(tmp_path, shelf, "m")
    assert shelf.reads == 2
    assert index.top(shelf.vectors[11], 1)[0].tolist() == [11]


def test_a_write_that_broke_off_leaves_the_old_matrix(tmp_path: Path) -> None:
    shelf = Shelf(30)
    VectorIndex.open(tmp_path, shelf, "m")

    def interrupted() -> Iterator[tuple[Ids, Vectors]]:
        yield np.array([30]), unit_vectors(1, 0)
        raise KeyboardInterrupt

    files = MatrixFolder(tmp_path, "m")
    matrix = files.find()
    assert matrix is not None
    with pytest.raises(KeyboardInterrupt):
        files.append(matrix, "31-0", interrupted())
    assert files.find() == matrix
    assert VectorIndex.open(tmp_path, shelf, "m").count == 30
    assert shelf.reads == 1


def test_searches_go_on_while_the_index_grows(tmp_path: Path) -> None:
    shelf = Shelf(200)
    index = VectorIndex.open(tmp_path, shelf, "m")
    wrong: list[int] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            found = index.top(shelf.vectors[100], 1)[0].tolist()
            wrong.extend(photo for photo in found if photo != 100)

    searcher = threading.Thread(target=search)
    searcher.start()
    for start in range(200, 400, 10):
        shelf.add(range(start, start + 10), unit_vectors(10, 1000 + start))
        index.refresh(shelf)
    done.set()
    searcher.join()
    assert not wrong
    assert index.count == 400


def test_a_sample_is_spread_from_the_first_photo_to_the_last(tmp_path: Path) -> None:
    shelf = Shelf(5)
    index = VectorIndex.open(tmp_path, shelf, "m")
    wanted = np.stack([shelf.vectors[photo] for photo in (0, 2, 4)])
    np.testing.assert_allclose(index.sample(3), wanted, atol=1e-3)  # kept in 16 bits
    assert len(index.sample(9)) == 5


def test_warming_reads_an_index_of_any_length(tmp_path: Path) -> None:
    for dim in (1, 3, 24):
        index = VectorIndex.open(tmp_path, Shelf(5, dim=dim), f"m{dim}")
        index.warm()
        assert len(index.top(np.ones(dim, np.float32), 5)[0]) == 5


def test_only_vectors_that_are_finite_are_kept() -> None:
    vectors = unit_vectors(4, 1)
    vectors[1, 3], vectors[2, 0] = np.nan, np.inf
    [(ids, kept)] = sound([(np.arange(4), vectors)])
    assert ids.tolist() == [0, 3]
    np.testing.assert_array_equal(kept, vectors[[0, 3]])
