"""Near looks, against comparing everything with everything."""

import numpy as np
import pytest
from numpy.typing import NDArray

from mmdesk.benchmark.duplicates import made_looks
from mmdesk.models import grid
from mmdesk.models.near_looks import Crowd, near_looks

Looks = NDArray[np.uint8]
MOST = 192


def many_equal(chance: np.random.Generator) -> Looks:
    return np.repeat(made_looks(chance, 5), 300, axis=0)


def many_nearly_equal(chance: np.random.Generator) -> Looks:
    return chance.integers(100, 110, (1200, 48)).astype(np.uint8)


def a_chain(chance: np.random.Generator) -> Looks:
    """Each is near the next ones only, along every axis of a grid at once."""
    steps = np.arange(1200)[:, None] * np.ones(48)
    return ((steps // 6 + chance.integers(0, 2, steps.shape)) % 256).astype(np.uint8)


def at_the_bound(chance: np.random.Generator) -> Looks:
    """Pairs that differ by exactly so much, and by one more."""
    base = made_looks(chance, 300) // 2 + 40
    near, far = base.copy(), base.copy()
    near[:, :48] += 4
    far[:, :48] += 4
    far[:, 0] += 1
    return np.concatenate([base, near, far])


def black_and_white(chance: np.random.Generator) -> Looks:
    return (255 * chance.integers(0, 2, (1000, 48))).astype(np.uint8)


def spread(chance: np.random.Generator) -> Looks:
    return np.concatenate([made_looks(chance, 1400), made_looks(chance, 3).repeat(40, axis=0)])


def brute_force(looks: Looks, moments: NDArray[np.int64]) -> NDArray[np.bool_]:
    near = np.stack([np.abs(looks.astype(np.int16) - row).sum(axis=1) <= MOST for row in looks])
    known = (moments[:, None] != 0) & (moments[None] != 0) & (moments[:, None] != moments[None])
    return np.triu(near & ~known, 1)


@pytest.mark.parametrize(
    "make", [spread, many_equal, many_nearly_equal, a_chain, at_the_bound, black_and_white]
)
@pytest.mark.parametrize("days", [0, 3])
def test_the_pairs_are_those_of_comparing_every_two(make: object, days: int) -> None:
    chance = np.random.default_rng(12)
    looks = make(chance)  # type: ignore[operator]
    moments = chance.integers(0, days + 1, len(looks))
    looks = looks[chance.permutation(len(looks))]
    true = brute_force(looks, moments)
    found = np.zeros_like(true)
    for part in near_looks(looks, MOST, moments):
        if isinstance(part, Crowd):  # whose pairs are looked for among its rows in full
            found[np.ix_(part.rows, part.rows)] |= true[np.ix_(part.rows, part.rows)]
        else:
            found[part.first, part.second] = True
    assert (found == true).all()
    if make is not black_and_white:
        assert true.any()


def test_of_a_thousand_equal_ones_no_pair_is_told_but_that_they_are_a_crowd() -> None:
    parts = list(near_looks(np.full((1000, 48), 7, np.uint8), MOST))
    assert [part.rows.tolist() for part in parts if isinstance(part, Crowd)] == [list(range(1000))]
    assert sum(len(part.first) for part in parts if not isinstance(part, Crowd)) == 0


def test_few_pairs_are_compared_in_full_and_more_axes_are_used_for_more_rows() -> None:
    def compared(rows: int) -> tuple[int, int]:
        points = np.random.default_rng(3).normal(0, 700, (rows, 12)).astype(np.int16)
        laid = grid.Grid.over(points, MOST, np.arange(rows), np.arange(rows))
        return sum(len(part.first) for part in laid.touching()), laid.sides.shape[1]

    few, axes = compared(4_000)
    many, more_axes = compared(32_000)
    assert more_axes > axes
    assert many < 20 * few  # eight times as many rows have 64 times as many pairs


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_there_may_be_none(rows: int) -> None:
    assert sum(len(part.first) for part in near_looks(np.zeros((rows, 48), np.uint8), MOST)) == (rows == 2)
