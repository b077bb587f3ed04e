"""The door of this room: a painting opened from a spec, models and pictures."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import torch
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Plan
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import ImagePrompt, InitImage, Mask, PaintSpec
from mmdesk.core.paths import display_name
from mmdesk.generation.canvas import Size, centre_cropped, from_picture
from mmdesk.generation.clip_guide import ClipGuide, Target, open_guide
from mmdesk.generation.drawers.drawer import Drawer
from mmdesk.generation.drawers.fft import FftDrawer
from mmdesk.generation.drawers.lines import LinesDrawer
from mmdesk.generation.drawers.pixel import PixelDrawer
from mmdesk.generation.drawers.vqgan import VqganDrawer
from mmdesk.generation.noise import noise_picture
from mmdesk.generation.painting import Painting, SourceImages
from mmdesk.generation.plan import SPARED, TRIED, plan_of, too_large
from mmdesk.generation.run_file import load_run
from mmdesk.generation.state import PaintState
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.plan import EncodingPlan
from mmdesk.models.threads import keep_to_cores
from mmdesk.models.vqgan.loaded import LoadedVqgan

ReadPicture = Callable[[InitImage | ImagePrompt | Mask], FullPicture]
"""Gives the picture that a part of the spec names; a mask in grey or colour, white where it is marked."""


def open_painting(
    spec: PaintSpec,
    clips: Sequence[ClipEncoder],
    vqgan: LoadedVqgan | None,
    pictures: ReadPicture,
    state: Path | None = None,
) -> Painting:
    """The painting of `spec`, guided by `clips` (those it names, in its order) and drawn, where its engine
    is "vqgan", by `vqgan`. With `state`, a file of `save_run`, it goes on from there, by `spec`.

    Raises UserError where nothing is wished for, or the state is of another kind of painting.
    """
    saved = load_run(state).branched(spec) if state is not None else None
    return _opened(spec, _open_guides(spec, clips, pictures, saved), vqgan, pictures, saved)


def _opened(
    spec: PaintSpec,
    guides: Sequence[ClipGuide],
    vqgan: LoadedVqgan | None,
    pictures: ReadPicture,
    saved: PaintState | None = None,
) -> Painting:
    """The painting of `spec` with guides that know what it looks for."""
    random = torch.Generator().manual_seed(spec.seed)  # before anything is drawn from it
    device = guides[0].plan.device
    sources = _source_images(spec, pictures, random, device)
    return Painting(spec, _drawer(spec, vqgan, device), guides, sources, random, saved)


def plan_painting(
    spec: PaintSpec, clips: Sequence[ClipEncoder], vqgan: LoadedVqgan | None, pictures: ReadPicture
) -> Plan:
    """Cost in time and memory of what `open_painting` opens with the same arguments; takes a few steps."""
    guides = _open_guides(spec, clips, pictures, None)
    return plan_of(spec, partial(_opened, guides=guides, vqgan=vqgan, pictures=pictures))


def refuse_too_large(
    spec: PaintSpec, clips: Sequence[ClipEncoder], vqgan: LoadedVqgan | None, pictures: ReadPicture
) -> None:
    """Raises UserError where a step takes more memory than is free, even if it spares all it can.

    What is no larger than the pictures that are tried is not tried beforehand.
    """
    if spec.width * spec.height > TRIED:
        plan = plan_painting(spec, clips, vqgan, pictures)
        if too_large(round(SPARED * plan.memory_bytes)):
            raise UserError(*too_large(plan.memory_bytes))


def _open_guides(
    spec: PaintSpec, clips: Sequence[ClipEncoder], pictures: ReadPicture, saved: PaintState | None
) -> list[ClipGuide]:
    spec.refuse_no_wish()
    keep_to_cores()
    dtypes = saved.dtypes if saved is not None and saved.dtypes else (None,) * len(clips)
    guides = [
        open_guide(encoder, EncodingPlan(encoder.plan.device, dtype) if dtype else None)
        for encoder, dtype in zip(clips, dtypes, strict=True)
    ]
    prompts = [(prompt, from_picture(pictures(prompt))) for prompt in spec.image_prompts]
    return [guide.with_targets(_targets(spec, guide, prompts)) for guide in guides]


def _targets(
    spec: PaintSpec, guide: ClipGuide, prompts: Sequence[tuple[ImagePrompt, Tensor]]
) -> list[Target]:
    texts = [
        Target(part.text, guide.embed_text(part.text), part.weight, part.stop)
        for part in parse_prompt(spec.prompt)
    ]
    images = [
        Target(display_name(prompt.path), guide.embed_picture(picture), prompt.weight, prompt.stop)
        for prompt, picture in prompts
    ]
    return texts + images


def _drawer(spec: PaintSpec, vqgan: LoadedVqgan | None, device: str) -> Drawer:
    size = Size(spec.height, spec.width)
    if spec.engine == "vqgan":
        if vqgan is None:
            raise ValueError("the engine vqgan draws with a model, and none was given")
        return VqganDrawer.of(spec, size, vqgan)
    kinds = {"pixel": PixelDrawer, "fft": FftDrawer, "lines": LinesDrawer}
    return kinds[spec.engine].of(spec, size, device)  # type: ignore[attr-defined,no-any-return]


def _source_images(
    spec: PaintSpec, pictures: ReadPicture, random: torch.Generator, device: str
) -> SourceImages:
    size = Size(spec.height, spec.width)
    noise = noise_picture(spec.noise, size, random)
    if spec.init is None:
        return SourceImages(noise.to(device))
    start = centre_cropped(from_picture(pictures(spec.init)), size)
    kept = None if spec.mask is None else kept_part(spec.mask, pictures, size).to(device)
    return SourceImages(torch.lerp(noise, start, spec.init.strength).to(device), start.to(device), kept)


def kept_part(mask: Mask, pictures: ReadPicture, size: Size) -> Tensor:
    """Mask [1, 1, h, w], 1 where the start picture stays."""
    marked = centre_cropped(from_picture(pictures(mask)), size).mean(dim=1, keepdim=True)
    return marked if mask.mode == "freeze" else 1 - marked


def half(keep: str, rows: int, columns: int) -> tuple[slice, slice]:
    """The rows and columns of the half of that name."""
    half_rows, half_columns, all_of_it = rows // 2, columns // 2, slice(None)
    return {
        "top": (slice(half_rows), all_of_it),
        "bottom": (slice(rows - half_rows, rows), all_of_it),
        "left": (all_of_it, slice(half_columns)),
        "right": (all_of_it, slice(columns - half_columns, columns)),
    }[keep]
