"""A whole run: from a folder of pictures to a model folder."""

import copy
import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.progress import Progress
from mmdesk.models.plan_choice import low_precision
from mmdesk.models.vqgan.folder import CONFIG_NAME, WEIGHTS_NAME, VqganFolder
from mmdesk.models.vqgan.network import Vqgan, VQModel, load_vqgan_network
from mmdesk.training.checkpoint import open_work
from mmdesk.training.pack import read_examples, split_of
from mmdesk.training.stage import StageReport, TrainingStage
from mmdesk.training.vqgan.figures import VqganFigures, held_out_sets, measure
from mmdesk.training.vqgan.losses import TrainedParts, VqganLosses
from mmdesk.training.vqgan.perceptual_loss import PerceptualLoss
from mmdesk.training.vqgan.spec import VqganShape, VqganSpec
from mmdesk.training.vqgan.squares import SquareReader

EVALUATED_EVERY = 240.0
"""Seconds of training between two looks at held-out pictures."""


def train_vqgan(spec: VqganSpec) -> Generator[Progress | StageReport | VqganFigures, None, VqganFigures]:
    """Train by `spec` and export to `spec.out`; returns the held-out figures of what was exported.

    Closing it leaves a checkpoint, from which a run with `resume` goes on. Raises UserError for data that
    cannot be used and for a folder that holds another run.
    """
    work = open_work(spec.out, spec.described(), resume=spec.resume)
    torch.manual_seed(spec.seed)
    if spec.threads is not None:
        torch.set_num_threads(spec.threads)
    yield Progress(0, None, "Reading pictures")
    examples = read_examples(spec.data)
    held_out, learned = held_out_sets(examples, spec.evaluated), split_of(examples, "train")
    if not learned:
        raise UserError(f"All pictures in {spec.data} are held out, so there are none to learn from.")
    parts = TrainedParts(_fresh_model(spec.shape)).to(spec.device)
    with closing(SquareReader(learned, spec.stage.batch, spec.side, spec.seed, spec.device)) as squares:
        stage = _stage(spec, parts, squares, work)
        with closing(stage.run()) as steps:
            due = stage.spent + EVALUATED_EVERY
            for event in steps:
                yield event
                if isinstance(event, StageReport) and event.seconds >= due and parts.codebook.has_begun:
                    due = event.seconds + EVALUATED_EVERY
                    yield measure(_averaged(stage, parts), held_out, spec.evaluated_side, spec.device)
    export(_averaged(stage, parts), spec.shape, spec.out)
    figures = evaluate_vqgan(spec.out, spec.data, spec.evaluated_side, spec.device)
    (spec.out / "figures.json").write_text(json.dumps(figures.document(), indent=2) + "\n", encoding="utf-8")
    yield figures
    return figures


def evaluate_vqgan(folder: Path, data: Path, side: int, device: str = "cpu") -> VqganFigures:
    """The figures of the model in `folder` on the held-out pictures of `data`.

    Raises UserError for a folder that is no VQGAN and for data without held-out pictures.
    """
    sets = held_out_sets(read_examples(data))
    return measure(load_vqgan_network(VqganFolder.read(folder)).to(device), sets, side, device)


def export(model: Vqgan, shape: VqganShape, out: Path) -> None:
    """Write the model folder `out`, weights in fp16."""
    (out / CONFIG_NAME).write_text(json.dumps(shape.config(), indent=2) + "\n", encoding="utf-8")
    weights = {name: tensor.cpu().half().contiguous() for name, tensor in model.state_dict().items()}
    with replacing(out / WEIGHTS_NAME) as part:
        save_file(weights, part)


def _fresh_model(shape: VqganShape) -> VQModel:
    config: dict[str, Any] = shape.config()
    return VQModel(config["ddconfig"], config["embed_dim"], config["n_embed"])


def _stage(spec: VqganSpec, parts: TrainedParts, squares: SquareReader, work: Path) -> TrainingStage:
    half = torch.bfloat16 if "bfloat16" in low_precision(spec.device) else None
    losses = VqganLosses(parts, squares, PerceptualLoss(spec.clip, spec.device, half), spec, half)
    others = [parts.discriminator.optimiser]
    return TrainingStage("vqgan", parts, losses, spec.stage, work / "vqgan.safetensors", others=others)


def _averaged(stage: TrainingStage, parts: TrainedParts) -> VQModel:
    """A copy of the model with averaged weights.

    The codes are a running mean already; averaged once more, those revived would lie between two places.
    """
    model, prefix = copy.deepcopy(parts.model), "model."
    model.load_state_dict(
        {name.removeprefix(prefix): one for name, one in stage.average.items() if name.startswith(prefix)}
    )
    model.codebook.data.copy_(parts.model.codebook)
    return model.eval()
