"""The speed of painting: our loop against that of the notebooks, with models that have learned nothing."""

import os
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from mmdesk.benchmark.bench_process import BenchProcess, bench_process
from mmdesk.benchmark.paint_loops import PaintTask, notebook_steps, program_steps
from mmdesk.benchmark.random_clip import write_random_clip
from mmdesk.benchmark.random_vqgan import write_random_vqgan
from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.stopwatch import differ
from mmdesk.core.errors import UserError
from mmdesk.core.painting.spec import Augmentation, PaintSpec
from mmdesk.models.device import choose_device

ROUNDS = 3
"""Steps of each way that are timed in each third, in a row; one before them makes ready, and is not."""

STAGES = 3
"""Thirds of a painting: ours is at half its size in the first two."""

SAME: tuple[Augmentation, ...] = ("grain",)
"""What either way does to its cutouts; ours would do more."""


@dataclass(frozen=True)
class _Turns:
    """Seconds of steps done by one way and then by the other, within one third of a painting."""

    ours: list[float]
    plain: list[float]


@dataclass(frozen=True)
class _Figures:
    """The thirds of a painting, coarse to fine, and MiB of either way."""

    stages: list[_Turns]
    ours_mb: float | None
    plain_mb: float | None
    dtype: str

    @property
    def ours(self) -> float:
        """Seconds a step of a whole painting."""
        return mean(median(turns.ours) for turns in self.stages)

    @property
    def ours_at_full_size(self) -> float:
        """Seconds a step of the last third alone."""
        return median(self.stages[-1].ours)

    @property
    def plain(self) -> float:
        """Seconds a step: all of them are at the full size."""
        return median(seconds for turns in self.stages for seconds in turns.plain)

    @property
    def is_noisy(self) -> bool:
        """Whether the plain way's turns differ much."""
        return differ([median(turns.plain) for turns in self.stages])


def bench_paint(
    arch: str, clip: str, size: tuple[int, int], cutouts: int, device: str = "auto"
) -> BenchReport:
    """Paint a few steps of `size` (width, height) with a VQGAN `arch` and a CLIP `clip` of random weights.

    Ours paints as it always does, two of three steps at half the size; what a step at the full
    size takes is told beside it. Raises UserError for unknown architectures.
    """
    if size[0] != size[1]:
        raise UserError("The plain way paints squares only; give a size like 256x256.")
    if os.path.basename(clip) != clip:
        raise UserError(f"There is no architecture {clip} in open_clip.")
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        here = Path(folder)
        write_random_vqgan(arch, here / "vqgan")
        write_random_clip(clip, here / "clip")
        steps = STAGES * (ROUNDS + 1)
        spec = PaintSpec(
            "a rose", width=size[0], height=size[1], steps=steps, cutouts=cutouts, augmentations=SAME
        )
        task = PaintTask(spec, here / "vqgan", here / "clip", choose_device(device), here / "plans.json")
        figures = _measure(task)
        machine = MachineFacts.here(task.device, figures.dtype)
        return BenchReport("paint", machine, _results(figures), _ratios(figures), figures.is_noisy)


def _measure(task: PaintTask) -> _Figures:
    """Steps of both ways in turn."""
    with ExitStack() as stack:
        ours = stack.enter_context(bench_process(program_steps, task))
        dtype = ours.wait_until_ready()
        plain = stack.enter_context(bench_process(notebook_steps, task))
        plain.wait_until_ready()
        stages = [_in_turn(ours, plain) for _ in range(STAGES)]
        return _Figures(stages, ours.end(), plain.end(), dtype)


def _in_turn(ours: BenchProcess, plain: BenchProcess) -> _Turns:
    """One third of ours, and as many steps of the other."""
    return _Turns(_in_a_row(ours), _in_a_row(plain))


def _in_a_row(worker: BenchProcess) -> list[float]:
    """The first step after the other way's finds caches and memory cold, as no painting does but once."""
    worker.step()
    return [worker.step() for _ in range(ROUNDS)]


def _results(figures: _Figures) -> tuple[Result, ...]:
    memory = (("peak_rss_mb", figures.ours_mb), ("plain_peak_rss_mb", figures.plain_mb))
    return (
        Result("seconds_per_step", figures.ours, "s"),
        Result("seconds_per_full_step", figures.ours_at_full_size, "s"),
        Result("plain_seconds_per_step", figures.plain, "s"),
        *(Result(name, value, "MiB") for name, value in memory if value is not None),
    )


def _ratios(figures: _Figures) -> tuple[Ratio, ...]:
    return (
        Ratio("vs_plain", figures.plain / figures.ours),
        Ratio("vs_plain_at_full_size", figures.plain / figures.ours_at_full_size),
    )
