"""Short runs on pictures drawn by code, bound by steps: no slower machine learns less."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from mmdesk.core.errors import UserError
from mmdesk.core.places import builtin_models
from mmdesk.models.unclip.folder import DecoderShape, PriorShape, UnclipFolder
from mmdesk.models.unclip.latents import fit_latent_space
from mmdesk.models.unclip.loaded import load_unclip
from mmdesk.training.spec import StageSpec
from mmdesk.training.unclip.decoder import train_decoder
from mmdesk.training.unclip.figures import FlowFigures
from mmdesk.training.unclip.prior import train_prior
from mmdesk.training.unclip.spec import DecoderSpec, PriorSpec
from mmdesk.training.unclip.trial import evaluate_unclip
from tests.models.clip_folders import judge_folder
from tests.training.drawn import draw_folder

STAGE = StageSpec(batch=16, rate=3e-3, steps=60, ema_decay=0.9)


@dataclass(frozen=True)
class Trained:
    """A decoder with its prior, and the figures of both."""

    decoder: DecoderSpec
    prior: PriorSpec
    figures: tuple[FlowFigures, FlowFigures]


def to_the_end(steps: Generator[Any, None, Any]) -> Any:
    """What was returned."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Sixty steps each, on the latents of the starter VQGAN and the vectors of a tiny random CLIP."""
    folder = tmp_path_factory.mktemp("unclip")
    draw_folder(folder / "data", each=6)
    clip = judge_folder(folder / "clip")
    decoder = DecoderSpec(
        data=folder / "data", out=folder / "out", vqgan=builtin_models() / "starter-vqgan", clip=clip,
        side=32, crops=60,
        shape=DecoderShape(width=16, wide=16, blocks=1, heads=2), stage=STAGE,
    )  # fmt: skip
    prior = PriorSpec(
        data=folder / "data",
        decoder=folder / "out",
        clip=clip,
        crops=60,
        shape=PriorShape(0, 32, 1),
        stage=STAGE,
    )
    return Trained(decoder, prior, (to_the_end(train_decoder(decoder)), to_the_end(train_prior(prior))))


def test_a_run_ends_in_a_folder_that_paints(trained: Trained, tmp_path: Path) -> None:
    """A decoder that foretells better than nothing, a prior, and the VQGAN."""
    folder = UnclipFolder.read(trained.decoder.out)
    assert (folder.side, folder.clip.name, folder.prior is not None) == (32, "clip", True)
    errors = [one.told for one in trained.figures]
    assert errors[0] < 2  # noise and data, both of variance one, are two apart
    assert errors[1] < 1.7
    model = load_unclip(folder, "cpu", tmp_path / "plans.json")
    random = torch.Generator().manual_seed(0)
    vectors = model.image_vectors(torch.eye(16)[:3], random)
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(3))
    assert model.pictures(model.noise(2, 32, 64, random)).shape == (2, 3, 64, 32)
    with pytest.raises(UserError, match="already holds a run"):
        next(train_decoder(trained.decoder))


def test_a_stopped_run_goes_on_and_comes_to_the_same_weights(trained: Trained, tmp_path: Path) -> None:
    """Stopped among the crops, and again among the steps."""
    spec = replace(trained.decoder, out=tmp_path / "out", resume=True)
    for wanted in ("Encoding crops", "decoder"):
        steps = train_decoder(spec)
        ticks = 0
        for event in steps:
            ticks += getattr(event, "note", "") == wanted
            if ticks == 3:
                break
        steps.close()
    to_the_end(train_decoder(spec))
    ours, theirs = (load_file(one.out / "unclip.safetensors") for one in (spec, trained.decoder))
    for name, weight in theirs.items():
        torch.testing.assert_close(ours[name], weight)


def test_components_say_all_that_is_in_a_latent() -> None:
    """Channels that depend on each other are as many numbers as they have in truth."""
    random = torch.Generator().manual_seed(0)
    few = torch.randn(8, 2, 6, 4, generator=random)
    latents = torch.einsum("nkhw,ke->nehw", few, torch.randn(2, 7, generator=random)) + 3
    space = fit_latent_space(latents, 2)
    assert space.channels == 2 * 4
    components = space.reduce(latents)
    assert components.shape == (8, 8, 3, 2)
    torch.testing.assert_close(space.restore(components), latents, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(components.std(), torch.tensor(1.0), rtol=0.05, atol=0)


def test_a_model_is_put_to_the_test(trained: Trained) -> None:
    """All figures are shares or cosines; a model is only judged by the CLIP it knows."""
    folder = UnclipFolder.read(trained.decoder.out)
    document = to_the_end(
        evaluate_unclip(folder, trained.decoder.clip, trained.decoder.data, "cpu", 1)
    ).document()
    assert document.pop("seeds") == 1
    assert all(-1 <= value <= 1 for value in document.values())
    other = replace(folder, clip=replace(folder.clip, key="clip-00000000"))
    with pytest.raises(UserError, match="knows the vectors of the CLIP clip alone"):
        next(evaluate_unclip(other, trained.decoder.clip, trained.decoder.data, "cpu", 1))
