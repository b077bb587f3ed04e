"""Short runs on pictures drawn by code, bound by steps: no slower machine learns less."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from mmdesk.core.errors import UserError
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.vqgan.loaded import load_vqgan
from mmdesk.training.spec import StageSpec
from mmdesk.training.stage import StageReport
from mmdesk.training.vqgan.figures import VqganFigures
from mmdesk.training.vqgan.run import evaluate_vqgan, train_vqgan
from mmdesk.training.vqgan.spec import VqganShape, VqganSpec
from tests.models.clip_folders import judge_folder
from tests.training.drawn import draw_folder

STEPS = 30
SHAPE = VqganShape(codes=32, embed_dim=8, z_channels=8, multiples=(1, 1, 2))


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny CLIP with random weights: what it sees of pictures is enough to tell them apart."""
    return judge_folder(tmp_path_factory.mktemp("judge") / "clip")


def a_spec(folder: Path, judge: Path, **changes: Any) -> VqganSpec:
    stage = StageSpec(batch=2, rate=4e-3, steps=STEPS, ema_decay=0.9)
    spec = VqganSpec(
        data=folder / "data", out=folder / "out", clip=judge,
        side=32, evaluated_side=32, codebook_from=0.2, discriminator_from=0.8, shape=SHAPE, stage=stage,
    )  # fmt: skip
    return replace(spec, **changes)


def to_the_end(steps: Generator[Any, None, VqganFigures]) -> tuple[list[Any], VqganFigures]:
    events = []
    while True:
        try:
            events.append(next(steps))
        except StopIteration as end:
            return events, end.value


@pytest.fixture(scope="module")
def trained(
    tmp_path_factory: pytest.TempPathFactory, judge: Path
) -> tuple[VqganSpec, list[Any], VqganFigures]:
    folder = tmp_path_factory.mktemp("vqgan")
    draw_folder(folder / "data", each=12)
    spec = a_spec(folder, judge)
    return spec, *to_the_end(train_vqgan(spec))


def test_pictures_come_back_better_and_better(trained: Any, tmp_path: Path) -> None:
    spec, _, figures = trained
    _, hardly = to_the_end(train_vqgan(replace(spec, out=tmp_path, stage=replace(spec.stage, steps=2))))
    assert figures.whole.psnr > hardly.whole.psnr + 1


def test_most_codes_are_used(trained: Any) -> None:
    figures = trained[2]
    assert figures.whole.used > 0.5
    assert figures.whole.pictures == sum(one.pictures for one in figures.sets.values()) > 0


def test_what_was_exported_paints(trained: Any, tmp_path: Path) -> None:
    spec, _, figures = trained
    model = load_vqgan(VqganFolder.read(spec.out), "cpu", tmp_path / "plans.json")
    pixels = torch.zeros(1, 3, 32, 48)
    assert model.decode(model.quantise(model.encode(pixels))).shape == pixels.shape
    again = evaluate_vqgan(spec.out, spec.data, spec.evaluated_side)
    assert again.document() == figures.document()


def test_a_finished_run_is_not_trampled_on(trained: Any) -> None:
    with pytest.raises(UserError, match="already holds a run"):
        next(train_vqgan(trained[0]))


def test_a_stopped_run_goes_on(tmp_path: Path, judge: Path) -> None:
    draw_folder(tmp_path / "data", each=4)
    spec = a_spec(tmp_path, judge)
    spec = replace(spec, stage=replace(spec.stage, steps=12))
    steps = train_vqgan(spec)
    ticks = 0
    for event in steps:
        ticks += getattr(event, "note", "") == "vqgan"
        if ticks == 5:
            break
    steps.close()
    assert (spec.out / "work" / "vqgan.safetensors").is_file()
    events, _ = to_the_end(train_vqgan(replace(spec, resume=True)))
    last = [event.step for event in events if isinstance(event, StageReport)][-1]
    assert last == 12
    assert (spec.out / "vqgan.safetensors").is_file()


def test_nothing_to_learn_from_gets_one_sentence(tmp_path: Path, judge: Path) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(UserError, match="nothing to train on"):
        list(train_vqgan(a_spec(tmp_path, judge)))
