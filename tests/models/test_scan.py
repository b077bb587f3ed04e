"""Both ways to scan find the same rows: numpy's, which needs no torch, and torch's."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mmdesk.core.vectors import Vectors
from mmdesk.models import scan, torch_scan
from mmdesk.models.stored_rows import STORED_TYPES, StoredRows, packed, unpacked
from mmdesk.models.torch_scan import TorchRows

DTYPES = sorted(STORED_TYPES)


def unit_rows(count: int, dim: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def stored(rows: Vectors, dtype: str) -> StoredRows:
    """The rows in two parts of different length."""
    return StoredRows([packed(rows[:300], dtype), packed(rows[300:], dtype)], dtype)


@pytest.mark.parametrize("dtype", DTYPES)
def test_numbers_are_stored_as_torch_stores_them(dtype: str) -> None:
    rows = np.concatenate([unit_rows(50, 40, 1), [[0.0, -0.0, 1.0, 1e-7] * 10]]).astype(np.float32)
    theirs = torch.from_numpy(rows).to(getattr(torch, dtype))
    ours = packed(rows, dtype)
    assert ours.tobytes() == theirs.view(torch.uint8).numpy().tobytes()
    np.testing.assert_array_equal(unpacked(ours, dtype), theirs.float().numpy())


@pytest.mark.parametrize("dtype", DTYPES)
def test_rows_are_picked_and_widened_from_all_parts(dtype: str) -> None:
    rows = unit_rows(1000, 24, 2)
    matrix, exact = stored(rows, dtype), unpacked(packed(rows, dtype), dtype)
    places = np.array([999, 0, 299, 300, 0])
    np.testing.assert_array_equal(matrix.pick(places), exact[places])
    np.testing.assert_array_equal(np.concatenate([block.copy() for block in matrix.blocks()]), exact)


@settings(max_examples=40, deadline=None)
@given(
    count=st.integers(1, 700),
    k=st.integers(1, 700),
    seed=st.integers(0, 2**16),
    dtype=st.sampled_from(DTYPES),
    share=st.sampled_from([0.0, 0.5, 0.9]),
)
def test_the_best_rows_are_the_same_by_either_way(
    count: int, k: int, seed: int, dtype: str, share: float
) -> None:
    rows, query = stored(unit_rows(count, 32, seed), dtype), unit_rows(1, 32, seed + 1)[0]
    hidden = np.random.default_rng(seed).random(count) < share
    assume(not hidden.all())
    k = min(k, int((~hidden).sum()))
    exact = rows.pick(np.arange(count)) @ query
    wanted = np.sort(exact[~hidden])[::-1][:k]
    for positions, scores in (
        scan.best_rows(rows, query, k, hidden),
        torch_scan.best_rows(TorchRows.of(rows, "cpu"), query, k, hidden),
    ):
        assert not hidden[positions].any()
        np.testing.assert_allclose(np.sort(scores)[::-1][:k], wanted, atol=1e-6)
        np.testing.assert_allclose(exact[positions], scores, atol=1e-6)


def test_equal_rows_beyond_the_last_one_wanted_come_along() -> None:
    rows = np.repeat(unit_rows(2, 16, 3), [3, 40], axis=0)
    positions, _ = scan.best_rows(stored(rows, "float32"), rows[0], 5)
    assert set(range(3)) <= set(positions.tolist())
    assert len(positions) > 5


def test_a_data_type_is_chosen_by_its_speed() -> None:
    assert scan.scan_dtype(64) in DTYPES
    assert torch_scan.scan_dtype(64) in DTYPES


SEARCH = """
import sys
from pathlib import Path
import numpy as np
from mmdesk.models.vector_index import VectorIndex

class Source:
    rows = np.load(sys.argv[1])
    def stamp(self): return "1"
    def count(self): return len(self.rows)
    def chunks(self): yield np.arange(len(self.rows)), self.rows
    def added_since(self, stamp): return None

index = VectorIndex.open(Path(sys.argv[2]), Source(), "m")
for allowed in (None, np.arange(8, 20_010), np.arange(8, 2_000)):
    print(*index.top(Source.rows[7], 2, allowed)[0])
assert "torch" not in sys.modules
"""


def test_a_search_needs_no_torch(tmp_path: Path) -> None:
    rows = unit_rows(20_010, 64, 5)
    for place, near in ((15_000, 0.9), (12_000, 0.8), (1_000, 0.7), (1_500, 0.6)):
        rows[place] = near * rows[7] + np.sqrt(1 - near**2) * rows[place]
    np.save(tmp_path / "rows.npy", rows)
    found = subprocess.run(
        [sys.executable, "-c", SEARCH, str(tmp_path / "rows.npy"), str(tmp_path / "matrices")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.split("\n") == ["7 15000", "15000 12000", "1000 1500", ""]
