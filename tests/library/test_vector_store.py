"""The shelf of vectors, and what it tells a matrix that is derived from it."""

import sqlite3
from collections.abc import Iterator

import numpy as np
import pytest

from mmdesk.core.vectors import Ids, Vectors
from mmdesk.library import vector_store
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.made_photos import made_photo, store


@pytest.fixture
def other(catalogue: Catalogue) -> VectorStore:
    """The shelf of another model."""
    return VectorStore(catalogue, "model-b", "recipe")


def put(catalogue: Catalogue, shelf: VectorStore, vectors: dict[int, Vectors]) -> None:
    with catalogue.writing() as db:
        shelf.put(db, vectors)


@pytest.fixture
def ids(catalogue: Catalogue, thumbnails: Thumbnails, other: VectorStore) -> list[int]:
    """Twenty photos that only the other model has seen."""
    return list(store(catalogue, thumbnails, other, [made_photo(b"/%02d" % number) for number in range(20)]))


def unit(count: int, seed: int = 1) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, 16)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def together(pieces: Iterator[tuple[Ids, Vectors]]) -> tuple[list[int], Vectors]:
    """All chunks as one."""
    listed = list(pieces)
    return [int(one) for ids, _ in listed for one in ids], np.concatenate([rows for _, rows in listed])


def test_an_empty_shelf(shelf: VectorStore) -> None:
    assert (shelf.count(), shelf.pending(), list(shelf.chunks())) == (0, 0, [])
    assert shelf.added_since(shelf.stamp()) is not None
    assert shelf.get([1, 2])[0].tolist() == []


def test_vectors_come_back_in_growing_id_order(
    catalogue: Catalogue, shelf: VectorStore, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_store, "CHUNK", 3)
    rows = unit(20)
    put(catalogue, shelf, dict(zip(reversed(ids), rows, strict=True)))
    back_ids, back = together(shelf.chunks())
    assert back_ids == sorted(ids)
    assert back.dtype == np.float32
    np.testing.assert_allclose(back, rows[::-1], atol=3e-4)


def test_cosines_survive_half_precision(catalogue: Catalogue, shelf: VectorStore, ids: list[int]) -> None:
    rows = unit(20)
    put(catalogue, shelf, dict(zip(ids, rows, strict=True)))
    _, back = together(shelf.chunks())
    assert np.abs(back @ back.T - rows @ rows.T).max() < 1e-3


def test_get_leaves_out_what_is_not_there(catalogue: Catalogue, shelf: VectorStore, ids: list[int]) -> None:
    put(catalogue, shelf, dict(zip(ids[:5], unit(5), strict=True)))
    found, rows = shelf.get([ids[10], ids[3], ids[1]])
    assert found.tolist() == [ids[1], ids[3]]
    assert rows.shape == (2, 16)


def test_models_do_not_see_each_others_vectors(
    catalogue: Catalogue, shelf: VectorStore, other: VectorStore, ids: list[int]
) -> None:
    before = other.stamp()
    put(catalogue, shelf, {ids[0]: unit(1)[0]})
    assert (shelf.count(), shelf.pending()) == (1, 19)
    assert (other.count(), other.pending()) == (20, 0)
    assert other.stamp() == before
    assert VectorStore(catalogue, "model-a", "another recipe").count() == 0


def test_the_stamp_changes_with_every_change(
    catalogue: Catalogue, shelf: VectorStore, ids: list[int]
) -> None:
    stamps = [shelf.stamp()]
    for vectors in ({ids[0]: unit(1)[0]}, {ids[1]: unit(1)[0]}, {ids[0]: unit(1, seed=2)[0]}):
        put(catalogue, shelf, vectors)
        stamps.append(shelf.stamp())
    with catalogue.writing() as db:
        db.execute("DELETE FROM vectors WHERE photo_id = ?", [ids[1]])
    stamps.append(shelf.stamp())
    assert len(set(stamps)) == len(stamps)
    assert shelf.count() == 1


def test_what_was_added_since(catalogue: Catalogue, shelf: VectorStore, ids: list[int]) -> None:
    empty = shelf.stamp()
    put(catalogue, shelf, dict(zip(ids[10:], unit(10), strict=True)))
    half = shelf.stamp()
    put(catalogue, shelf, dict(zip(ids[:10], unit(10), strict=True)))
    added = shelf.added_since(half)
    assert added is not None
    assert together(added)[0] == ids[:10]
    everything = shelf.added_since(empty)
    assert everything is not None
    assert sorted(together(everything)[0]) == ids
    assert list(shelf.added_since(shelf.stamp()) or [None]) == []


def test_a_replaced_vector_is_more_than_an_addition(
    catalogue: Catalogue, shelf: VectorStore, ids: list[int]
) -> None:
    put(catalogue, shelf, {ids[0]: unit(1)[0]})
    before = shelf.stamp()
    put(catalogue, shelf, {ids[0]: unit(1, seed=2)[0]})
    assert shelf.added_since(before) is None


@pytest.mark.parametrize("stamp", ["", "nonsense", "-", "1", "1-2-3", "x-0"])
def test_an_unknown_stamp_means_everything_anew(shelf: VectorStore, stamp: str) -> None:
    assert shelf.added_since(stamp) is None


def test_a_rolled_back_batch_leaves_the_stamp(
    catalogue: Catalogue, shelf: VectorStore, ids: list[int]
) -> None:
    before = shelf.stamp()
    put(catalogue, shelf, {ids[1]: unit(1)[0]})
    after = shelf.stamp()
    unknown_photo = {ids[0]: unit(1)[0], ids[-1] + 1: unit(1)[0]}
    with pytest.raises(sqlite3.IntegrityError):
        put(catalogue, shelf, unknown_photo)
    assert (shelf.stamp(), shelf.count()) == (after, 1)
    assert after != before
