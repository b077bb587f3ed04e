"""Whether pictures show what they were asked to show: ten prompts, painted by several engines.

A CLIP looks at all of them at the size they have: is the picture of a prompt, among the ten that its engine
painted, the nearest to it? That flatters engines that were led by the CLIP, or whose candidates it chose.
"""

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, median

import torch

from mmdesk.benchmark.engine_specs import usual_spec
from mmdesk.benchmark.picture_sheet import draw_sheet
from mmdesk.benchmark.report import BenchReport, MachineFacts, Result
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.painting.trial_prompts import TRIAL_PROMPTS
from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.generation.canvas import from_picture
from mmdesk.generation.tokens.judging import picture_vectors
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.device import choose_device
from mmdesk.tasks.clip_model import DEFAULT_MODEL, ClipModel
from mmdesk.tasks.painting.active_painting import borrowed
from mmdesk.tasks.painting.models import PaintingModels


@dataclass(frozen=True)
class PictureWishes:
    """Engines to paint with, seeds of each, and candidates of those that have any (None: as usual)."""

    engines: tuple[str, ...]
    seeds: int = 1
    candidates: int | None = None


@dataclass(frozen=True)
class PaintedPrompts:
    """The picture of each prompt that `engine` painted with one seed, and seconds of each."""

    engine: str
    seed: int
    pictures: tuple[FullPicture, ...]
    seconds: tuple[float, ...]


def bench_pictures(
    wishes: PictureWishes, places: Places, device: str, sheet: Path | None = None
) -> Generator[Progress, None, BenchReport]:
    """Paint and judge; the pictures of the first seed go to the file `sheet`, a row of each engine.

    Raises UserError for an engine that has no model.
    """
    device = choose_device(device)
    clip = ClipModel(places, DEFAULT_MODEL, device)
    models = PaintingModels(places, clip, device)
    specs = [usual_spec(TRIAL_PROMPTS[0], engine, places, wishes.candidates) for engine in wishes.engines]
    painted = yield from _painted(models, specs, wishes.seeds)
    if sheet is not None:
        rows = {one.engine: one.pictures for one in painted if one.seed == 0}
        draw_sheet(rows, TRIAL_PROMPTS, sheet)
    clip.load()
    with borrowed([clip]) as (encoder,):
        results = [one for engine in wishes.engines for one in _figures(encoder, engine, painted)]
    return BenchReport("pictures", MachineFacts.here(device, "float32"), tuple(results))


def _painted(
    models: PaintingModels, specs: Sequence[PaintSpec], seeds: int
) -> Generator[Progress, None, list[PaintedPrompts]]:
    painted = []
    turns = [(spec, seed) for spec in specs for seed in range(seeds)]
    for number, (spec, seed) in enumerate(turns):
        pictures = []
        for place, prompt in enumerate(TRIAL_PROMPTS):
            yield Progress(number * len(TRIAL_PROMPTS) + place, len(turns) * len(TRIAL_PROMPTS), spec.engine)
            pictures.append(_paint(models, replace(spec, prompt=prompt, seed=seed)))
        painted.append(PaintedPrompts(spec.engine, seed, *map(tuple, zip(*pictures, strict=True))))
    return painted


def _paint(models: PaintingModels, spec: PaintSpec) -> tuple[FullPicture, float]:
    """The picture of `spec`, and how long it took with all models at hand."""
    painting = models.open(models.settled(spec))
    began = time.perf_counter()
    for _ in painting.steps():
        pass
    picture = painting.picture()
    return picture, time.perf_counter() - began


def _figures(encoder: ClipEncoder, engine: str, painted: Sequence[PaintedPrompts]) -> list[Result]:
    own = [one for one in painted if one.engine == engine]
    return [
        Result(f"{engine}_own_first", mean(_own_first(encoder, one.pictures) for one in own), "share"),
        Result(f"{engine}_seconds", median(took for one in own for took in one.seconds), "s"),
    ]


def _own_first(encoder: ClipEncoder, pictures: Sequence[FullPicture]) -> float:
    """Share of prompts to which their own picture, the one at the same place, is the nearest."""
    said = torch.from_numpy(encoder.encode_texts(TRIAL_PROMPTS))
    seen = picture_vectors(encoder, torch.cat([from_picture(one) for one in pictures]))
    nearest = (said @ seen.T).argmax(1)
    return float((nearest == torch.arange(len(TRIAL_PROMPTS))).float().mean())
