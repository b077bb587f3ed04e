"""Near pairs, against comparing everything with everything."""

import numpy as np
import torch
from numpy.typing import NDArray

from mmdesk.models.near_pairs import NEIGHBOURS, near_pairs
from mmdesk.models.torch_scan import TorchRows


def alike(count: int, dim: int, seed: int) -> torch.Tensor:
    """Unit rows about few centres, near ones and far ones."""
    dice = np.random.default_rng(seed)
    centres = dice.standard_normal((40, dim))
    rows = centres[dice.integers(0, 40, count)] + 0.35 * dice.standard_normal((count, dim))
    return torch.from_numpy((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16))


def found(rows: TorchRows, positions: NDArray[np.int64], least: float) -> set[tuple[int, int]]:
    parts = list(near_pairs(rows, positions, least))
    assert parts[-1].done == len(positions)
    return {pair for part in parts for pair in zip(part.first.tolist(), part.second.tolist(), strict=True)}


def test_all_near_pairs_are_found_and_no_other() -> None:
    rows = alike(700, 96, seed=3)
    cosines = np.triu((rows.float() @ rows.float().T).numpy(), 1)
    least = 0.93
    clear = {tuple(pair) for pair in np.argwhere(cosines >= least + 1e-5).tolist()}
    possible = {tuple(pair) for pair in np.argwhere(cosines >= least - 1e-5).tolist()}
    pairs = found(TorchRows([rows[:200], rows[200:]]), np.arange(700), least)
    assert clear <= pairs <= possible
    assert len(clear) > 20


def test_only_the_rows_asked_for_take_part() -> None:
    rows = torch.cat([alike(20, 16, seed=5)] * 2)
    assert {(number, number + 20) for number in range(20)} <= found(TorchRows([rows]), np.arange(40), 0.999)
    assert not found(TorchRows([rows]), np.arange(20), 0.9999)


def test_a_thousand_equal_rows_stay_few_pairs_that_hang_together() -> None:
    rows = TorchRows([alike(1, 32, seed=7).repeat(1000, 1)])
    pairs = found(rows, np.arange(1000), 0.99)
    assert len(pairs) <= (NEIGHBOURS + 1) * 1000
    reached = {0}
    for one, other in sorted(pairs):
        if one in reached:
            reached.add(other)
    assert len(reached) == 1000
