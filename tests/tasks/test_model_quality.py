"""What a model's vectors are worth for the labels of a library."""

from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.models import ModelEntry
from mmdesk.library.vector_store import VectorStore
from mmdesk.tasks import model_quality
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.model_quality import precision_of, scores, with_quality
from mmdesk.tasks.models import list_models
from tests.tasks.conftest import index


def unit(rows: list[list[float]]) -> np.ndarray:
    found = np.array(rows, np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_vectors_that_part_and_vectors_that_do_not() -> None:
    given, other = unit([[1, 0], [1, 0.2], [1, -0.2]]), unit([[0, 1], [0.2, 1], [-0.2, 1]])
    assert precision_of(*scores(given, other)) == 1.0
    same = unit([[1, 0]] * 3)
    assert precision_of(*scores(same, same)) < 0.5, "ties count against it"
    assert precision_of(np.array([3.0, 1.0]), np.array([2.0])) == pytest.approx((1 + 2 / 3) / 2)


def starter_of(library: Library) -> ModelEntry:
    entries = with_quality(library, list_models(library.places))
    return next(entry for entry in entries if entry.name == "starter-clip")


def test_it_rests_on_photos_that_were_decided_and_seen(
    library: Library, clip: ClipModel, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(library, clip, album)
    ids = sorted(library.photos.ids().tolist())
    assert starter_of(library).quality is None, "nothing is decided"
    library.tags.accept("cat", ids[:2])
    library.tags.reject("cat", ids[2:])
    assert starter_of(library).quality is None, "too little is decided"
    monkeypatch.setattr(model_quality, "FEWEST", 2)
    found = starter_of(library).quality
    assert found is not None
    assert (found.photos, found.labels) == (len(ids), 1)
    kept = VectorStore(library.catalogue, clip.key, clip.recipe.version).get(ids)[1]
    assert found.average_precision == precision_of(*scores(kept[:2], kept[2:]))
