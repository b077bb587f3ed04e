"""A whole run on pictures drawn by code: small, short and real."""

import json

import numpy as np
import open_clip
import pytest
import torch

from mmdesk.core.errors import UserError
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.training.clip import train_clip
from mmdesk.training.encoding import FolderEncoder
from mmdesk.training.evaluation import Figures
from mmdesk.training.pack import read_examples
from mmdesk.training.spec import Shape, StageSpec, TrainSpec
from mmdesk.training.stage import StageReport
from mmdesk.training.student import encode_short_texts
from tests.training.drawn import draw_folder

SHAPE = Shape(
    backbone="test_resnet",
    embed_dim=32,
    merges=60,
    context_length=12,
    text_width=32,
    text_heads=2,
    text_layers=1,
)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """The spec, the events and the outcome of a run of some steps."""
    folder = tmp_path_factory.mktemp("run")
    spec = _spec(draw_folder(folder / "data", each=12), folder / "out", minutes=30)
    events, figures = _run(spec)
    return spec, events, figures


def test_the_loss_falls(trained):
    told = [event for event in trained[1] if isinstance(event, StageReport)]
    learned = [event.losses["contrastive"] for event in told if event.stage == "joint"]
    assert np.mean(learned[-3:]) < 0.8 * np.mean(learned[:3])
    seen = [event.losses["views"] for event in told if event.stage == "polish"]
    assert seen
    assert np.isfinite([*learned, *seen]).all()


def test_it_names_held_out_colours_and_shapes_better_than_chance(trained):
    spec, _, figures = trained
    examples = [one for one in read_examples(spec.data) if one.split == "dev"]
    encoder = FolderEncoder(spec.out)
    labels = sorted({one.labels[0] for one in read_examples(spec.data)})
    scores = encoder.examples(examples) @ encoder.texts([f"a {label}" for label in labels]).T
    encoder.close()
    right = [labels[best] == one.labels[0] for best, one in zip(scores.argmax(1), examples, strict=True)]
    assert np.mean(right) > 2 / len(labels)
    assert isinstance(figures, Figures)


def test_open_clip_loads_what_was_exported(trained):
    out = trained[0].out
    model, _, preprocess = open_clip.create_model_and_transforms(f"local-dir:{out}")
    assert preprocess.transforms[0].size == SHAPE.image_size
    assert model.visual.head.mlp.fc2.out_features == ClipFolder.read(out).dim == 32
    assert json.loads((out / "figures.json").read_text())["retrieval"]["photos"] > 0
    tokens = torch.zeros(2, 12, dtype=torch.long)
    tokens[0, :3], tokens[1, :5] = torch.tensor([5, 6, 99]), torch.tensor([9, 8, 7, 6, 99])
    model.eval()
    with torch.no_grad():
        whole, short = model.encode_text(tokens, normalize=True), encode_short_texts(model, tokens)
    assert torch.allclose(whole, short, atol=1e-5)


def test_a_finished_run_is_not_trampled_on(trained):
    with pytest.raises(UserError, match="already holds a run"):
        next(train_clip(trained[0]))


def test_a_stopped_run_is_resumed(tmp_path):
    spec = _spec(draw_folder(tmp_path / "data", each=4), tmp_path / "out", minutes=5)
    steps = train_clip(spec)
    seen = 0
    for event in steps:
        seen += getattr(event, "note", "") == "joint"
        if seen == 3:
            break
    steps.close()
    kept = spec.out / "work" / "joint.safetensors"
    assert kept.is_file()
    _, figures = _run(_spec(spec.data, spec.out, minutes=0.001, resume=True))
    assert (spec.out / "open_clip_model.safetensors").is_file()
    assert figures.photos > 0


def _spec(data, out, minutes, *, resume=False) -> TrainSpec:
    return TrainSpec(
        data=data,
        out=out,
        minutes=minutes,
        resume=resume,
        crops=96,
        shape=SHAPE,
        joint=StageSpec(1.0, 24, 2e-3, steps=130),
        polish=StageSpec(0.3, 24, 1e-3, steps=25),
    )


def _run(spec):
    events, steps = [], train_clip(spec)
    while True:
        try:
            events.append(next(steps))
        except StopIteration as end:
            return events, end.value
