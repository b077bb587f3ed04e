"""A head learns from a few examples, also from such as contradict each other."""

import numpy as np
import pytest

from mmdesk.core.vectors import Vectors
from mmdesk.models.few_shot import Examples, Head, LibraryPrior, learn_head

DIM = 32


def around(centre: Vectors, count: int, seed: int) -> Vectors:
    """Photos near a direction."""
    noise = 0.15 * np.random.default_rng(seed).standard_normal((count, DIM))
    return np.asarray(centre + noise, np.float32)


@pytest.fixture
def directions() -> Vectors:
    """Four things photos may show."""
    return np.asarray(np.linalg.qr(np.random.default_rng(3).standard_normal((DIM, 4)))[0].T, np.float32)


def chances(head: Head, photos: Vectors) -> Vectors:
    return np.asarray(1 / (1 + np.exp(-(photos @ head.weights + head.bias))))


@pytest.mark.parametrize("odd_ones", [0, 1, 2])
def test_examples_that_contradict_each_other_do_not_make_everything_certain(
    directions: Vectors, odd_ones: int
) -> None:
    library = np.concatenate([around(one, 100, seed) for seed, one in enumerate(directions)])
    accepted = np.concatenate([around(directions[0], 4, 10), around(directions[1], odd_ones, 11)])
    none = accepted[:0]
    head = learn_head(
        Examples(accepted, none, none),
        LibraryPrior.of_library(library),
        Head(np.zeros(DIM, np.float32), -4.0),
    )
    shown = chances(head, library)
    assert np.abs(head.bias) < 15
    assert shown[200:].max() < 0.2
    assert shown[:100].mean() > 3 * shown[200:].mean()
