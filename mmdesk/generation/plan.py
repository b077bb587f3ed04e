"""The cost of a painting, said before it begins: from two steps at each size it goes through.

Time is measured. Memory on the processor, of which torch keeps no peak, is counted: autograd tells what the
forward pass saves for the backward pass, and that is most of what a step takes.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from mmdesk.core.painting.frame import Frame, Notice, Plan
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.painting import Painting
from mmdesk.generation.stages import coarse_steps, stage_cutouts, stage_size

WORK_SPACE = 1.5
"""Peak of a step over what is saved for its backward pass: gradients and scratch memory come on top."""


def plan_of(spec: PaintSpec, open_painting: Callable[[PaintSpec], Painting]) -> Plan:
    """The plan for `spec`, painted by what `open_painting` opens. Takes as long as four steps or so.

    Raises UserError where not even the smallest step fits into memory.
    """
    coarse = coarse_steps(spec)
    stages = ((0, coarse), (coarse, spec.steps - coarse))  # first step and number of steps at each size
    trials = [(_try(open_painting(_trial_spec(spec, first))), steps) for first, steps in stages if steps]
    return Plan(
        seconds=sum(trial.seconds * steps for trial, steps in trials),
        memory_bytes=max(trial.memory for trial, _ in trials),
        note=" ".join(dict.fromkeys(note for trial, _ in trials for note in trial.notes)),
    )


def _trial_spec(spec: PaintSpec, step: int) -> PaintSpec:
    """Two steps like the one after `step` others: the first is a warm-up, the second is timed."""
    size = stage_size(spec, step)
    return replace(
        spec,
        width=size.width,
        height=size.height,
        steps=2,
        cutouts=stage_cutouts(spec, step, spec.cutouts),
        coarse_to_fine=False,
    )


@dataclass(frozen=True)
class _Trial:
    """Seconds of a step, its peak memory in bytes, and what was said meanwhile."""

    seconds: float
    memory: int
    notes: tuple[str, ...]


def _try(painting: Painting) -> _Trial:
    """Both steps of `painting`."""
    frames, notes, saved = list[Frame](), list[str](), _SavedTensors()
    with _counting(saved):
        for event in painting.steps():
            if isinstance(event, Notice):
                notes.append(event.text)
            else:
                frames.append(event)
    return _Trial(frames[-1].seconds, _peak_memory(saved), tuple(notes))


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
