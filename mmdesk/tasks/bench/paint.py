"""How fast is it painted? Our loop against that of the notebooks, with models that have learned nothing."""

import os
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from mmdesk.core.errors import UserError
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.tasks.bench.doors import chosen_device, machine_facts, write_random_clip, write_random_vqgan
from mmdesk.tasks.bench.painters import Painter, Task, open_painter, our_way, plain_way
from mmdesk.tasks.bench.report import BenchReport, Ratio, Result

ROUNDS = 3
"""Steps of each way that are timed, in turn; the first of each, which makes ready, is not."""


@dataclass(frozen=True)
class _Figures:
    """Seconds of each step and MiB of either way."""

    ours: list[float]
    plain: list[float]
    ours_mb: float | None
    plain_mb: float | None
    dtype: str


def bench_paint(
    arch: str, clip: str, size: tuple[int, int], cutouts: int, device: str = "auto"
) -> BenchReport:
    """Paint a few steps of `size` (width, height) with a VQGAN `arch` and a CLIP `clip` of random weights.

    All steps are at the full size; a real painting begins at half of it. Raises UserError for unknown
    architectures.
    """
    if size[0] != size[1]:
        raise UserError("The plain way paints squares only; give a size like 256x256.")
    if os.path.basename(clip) != clip:
        raise UserError(f"There is no architecture {clip} in open_clip.")
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        here = Path(folder)
        write_random_vqgan(arch, here / "vqgan")
        write_random_clip(clip, here / "clip")
        spec = PaintSpec(
            "a rose", width=size[0], height=size[1], steps=ROUNDS + 2, cutouts=cutouts, coarse_to_fine=False
        )
        task = Task(spec, here / "vqgan", here / "clip", chosen_device(device), here / "plans.json")
        figures = _measure(task)
        return BenchReport(
            "paint", machine_facts(task.device, figures.dtype), _results(figures), _ratios(figures)
        )


def _measure(task: Task) -> _Figures:
    """Steps of both ways in turn."""
    with ExitStack() as stack:
        ours = stack.enter_context(open_painter(our_way, task))
        dtype = ours.wait_until_ready()
        plain = stack.enter_context(open_painter(plain_way, task))
        plain.wait_until_ready()
        seconds = _in_turn(ours, plain)
        return _Figures(*seconds, ours.end(), plain.end(), dtype)


def _in_turn(ours: Painter, plain: Painter) -> tuple[list[float], list[float]]:
    ours.step()
    plain.step()
    pairs = [(ours.step(), plain.step()) for _ in range(ROUNDS)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _results(figures: _Figures) -> tuple[Result, ...]:
    memory = (("peak_rss_mb", figures.ours_mb), ("plain_peak_rss_mb", figures.plain_mb))
    return (
        Result("seconds_per_step", median(figures.ours), "s"),
        Result("plain_seconds_per_step", median(figures.plain), "s"),
        *(Result(name, value, "MiB") for name, value in memory if value is not None),
    )


def _ratios(figures: _Figures) -> tuple[Ratio, ...]:
    return (Ratio("vs_plain", median(figures.plain) / median(figures.ours)),)
