"""Labels chosen among candidates, and the cut-offs proposed for them."""

import numpy as np
import pytest

from mmdesk.models.label_scorer import Candidates, keep_best, propose_cutoffs


def candidates(*rows: tuple[int, int, float]) -> Candidates:
    photos, labels, probabilities = zip(*rows, strict=True)
    return Candidates(
        np.array(photos, np.int64), np.array(labels, np.int64), np.array(probabilities, np.float32)
    )


def rows(found: Candidates) -> list[tuple[int, int, float]]:
    columns = (found.photos.tolist(), found.labels.tolist(), found.probabilities.round(2).tolist())
    return [(photo, label, round(chance, 2)) for photo, label, chance in zip(*columns, strict=True)]


def test_the_best_label_of_each_photo_is_kept_in_the_order_of_before() -> None:
    every = candidates((7, 0, 0.4), (3, 1, 0.9), (7, 2, 0.8), (3, 0, 0.5), (9, 1, 0.1), (7, 1, 0.6))
    assert rows(keep_best(every)) == [(3, 1, 0.9), (7, 2, 0.8), (9, 1, 0.1)]


def test_of_no_candidates_none_is_kept() -> None:
    assert len(keep_best(Candidates.joined([])).photos) == 0


def test_a_cutoff_is_half_the_best_expected_f1_within_its_bounds() -> None:
    found = candidates((1, 0, 0.9), (2, 0, 0.8), (3, 0, 0.1), (1, 2, 0.2), (1, 3, 0.99), (2, 3, 0.99))
    cutoffs = propose_cutoffs(found, 4)
    assert cutoffs[0] == pytest.approx((0.9 + 0.8) / (2 + 1.8))
    assert cutoffs[1:].tolist() == pytest.approx([0.5, 0.42, 0.99 / (1 + 0.99)])
    assert propose_cutoffs(candidates((1, 0, 1.0), (2, 0, 1.0)), 1, high=0.45)[0] == pytest.approx(0.45)
