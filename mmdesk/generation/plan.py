"""The cost of a painting, said before it begins: from two steps at each size it goes through.

A large size is not tried itself: what three smaller ones take is extrapolated by their pixels. The cutouts
cost the same at every size, so all of them are tried at the smallest only.

Time is measured. Memory on the processor, of which torch keeps no peak, is counted: autograd tells what the
forward pass saves for the backward pass, and that is most of what a step takes.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import islice

import torch
from torch import Tensor

from mmdesk.core.language import tr
from mmdesk.core.painting.frame import Frame, Notice, Plan
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.free_memory import free_memory
from mmdesk.generation.memory_budget import FEWEST
from mmdesk.generation.painting import Painting
from mmdesk.generation.stages import coarse_steps, stage_cutouts, stage_size

TRIED = 256 * 256
"""Pixels of the largest picture that is tried."""

SHARES = (0.25, 0.5, 1.0)
"""What is tried in place of a larger picture, in parts of `TRIED`."""

STEP = 32
"""Sides, in pixels, of which every model can draw multiples."""

SPARED = 0.25
"""Share of a step's memory below which it hardly comes by smaller bites and gradient checkpointing."""

WORK_SPACE = 1.5
"""Peak of a step over what is saved for its backward pass: gradients and scratch memory come on top."""


def plan_of(spec: PaintSpec, open_painting: Callable[[PaintSpec], Painting]) -> Plan:
    """The plan for `spec`, painted by what `open_painting` opens. Takes seconds, whatever the size, and no
    more memory than a picture of `TRIED` pixels.

    Raises UserError where not even the smallest step fits into memory.
    """
    coarse = coarse_steps(spec)
    wanted = _trial_spec(spec, coarse)
    fine = _cost(wanted, open_painting)
    trials = [(fine.of(wanted), spec.steps - coarse)]
    if coarse:
        trials.append((_coarse_trial(_trial_spec(spec, 0), fine, open_painting), coarse))
    memory = max(trial.memory for trial, _ in trials)
    notes = [note for trial, _ in trials for note in trial.notes]
    return Plan(
        seconds=sum(trial.seconds * steps for trial, steps in trials),
        memory_bytes=memory,
        note=" ".join(dict.fromkeys([*notes, *too_large(memory)])),
    )


def too_large(memory: int) -> list[str]:
    """A sentence where `memory` bytes are more than there are, with what to do; else nothing."""
    free = free_memory()
    if memory <= free:
        return []
    return [
        tr(
            "This painting takes about {memory:.0f} GB of memory, and {free:.1f} GB are free; "
            "choose a smaller size or another engine.",
            memory=memory / 1e9,
            free=free / 1e9,
        )
    ]


def _cost(spec: PaintSpec, open_painting: Callable[[PaintSpec], Painting]) -> "_Cost":
    """What steps of `spec` take: tried, or at smaller sizes where it is larger than what is tried."""
    if spec.width * spec.height <= TRIED:
        return _Cost([spec], [_try(open_painting(spec), 2)])
    few = replace(spec, cutouts=min(FEWEST, spec.cutouts))
    tried = [_with_pixels(few, round(TRIED * share)) for share in SHARES]
    if few != spec:
        tried.append(replace(tried[0], cutouts=spec.cutouts))
    counts = [2, 1, 1, 1]  # torch is warm after the first step
    trials = [_try(open_painting(small), count) for small, count in zip(tried, counts, strict=False)]
    return _Cost(tried, trials)


def _coarse_trial(spec: PaintSpec, fine: "_Cost", open_painting: Callable[[PaintSpec], Painting]) -> "_Trial":
    """What a step of `spec` takes, which is a coarse one of the painting that takes `fine`."""
    if spec.width * spec.height <= TRIED:
        return _try(open_painting(spec), 2)
    return fine.of(spec)


def _with_pixels(spec: PaintSpec, pixels: int) -> PaintSpec:
    """`spec` at about the same shape with about so many pixels, both sides multiples of `STEP`."""
    scale = math.sqrt(pixels / (spec.width * spec.height))
    shorter = max(STEP, STEP * int(min(spec.width, spec.height) * scale / STEP))
    longer = max(STEP, STEP * (pixels // shorter // STEP))
    is_wide = spec.width >= spec.height
    width, height = (longer, shorter) if is_wide else (shorter, longer)
    return replace(spec, width=width, height=height)


def _along_line(pixels: tuple[int, int], costs: tuple[float, float], at: int) -> float:
    """The cost at `at` pixels on the line through two; never less than the greater, though time is measured
    with noise.
    """
    (first, last), (low, high) = pixels, costs
    return max(low, high) + max(0.0, high - low) / (last - first) * (at - last)


def _along_curve(pixels: Sequence[int], costs: Sequence[float], at: int) -> float:
    """The cost at `at` pixels on the parabola through three: the last one tells whether it grows faster than
    the pixels do, as that of attention does (Newton's divided differences).
    """
    rises = [(costs[i + 1] - costs[i]) / (pixels[i + 1] - pixels[i]) for i in range(2)]
    bend = max(0.0, (rises[1] - rises[0]) / (pixels[2] - pixels[0]))
    return costs[0] + max(0.0, rises[0]) * (at - pixels[0]) + bend * (at - pixels[0]) * (at - pixels[1])


def _trial_spec(spec: PaintSpec, step: int) -> PaintSpec:
    """Steps like the one after `step` others. They are more than are tried: the last one draws once more."""
    size = stage_size(spec, step)
    return replace(
        spec,
        width=size.width,
        height=size.height,
        steps=3,
        cutouts=stage_cutouts(spec, step, spec.cutouts),
        coarse_to_fine=False,
    )


@dataclass(frozen=True)
class _Trial:
    """Seconds of a step, its peak memory in bytes, and what was said meanwhile."""

    seconds: float
    memory: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Cost:
    """What steps take at one size; or at three with few cutouts, and at the smallest with all of them."""

    tried: Sequence[PaintSpec]
    trials: Sequence[_Trial]

    def of(self, spec: PaintSpec) -> _Trial:
        """A step of `spec`, at the size that was tried or a larger one."""
        if len(self.trials) == 1:
            return self.trials[0]
        pixels = spec.width * spec.height
        sizes = [small.width * small.height for small in self.tried[: len(SHARES)]]
        seconds, memory = zip(
            *((trial.seconds, trial.memory) for trial in self.trials[: len(SHARES)]), strict=True
        )
        more_seconds, more_memory = self._all_cutouts()
        return _Trial(
            seconds=_along_line((sizes[0], sizes[-1]), (seconds[0], seconds[-1]), pixels)
            + more_seconds * (spec.cutouts - self.tried[0].cutouts),
            memory=round(_along_curve(sizes, memory, pixels)) + more_memory,
            notes=tuple(note for trial in self.trials for note in trial.notes),
        )

    def _all_cutouts(self) -> tuple[float, int]:
        """Seconds that each cutout beyond the few takes, and bytes of all of them: of those at once."""
        few, last = self.trials[0], self.trials[-1]
        if len(self.trials) == len(SHARES):
            return 0.0, 0
        more = self.tried[-1].cutouts - self.tried[0].cutouts
        return max(0.0, last.seconds - few.seconds) / more, max(0, last.memory - few.memory)


def _try(painting: Painting, count: int) -> _Trial:
    """Trial of so many steps of `painting`, the last one timed; it has more, so that none is its last."""
    notes, saved = list[str](), _SavedTensors()
    with _counting(saved), closing(painting.steps()) as steps:
        *_, last = islice(_noting(steps, notes), count)
    return _Trial(last.seconds, _peak_memory(saved), tuple(notes))


def _noting(steps: Iterator[Frame | Notice], notes: list[str]) -> Iterator[Frame]:
    """The frames among `steps`; what is said in between is added to the notes."""
    for event in steps:
        if isinstance(event, Notice):
            notes.append(event.text)
        else:
            yield event


class _SavedTensors:
    """Counts the bytes that autograd saves for backward passes, weights and all; `peak` is the most at once.

    A storage that several nodes of the graph saved counts once, until the last of them is gone.
    """

    def __init__(self) -> None:
        self.peak = 0
        self._current = 0
        self._holders: Counter[int] = Counter()

    def pack(self, tensor: Tensor) -> "_SavedTensor":
        """Count the storage of `tensor`; what is returned stands for it in the graph."""
        saved = _SavedTensor(tensor, self)
        if not self._holders[saved.address]:
            self._current += saved.size
            self.peak = max(self.peak, self._current)
        self._holders[saved.address] += 1
        return saved

    def release(self, saved: "_SavedTensor") -> None:
        """One holder less."""
        self._holders[saved.address] -= 1
        if not self._holders[saved.address]:
            del self._holders[saved.address]
            self._current -= saved.size


class _SavedTensor:
    """A tensor in the graph, which tells `counter` when the graph drops it."""

    def __init__(self, tensor: Tensor, counter: _SavedTensors) -> None:
        storage = tensor.untyped_storage()
        self.tensor, self.address, self.size = tensor, storage.data_ptr(), storage.nbytes()
        self._counter = counter

    def __del__(self) -> None:
        self._counter.release(self)


@contextmanager
def _counting(saved: _SavedTensors) -> Iterator[None]:
    """Count into `saved` while this lasts."""
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()
    with torch.autograd.graph.saved_tensors_hooks(saved.pack, _unpack):
        yield


def _unpack(saved: _SavedTensor) -> Tensor:
    return saved.tensor


def _peak_memory(saved: _SavedTensors) -> int:
    """The peak in bytes; an accelerator counts for itself."""
    if torch.cuda.is_available():
        return int(torch.cuda.max_memory_allocated())
    return int(WORK_SPACE * saved.peak)
