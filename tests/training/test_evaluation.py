from pathlib import Path

import numpy as np
import pytest

from mmdesk.training.calibrate import fit_curve
from mmdesk.training.evaluation import captioned, ensemble_vectors, evaluate, recall_at
from mmdesk.training.pack import Example


def test_recall_counts_captions_whose_photo_is_among_the_first():
    scores = np.array([[0.9, 0.1, 0.0], [0.5, 0.4, 0.3], [0.5, 0.4, 0.3]], np.float32)
    found = recall_at(scores, np.array([0, 1, 2]), cuts=(1, 2, 3))
    assert found == {1: pytest.approx(1 / 3), 2: pytest.approx(2 / 3), 3: 1.0}


def test_a_model_that_sees_nothing_gets_no_luck_from_ties():
    assert recall_at(np.zeros((4, 10), np.float32), np.arange(4), cuts=(1, 10)) == {1: 0.0, 10: 1.0}


def test_a_label_is_the_mean_of_its_prompts():
    vectors = ensemble_vectors(["dog"], lambda texts: np.eye(len(texts), dtype=np.float32))
    assert np.linalg.norm(vectors[0]) == pytest.approx(1)
    assert np.allclose(vectors[0], vectors[0][0])


def test_a_perfect_model_names_and_finds_everything():
    examples = [_example(label, number) for label in ("cat", "dog") for number in range(3)]
    figures = evaluate(examples, lambda chosen: _places([one.labels[0] for one in chosen]), _places)
    assert figures.naming["pictures"].top1 == 1.0
    assert figures.naming["pictures"].names == 2
    assert figures.document()["zero_shot"]["pictures"]["photos"] == 6


def test_captions_of_goods_do_not_count_where_there_are_photographs():
    photo, goods = _example("cat", 0, source="flickr"), _example("milk", 0, source="grocery")
    assert captioned([photo, goods]) == [photo]
    assert captioned([goods]) == [goods]


def test_the_curve_crosses_one_half_between_matches_and_others():
    rng = np.random.default_rng(0)
    matching = rng.normal(0.4, 0.1, 500).astype(np.float32)
    others = rng.normal(0.1, 0.1, 9000).astype(np.float32)
    curve = fit_curve(matching, others)
    slope = 0.3 / 0.1**2  # of two normals of equal spread
    assert curve.slope == pytest.approx(slope, rel=0.15)
    assert curve.midpoint == pytest.approx(0.25 + np.log(49) / slope, abs=0.02)  # 49 of 50 do not match


def _example(label: str, number: int, source: str = "pictures") -> Example:
    return Example(
        source, f"{label}-{number}", "dev", (label,), (f"one {label}",), "photo", Path("none"), 0, 0
    )


def _places(texts):
    """A unit vector per text: one axis for cats, one for dogs."""
    return np.array([[1.0, 0.0] if "cat" in text else [0.0, 1.0] for text in texts], np.float32)
