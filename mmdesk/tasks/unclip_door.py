"""The door to torch of what concerns unCLIP; see `torch_door`."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmdesk.models.quiet_import import importing_quietly

if TYPE_CHECKING:
    from mmdesk.core.painting.frame import Plan
    from mmdesk.core.painting.spec import PaintSpec
    from mmdesk.core.progress import Progress
    from mmdesk.generation.opening import ReadPicture
    from mmdesk.generation.under_way import PaintingUnderWay
    from mmdesk.models.clip_encoder import ClipEncoder
    from mmdesk.models.unclip.folder import UnclipFolder
    from mmdesk.models.unclip.loaded import LoadedUnclip
    from mmdesk.tasks.training_requests import DecoderTrainingRequest, PriorTrainingRequest
    from mmdesk.training.unclip.figures import FlowFigures
    from mmdesk.training.unclip.trial import UnclipFigures


def load_unclip(folder: UnclipFolder, device: str, plans: Path) -> LoadedUnclip:
    """The unCLIP in `folder`, ready to paint on `device`. Raises UserError."""
    with importing_quietly():
        from mmdesk.models.device import choose_device
        from mmdesk.models.unclip.loaded import load_unclip as load

    return load(folder, choose_device(device), plans)


def open_unclip_painting(
    spec: PaintSpec,
    clips: Sequence[ClipEncoder],
    model: LoadedUnclip,
    pictures: ReadPicture,
    state: Path | None = None,
) -> PaintingUnderWay:
    """The painting of `spec` by the engine unclip, or what is left of it after `state`. Raises UserError."""
    with importing_quietly():
        from mmdesk.generation.unclip.opening import open_unclip_painting as open_it

    return open_it(spec, clips, model, pictures, state)


def plan_unclip_painting(
    spec: PaintSpec, clips: Sequence[ClipEncoder], model: LoadedUnclip, pictures: ReadPicture
) -> Plan:
    """Time and memory that painting `spec` would take, from a step of it. Raises UserError."""
    with importing_quietly():
        from mmdesk.generation.unclip.opening import plan_unclip_painting as plan

    return plan(spec, clips, model, pictures)


def train_decoder(
    request: DecoderTrainingRequest, vqgan: Path, clip: Path
) -> Generator[Any, None, FlowFigures]:
    """Steps of a training run on latents of `vqgan` and vectors of `clip`; returns the held-out figures.

    Raises UserError.
    """
    from mmdesk.models.device import choose_device
    from mmdesk.training.unclip.decoder import train_decoder as train
    from mmdesk.training.unclip.spec import DecoderSpec

    spec = DecoderSpec(
        data=request.data,
        out=request.out,
        vqgan=vqgan,
        clip=clip,
        resume=request.resume,
        device=choose_device(request.device),
        threads=request.threads,
        side=request.side,
        crops=request.crops,
    )
    return train(replace(spec, stage=replace(spec.stage, seconds=request.minutes * 60)))


def train_prior(request: PriorTrainingRequest, clip: Path) -> Generator[Any, None, FlowFigures]:
    """Steps of a training run for a decoder; returns the held-out figures. Raises UserError."""
    from mmdesk.models.device import choose_device
    from mmdesk.training.unclip.prior import train_prior as train
    from mmdesk.training.unclip.spec import PriorSpec

    spec = PriorSpec(
        data=request.data,
        decoder=request.decoder,
        clip=clip,
        resume=request.resume,
        device=choose_device(request.device),
        threads=request.threads,
        crops=request.crops,
    )
    return train(replace(spec, stage=replace(spec.stage, seconds=request.minutes * 60)))


def evaluate_decoder(
    folder: UnclipFolder, clip: Path, data: Path, device: str, seeds: int
) -> Generator[Progress, None, UnclipFigures]:
    """Figures of the unCLIP in `folder`, judged by the CLIP in the folder `clip`. Raises UserError."""
    from mmdesk.models.device import choose_device
    from mmdesk.training.unclip.trial import evaluate_unclip as evaluate

    return evaluate(folder, clip, data, choose_device(device), seeds)
