"""The scan by whole numbers finds what fp32 would have found, whatever the rows are like."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mmdesk.core.vectors import Vectors
from mmdesk.models import byte_scan, scan
from mmdesk.models.byte_rows import ByteRows, write_byte_rows
from mmdesk.models.matrix_file import MatrixFolder
from mmdesk.models.stored_rows import StoredRows, packed

DIM = 40


def unit_rows(count: int, seed: int, outlier: float = 0.0, shared: float = 0.0) -> Vectors:
    """Rows as a CLIP model has them: one number far larger than others, and a direction that all share."""
    rows = np.random.default_rng(seed).standard_normal((count, DIM)).astype(np.float32)
    rows[:, 3] += outlier
    rows += shared * np.random.default_rng(99).standard_normal(DIM).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def in_bytes(folder: Path, rows: StoredRows) -> list[ByteRows]:
    found = []
    for number, part in enumerate(rows.parts):
        path = folder / f"{number}.bytes"
        path.unlink(missing_ok=True)
        write_byte_rows(path, StoredRows([part], rows.dtype))
        one = ByteRows.find(path, *part.shape)
        assert one is not None
        found.append(one)
    return found


def rounded(part: ByteRows) -> NDArray[np.float32]:
    return part.mean + part.gains * (part.steps[:, None] * part.numbers)


def test_no_row_is_farther_from_its_whole_numbers_than_is_said(tmp_path: Path) -> None:
    rows = unit_rows(500, 1, outlier=8, shared=1)
    rows[7] = 0
    rows[:, 5] = 0.125
    [part] = in_bytes(tmp_path, StoredRows([rows], "float32"))
    off = np.linalg.norm((rows - rounded(part)) / part.gains, axis=1)
    assert (off <= part.bounds[:, 1] + 1e-6).all()
    kept = np.linalg.norm((rounded(part) - part.mean) / part.gains, axis=1)
    np.testing.assert_allclose(kept, part.bounds[:, 0], rtol=1e-3)
    assert np.abs(part.numbers.astype(int)).max() <= 127


@settings(max_examples=30, deadline=None)
@given(
    count=st.integers(2, 900),
    k=st.integers(1, 900),
    seed=st.integers(0, 2**16),
    dtype=st.sampled_from(["float16", "bfloat16", "float32"]),
    share=st.sampled_from([0.0, 0.5, 0.9]),
    outlier=st.sampled_from([0.0, 5.0, 40.0]),
    shared=st.sampled_from([0.0, 2.0]),
)
def test_the_best_rows_are_those_of_fp32(
    tmp_path_factory: pytest.TempPathFactory,
    count: int,
    k: int,
    seed: int,
    dtype: str,
    share: float,
    outlier: float,
    shared: float,
) -> None:
    all_rows, query = unit_rows(count, seed, outlier, shared), unit_rows(1, seed + 1, outlier / 2)[0]
    cut = max(1, count // 3)
    rows = StoredRows([packed(all_rows[:cut], dtype), packed(all_rows[cut:], dtype)], dtype)
    hidden = np.random.default_rng(seed).random(count) < share
    assume(not hidden.all())
    k = min(k, int((~hidden).sum()))
    parts = in_bytes(tmp_path_factory.getbasetemp(), rows)
    positions, scores = byte_scan.best_rows(rows, parts, query, k, hidden)
    exact = rows.pick(np.arange(count)) @ query
    wanted = np.sort(exact[~hidden])[::-1][:k]
    assert not hidden[positions].any()
    np.testing.assert_allclose(np.sort(scores)[::-1][:k], wanted, atol=1e-6)
    np.testing.assert_allclose(exact[positions], scores, atol=1e-6)


def test_few_rows_are_scored_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scan, "best_rows", None)  # the plain scan is not fallen back on
    rows = StoredRows([unit_rows(20_000, 4, outlier=20, shared=1)], "float32")
    positions, _ = byte_scan.best_rows(rows, in_bytes(tmp_path, rows), unit_rows(1, 5, outlier=10)[0], 20)
    assert 20 <= len(positions) < 1000


def test_bytes_are_written_once_and_anew_where_they_are_cut_off(tmp_path: Path) -> None:
    files, rows = MatrixFolder(tmp_path, "m"), unit_rows(300, 6)
    matrix = files.write("1", [(np.arange(300), rows)], "float16")
    [first] = files.load_bytes(matrix)
    [path] = tmp_path.glob("*.bytes")
    written, content, numbers = path.stat().st_mtime_ns, path.read_bytes(), first.numbers.copy()
    files.load_bytes(matrix)
    assert path.stat().st_mtime_ns == written
    path.write_bytes(content[:-1])
    [again] = files.load_bytes(matrix)
    np.testing.assert_array_equal(again.numbers, numbers)
    assert path.read_bytes() == content


def test_every_column_has_a_gain_of_its_own_but_one_that_is_always_the_same(tmp_path: Path) -> None:
    rows = unit_rows(400, 3) * np.linspace(0.01, 0.5, DIM, dtype=np.float32)
    rows[:, 5] = 0.125
    [part] = in_bytes(tmp_path, StoredRows([rows], "float32"))
    spread = rows.std(axis=0)
    spread[5] = 1e-4
    np.testing.assert_allclose(part.gains, spread**0.6, rtol=1e-3)


@pytest.mark.parametrize(("can_multiply", "asked"), [(True, ["numkong"]), (False, [])])
def test_products_are_made_by_the_processors_own_where_it_can(
    monkeypatch: pytest.MonkeyPatch, can_multiply: bool, asked: list[str]
) -> None:
    told: list[str] = []

    def import_module(name: str) -> SimpleNamespace:
        told.append(name)
        return SimpleNamespace(cdist=lambda rows, query, metric: rows.astype(int) @ query.T.astype(int))

    monkeypatch.setattr(byte_scan, "is_possible", lambda: can_multiply)
    monkeypatch.setattr(byte_scan, "import_module", import_module)
    rows = np.array([[1, -2, 127], [0, 5, 5]], np.int8)
    assert byte_scan._sums(rows, np.array([[127, 1, -127]], np.int8)).tolist() == [-16004, -630]
    assert told == asked
