"""A painting by unCLIP opened from a spec, a model and pictures, and what it will take."""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Plan
from mmdesk.core.painting.spec import ImagePrompt, InitImage, Mask, PaintSpec
from mmdesk.core.painting.unclip_settings import UnclipSettings
from mmdesk.generation.canvas import Size, centre_cropped, from_picture
from mmdesk.generation.opening import ReadPicture, half, kept_part, open_painting, plan_painting
from mmdesk.generation.painting import Painting
from mmdesk.generation.plan import too_large
from mmdesk.generation.tokens.judging import prompt_scores
from mmdesk.generation.tokens.opening import BYTES, DECODING
from mmdesk.generation.unclip.flow_run import FlowRun, GivenPart
from mmdesk.generation.unclip.painting import UnclipPainting
from mmdesk.generation.unclip.state import load_unclip_state
from mmdesk.generation.unclip.wishes import VectorWish, clip_of, vectors_of, wish_of
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.unclip.folder import UnclipFolder
from mmdesk.models.unclip.loaded import LoadedUnclip

SAMPLE = InitImage(b"sample")
"""Stands for the sample where VQGAN+CLIP goes on from it."""


def open_unclip_painting(
    spec: PaintSpec,
    clips: Sequence[ClipEncoder],
    model: LoadedUnclip,
    pictures: ReadPicture,
    state: Path | None = None,
) -> UnclipPainting:
    """The painting of `spec`, or what is left of it after `state`, a file that was saved of one.

    Raises UserError where the state is of another kind of painting, and where none of `clips` is the one
    whose vectors the model knows.
    """
    unclip, clip = unclip_settings_of(spec), clip_of(clips, model.folder)
    random = torch.Generator().manual_seed(spec.seed)
    wish = wish_of(spec, unclip, clip, model, pictures, random)
    painting = UnclipPainting(
        spec,
        model,
        _flow(spec, unclip, wish, model, pictures, random),
        partial(_ranked, spec=spec, wish=wish, clip=clip, clips=clips),
        is_way=wish.is_way,
        finish=partial(_go_on, spec, clips, model, pictures, None) if unclip.finish else None,
    )
    return painting if state is None else _restored(painting, spec, clips, model, pictures, state)


def plan_unclip_painting(
    spec: PaintSpec, clips: Sequence[ClipEncoder], model: LoadedUnclip, pictures: ReadPicture
) -> Plan:
    """The cost of what `open_unclip_painting` opens; a step is tried, and some of what goes on from it."""
    unclip = unclip_settings_of(spec)
    painting, began = open_unclip_painting(spec, clips, model, pictures), time.perf_counter()
    painting.replay(1)
    seconds = (time.perf_counter() - began) * unclip.flow_steps
    memory = BYTES * model.folder.parameters + DECODING * spec.width * spec.height
    if unclip.finish:
        further = plan_painting(
            _finish_spec(spec), clips, model.vqgan, _with_sample(painting.sample(), pictures)
        )
        seconds, memory = seconds + further.seconds, max(memory, further.memory_bytes)
    return Plan(seconds, memory, " ".join(too_large(memory)))


def unclip_settings_of(spec: PaintSpec) -> UnclipSettings:
    """The settings of this engine in `spec`, which has them."""
    if spec.unclip is None:
        raise ValueError("the spec is of another engine")
    return spec.unclip


def sample_size(spec: PaintSpec, folder: UnclipFolder) -> Size:
    """The size in which `spec` is sampled: its aspect, about, with the short side that the model learned."""
    step = 2 * folder.cell
    scale = folder.side / min(spec.width, spec.height)
    height, width = (max(step, round(side * scale / step) * step) for side in (spec.height, spec.width))
    return Size(height, width)


def _flow(
    spec: PaintSpec,
    unclip: UnclipSettings,
    wish: VectorWish,
    model: LoadedUnclip,
    pictures: ReadPicture,
    random: torch.Generator,
) -> FlowRun:
    """The flow from noise; pictures of a way begin with the same."""
    size, count = sample_size(spec, model.folder), len(wish.vectors)
    noise = model.noise(1 if wish.is_way else count, size.width, size.height, random)
    return FlowRun(
        model.decoder,
        noise.expand(count, -1, -1, -1),
        wish.vectors.to(model.device),
        unclip.flow_steps,
        1.0 if wish.is_any else unclip.guidance,
        _given(spec, unclip, model, pictures, size),
    )


def _given(
    spec: PaintSpec, unclip: UnclipSettings, model: LoadedUnclip, pictures: ReadPicture, size: Size
) -> GivenPart | None:
    """What is kept of the init image; None where there is none."""
    if spec.init is None:
        return None
    start = centre_cropped(from_picture(pictures(spec.init)), size)
    cell = model.folder.cell
    kept = torch.zeros(1, 1, size.height // cell, size.width // cell, dtype=torch.bool)
    if spec.mask is not None:
        kept = functional.avg_pool2d(kept_part(spec.mask, pictures, size), cell) > 0.5
    else:
        kept[:, :, *half(unclip.keep, *kept.shape[2:])] = True
    return GivenPart(model.components(start), kept.to(model.device))


def _ranked(
    samples: Tensor, spec: PaintSpec, wish: VectorWish, clip: ClipEncoder, clips: Sequence[ClipEncoder]
) -> Tensor:
    """`samples` as they are liked: by the words where words were wished for, else by the vectors."""
    if len(samples) == 1 or wish.is_way or wish.is_any:
        return samples
    if wish.is_of_words:
        scores = prompt_scores(clips, spec.prompt, samples)
    else:
        scores = (vectors_of(clip, samples) * wish.vectors).sum(1)
    return samples[scores.argsort(descending=True, stable=True).to(samples.device)]


def _restored(
    painting: UnclipPainting,
    spec: PaintSpec,
    clips: Sequence[ClipEncoder],
    model: LoadedUnclip,
    pictures: ReadPicture,
    state: Path,
) -> UnclipPainting:
    """`painting` as far as `state` says."""
    saved, unclip = load_unclip_state(state), unclip_settings_of(spec)
    if saved is not None:
        saved.check_fits(spec)
        painting.replay(saved.step)
        return painting
    painting.replay(unclip.flow_steps)
    painting.finish_with(partial(_go_on, spec, clips, model, pictures, state))
    return painting


def _go_on(
    spec: PaintSpec,
    clips: Sequence[ClipEncoder],
    model: LoadedUnclip,
    pictures: ReadPicture,
    state: Path | None,
    sample: FullPicture,
) -> Painting:
    """VQGAN+CLIP going on from `sample`, or from `state`."""
    return open_painting(_finish_spec(spec), clips, model.vqgan, _with_sample(sample, pictures), state)


def _finish_spec(spec: PaintSpec) -> PaintSpec:
    return replace(
        spec, engine="vqgan", unclip=None, init=SAMPLE, mask=None, steps=unclip_settings_of(spec).finish
    )


def _with_sample(sample: FullPicture, pictures: ReadPicture) -> ReadPicture:
    """`pictures`, and `sample` among them."""

    def read(part: InitImage | ImagePrompt | Mask) -> FullPicture:
        return sample if part == SAMPLE else pictures(part)

    return read
