"""Whole pictures of two ways, and their judge."""

from pathlib import Path

import pytest
import torch
from skimage import data

from mmdesk.benchmark import same_loss as bench
from mmdesk.benchmark.same_loss import LossJudge, same_loss
from mmdesk.core.places import builtin_models
from mmdesk.models.clip_encoder import load_encoder
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.tasks.clip_model import DEFAULT_MODEL


def test_the_judge_looks_at_the_same_squares_and_prefers_what_is_said(tmp_path: Path) -> None:
    folder = ClipFolder.read(builtin_models() / DEFAULT_MODEL)
    encoder = load_encoder(folder, "cpu", tmp_path / "plans.json")
    texts = torch.from_numpy(encoder.encode_texts(["a cat", "a rocket"]))
    cat = torch.from_numpy(data.chelsea().copy()).permute(2, 0, 1)[None, :, :256, 100:356].float() / 255
    judges = [LossJudge(folder, text) for text in texts]
    assert judges[0](cat) < judges[1](cat)
    assert judges[0](cat) == judges[0](cat)


def test_both_ways_paint_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"SIDE": 64, "CUTOUTS": 2, "PLAIN_STEPS": 2, "JUDGED": 2}.items():
        monkeypatch.setattr(bench, name, value)
    monkeypatch.setattr(bench, "PROMPTS", bench.PROMPTS[:1])
    found = same_loss("cpu")
    assert len(found.losses) == 1
    assert found.plain > 0
    assert found.ours > 0
    assert found.ratio == found.plain / found.ours
