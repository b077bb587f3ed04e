"""A painting by a Kandinsky opened from a spec, a model and pictures, and what it will take."""

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.core.errors import UserError
from mmdesk.core.painting.frame import Plan
from mmdesk.core.painting.kandinsky_settings import KandinskySettings
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import Size, centre_cropped, from_picture
from mmdesk.generation.kandinsky.denoising_run import DenoisingRun, KeptLatents, VectorsToPaint
from mmdesk.generation.kandinsky.painting import (
    SHOWN_EVERY,
    KandinskyPainting,
    with_room_for_decoder,
    with_room_for_prior,
)
from mmdesk.generation.kandinsky.prior_run import PriorRun
from mmdesk.generation.kandinsky.state import load_kandinsky_state
from mmdesk.generation.kandinsky.wishes import KandinskyWish, wish_of
from mmdesk.generation.lent_clips import LendClips, ranked_by_words
from mmdesk.generation.opening import ReadPicture, half, kept_part
from mmdesk.generation.plan import too_large
from mmdesk.models.kandinsky.loaded import KandinskyDecoder, LoadedKandinsky

TRIED = 256 * 256
"""Pixels of the largest picture that is tried at its own size."""

SHARES = (1 / 16, 1 / 4)
"""What is tried in place of a larger picture, in parts of its pixels."""

WORKING = 1000
"""Numbers a pixel that the U-Net has in memory beside its weights, for each row of its batch."""


def open_kandinsky_painting(
    spec: PaintSpec,
    lend: LendClips,
    model: LoadedKandinsky,
    pictures: ReadPicture,
    state: Path | None = None,
) -> KandinskyPainting:
    """The painting of `spec`, or what is left of it after `state`, a file that was saved of one.

    Raises UserError where the state is of another painting, and where there is not memory enough.
    """
    settings = kandinsky_settings_of(spec)
    wish = wish_of(spec, settings, pictures)
    refuse_too_large(spec, wish, model)
    rank = partial(ranked_by_words, spec.prompt, lend) if not settings.between else _as_they_are
    painting = KandinskyPainting(spec, settings, model, wish, rank, partial(_given, spec, settings, pictures))
    if state is not None:
        painting.go_on_from(load_kandinsky_state(state))
    return painting


def plan_kandinsky_painting(spec: PaintSpec, model: LoadedKandinsky, pictures: ReadPicture) -> Plan:
    """The cost of what `open_kandinsky_painting` opens, from a step of the prior and small ones.

    Raises UserError where there is not memory enough.
    """
    settings = kandinsky_settings_of(spec)
    wish = wish_of(spec, settings, pictures)
    refuse_too_large(spec, wish, model)
    seconds = _seconds_of_prior(settings, wish, model) + _seconds_of_decoder(spec, settings, wish, model)
    return Plan(seconds, _memory(spec, wish, model))


def kandinsky_settings_of(spec: PaintSpec) -> KandinskySettings:
    """The settings of this engine in `spec`, which has them."""
    if spec.kandinsky is None:
        raise ValueError("the spec is of another engine")
    return spec.kandinsky


def refuse_too_large(spec: PaintSpec, wish: KandinskyWish, model: LoadedKandinsky) -> None:
    """Raises UserError where painting `spec` takes more memory than is free, before anything is loaded."""
    here = (model.has_prior and model.prior_folder, model.has_decoder and model.folder)
    loaded = sum(model.bytes_of(folder) for folder in here if folder)
    refusal = too_large(max(0, _memory(spec, wish, model) - loaded))
    if refusal:
        raise UserError(*refusal)


def _memory(spec: PaintSpec, wish: KandinskyWish, model: LoadedKandinsky) -> int:
    """Bytes that painting `spec` takes, about: the larger of the two models, and what a step works with."""
    weights = max(model.bytes_of(model.folder), model.bytes_of(model.prior_folder))
    streams = wish.count * (2 if wish.settings.guidance > 1 else 1)
    return weights + WORKING * model.dtype.itemsize * spec.width * spec.height * streams


def _seconds_of_prior(settings: KandinskySettings, wish: KandinskyWish, model: LoadedKandinsky) -> float:
    if not wish.texts:
        return 0.0
    prior = with_room_for_prior(model).prior()
    began = time.perf_counter()
    run = PriorRun(
        prior, wish.texts, wish.unlike, settings.candidates, settings.prior_steps, torch.Generator()
    )
    run.go_on()
    return (time.perf_counter() - began) * settings.prior_steps


def _seconds_of_decoder(
    spec: PaintSpec, settings: KandinskySettings, wish: KandinskyWish, model: LoadedKandinsky
) -> float:
    """Seconds of all steps and pictures, where need be extrapolated by their pixels."""
    decoder, step = with_room_for_decoder(model).decoder(), model.folder.step
    pixels = spec.width * spec.height
    shares = (1.0,) if pixels <= TRIED else SHARES
    sizes = [
        Size(*(_multiple(side * share**0.5, step) for side in (spec.height, spec.width))) for share in shares
    ]
    trials = [_try(decoder, settings, wish.count, size) for size in sizes]
    counts = (settings.denoising_steps, wish.count + settings.denoising_steps // SHOWN_EVERY)
    known = [size.height * size.width for size in sizes]
    return sum(
        count * _extrapolated(known, [trial[which] for trial in trials], pixels)
        for which, count in enumerate(counts)
    )


def _try(
    decoder: KandinskyDecoder, settings: KandinskySettings, count: int, size: Size
) -> tuple[float, float]:
    """Seconds of a step at that size, and of one picture."""
    factor, nothing = decoder.folder.factor, torch.zeros(1, decoder.folder.vector)
    vectors = VectorsToPaint(nothing.expand(count, -1), nothing)
    cells = (size.height // factor, size.width // factor)
    run = DenoisingRun(
        decoder, vectors, cells, settings.denoising_steps, settings.guidance, torch.Generator()
    )
    began = time.perf_counter()
    run.go_on()
    stepped = time.perf_counter()
    decoder.pictures(run.foreseen[:1])
    return stepped - began, time.perf_counter() - stepped


def _extrapolated(known: Sequence[int], seconds: Sequence[float], pixels: int) -> float:
    """Seconds at so many `pixels`, on the line through those at the `known` numbers of them."""
    if len(known) == 1 or known[0] == known[-1]:
        return seconds[-1] * pixels / known[-1]
    slope = max(0.0, (seconds[-1] - seconds[0]) / (known[-1] - known[0]))
    return seconds[-1] + slope * (pixels - known[-1])


def _multiple(side: float, step: int) -> int:
    return max(step, round(side / step) * step)


def _given(
    spec: PaintSpec, settings: KandinskySettings, pictures: ReadPicture, decoder: KandinskyDecoder
) -> KeptLatents | None:
    """What is kept of the init image; None where there is none."""
    if spec.init is None:
        return None
    size, factor = Size(spec.height, spec.width), decoder.folder.factor
    start = centre_cropped(from_picture(pictures(spec.init)), size)
    kept = torch.zeros(1, 1, size.height // factor, size.width // factor)
    if spec.mask is not None:
        kept = (functional.avg_pool2d(kept_part(spec.mask, pictures, size), factor) > 0.5).float()
    else:
        kept[:, :, *half(settings.keep, *kept.shape[2:])] = 1
    return KeptLatents(decoder.latents(start), kept.to(decoder.device))


def _as_they_are(pictures: Tensor) -> Tensor:
    return pictures
