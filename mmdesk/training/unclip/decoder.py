"""A whole run of a decoder: from pictures, of which nothing needs to be said, to a model folder."""

import copy
import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn

from mmdesk.core.errors import UserError
from mmdesk.core.progress import Progress
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.unclip.export import export_decoder
from mmdesk.models.unclip.folder import DecoderShape, ModelMark
from mmdesk.models.unclip.latents import LatentSpace
from mmdesk.models.unclip.network import LatentUNet
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.training.checkpoint import open_work
from mmdesk.training.pack import Example, read_examples, split_of
from mmdesk.training.stage import StageReport, TrainingStage
from mmdesk.training.unclip.crops import CropSource, Eyes, fitted_space, open_eyes, see_crops
from mmdesk.training.unclip.figures import FlowFigures, flow_figures, held_out_crops
from mmdesk.training.unclip.losses import DecoderLosses
from mmdesk.training.unclip.spec import DecoderSpec

Network = TypeVar("Network", bound=nn.Module)

DecoderSteps = Generator[Progress | StageReport | FlowFigures, None, FlowFigures]


def train_decoder(spec: DecoderSpec) -> DecoderSteps:
    """Train by `spec` and export to `spec.out`; returns the held-out figures.

    Closing it leaves crops and a checkpoint, from which a run with `resume` goes on. Raises UserError for
    data that cannot be used and for a folder that holds another run.
    """
    vqgan, clip = VqganFolder.read(spec.vqgan), ClipFolder.read(spec.clip)
    check_side(spec, vqgan)
    work = open_work(spec.out, spec.described(), resume=spec.resume)
    be_repeatable(spec.seed, spec.threads)
    yield Progress(0, None, "Reading pictures")
    examples = read_examples(spec.data)
    eyes = open_eyes(vqgan, clip, spec.device)
    source = CropSource(learned_from(examples, spec.data), spec.side, spec.seed)
    about = f"{spec.side}-{spec.seed}.safetensors"
    space = fitted_space(eyes, source, spec.patch, work / f"latents-{about}")
    crops = yield from see_crops(eyes, source, space, spec.crops, work / f"crops-{about}")
    network = _fresh_decoder(spec, space, crops.vectors.shape[1]).to(spec.device)
    stage = TrainingStage(
        "decoder", network, DecoderLosses(network, crops, spec), spec.stage, work / "decoder.safetensors"
    )
    with closing(stage.run()) as steps:
        yield from steps
    averaged = averaged_network(stage, network)
    mark = ModelMark(clip.name, clip.key)
    export_decoder(averaged, space, spec.side, mark, vqgan, spec.out)
    figures = _measured(averaged, space, eyes, examples, spec)
    (spec.out / "figures.json").write_text(json.dumps(figures.document(), indent=2) + "\n", "utf-8")
    yield figures
    return figures


def check_side(spec: DecoderSpec, vqgan: VqganFolder) -> None:
    """Raises UserError where the size of the pictures does not go up in what the decoder halves."""
    cell = 2 * spec.patch * vqgan.factor
    if spec.side % cell:
        raise UserError(f"The size must be a multiple of {cell} pixels.")


def be_repeatable(seed: int, threads: int | None) -> None:
    """Seed torch, and let it use so many threads."""
    torch.manual_seed(seed)
    if threads is not None:
        torch.set_num_threads(threads)


def learned_from(examples: tuple[Example, ...], data: Path) -> tuple[Example, ...]:
    """The training pictures among `examples`. Raises UserError where there are none."""
    learned = split_of(examples, "train")
    if not learned:
        raise UserError(f"All pictures in {data} are held out, so there are none to learn from.")
    return learned


def averaged_network(stage: TrainingStage, network: Network) -> Network:
    """A copy of `network`, which `stage` trained, with the average of its weights on the way."""
    averaged = copy.deepcopy(network)
    averaged.load_state_dict(stage.average)
    return averaged.eval()


def _fresh_decoder(spec: DecoderSpec, space: LatentSpace, vector: int) -> LatentUNet:
    sizes = spec.shape
    shape = DecoderShape(space.channels, vector, sizes.width, sizes.wide, sizes.blocks, sizes.heads)
    return LatentUNet(shape)


def _measured(
    network: LatentUNet, space: LatentSpace, eyes: Eyes, examples: tuple[Example, ...], spec: DecoderSpec
) -> FlowFigures:
    """Figures on held-out pictures; where none are held out, on those learned from."""
    crops = held_out_crops(eyes, space, split_of(examples, "dev") or examples, spec.side)
    return flow_figures(network, crops.components.float(), crops.vectors.float(), spec.device)
