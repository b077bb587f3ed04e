"""Figures of a search on vectors and pictures made here."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mmdesk.benchmark import judged_photos
from mmdesk.benchmark.judged_photos import judged_by_index
from mmdesk.benchmark.known_shares import SHARES, library_of
from mmdesk.benchmark.quality import average_precision, bench_quality, calibration_error
from mmdesk.core.errors import UserError
from mmdesk.core.places import builtin_models
from mmdesk.models.clip_folder import ClipFolder

STARTER = builtin_models() / "starter-clip"
NOUNS = ("dog", "cat", "horse", "car", "tree", "house", "river", "volcano")


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """Stored vectors in the form of a data pack: forty photos of each noun but the last."""
    chance = np.random.default_rng(1)
    texts = np.eye(len(NOUNS), 32, dtype=np.float32)
    shown = np.repeat(np.arange(len(NOUNS) - 1), 40)
    photos = texts[shown] + 0.1 * chance.standard_normal((len(shown), 32))
    ids = [f"{number}.jpg" for number in range(len(shown))]
    np.savez(tmp_path / "flickr_image_vectors.npz", ids=ids, vectors=photos.astype(np.float16))
    np.savez(tmp_path / "concept_text_vectors.npz", names=NOUNS, vectors=texts.astype(np.float16))
    lines = [
        json.dumps({"id": one, "captions": [f"two {NOUNS[n]}s ."]}) for one, n in zip(ids, shown, strict=True)
    ]
    (tmp_path / "flickr_captions.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path


def test_stored_vectors_are_measured(stored: Path) -> None:
    document = json.loads(json.dumps(bench_quality(stored, ClipFolder.read(STARTER)).to_json()))
    assert document["bench"] == "quality"
    figures = {one["name"]: one["value"] for one in document["results"]}
    assert (figures["concepts"], figures["absent"]) == (7, 1)
    assert figures["map"] == pytest.approx(1)
    assert {"strong_precision", "strong_recall", "absent_empty", "ece"} <= figures.keys()
    assert figures["zero_shot_top1"] == pytest.approx(1)
    assert figures["ece_not_weak_at_5_percent"] < 0.2


def test_broken_vectors_are_told_of(stored: Path) -> None:
    (stored / "flickr_captions.jsonl").unlink()
    with pytest.raises(UserError, match="cannot be read"):
        bench_quality(stored, ClipFolder.read(STARTER))


def test_pictures_of_a_folder_are_judged_by_its_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judged_photos, "NONSENSE", 2)
    monkeypatch.setattr(judged_photos, "ABSENT_WORDS", 2)
    for name, colour in (("red", (200, 0, 0)), ("blue", (0, 0, 200))):
        (tmp_path / name).mkdir()
        for number in range(30):
            Image.new("RGB", (32, 32), colour).save(tmp_path / name / f"{number}.png")
    judged = judged_by_index(tmp_path, STARTER, "cpu")
    assert len(judged.photos) == len(judged.truth) > 0
    assert set(judged.truth[:, :2].ravel().tolist()) <= {0, 1}
    assert judged.captions.shape == (0, judged.photos.shape[1])


@pytest.mark.parametrize("share", SHARES)
def test_a_library_has_the_share_that_is_wanted(share: float) -> None:
    shows, known = np.arange(1000) < 120, np.arange(1000) % 3 > 0
    rows = library_of(share, shows, known, seed=1)
    assert known[rows].all()
    assert len(set(rows.tolist())) == len(rows)
    assert shows[rows].mean() == pytest.approx(share, abs=0.003)
    assert len(rows) >= 100


def test_too_few_photos_make_no_library() -> None:
    assert not len(library_of(0.01, np.arange(40) < 20, np.ones(40, bool), seed=1))


def test_average_precision_and_calibration_error_are_the_usual_ones() -> None:
    shows = np.array([True, False, True, False])
    assert average_precision(np.array([4.0, 3.0, 2.0, 1.0]), shows) == pytest.approx((1 + 2 / 3) / 2)
    assert calibration_error(np.array([0.9, 0.9]), np.array([True, True])) == pytest.approx(0.1)
    assert calibration_error(np.empty(0), np.empty(0, bool)) == 0
