"""What a painting will cost, said before it begins: from two steps at each size it goes through."""

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
"""What a step takes beside what it keeps for its way back, as a factor: gradients and scratch memory."""


def plan_of(spec: PaintSpec, open_painting: Callable[[PaintSpec], Painting]) -> Plan:
    """The plan for `spec`, painted by what `open_painting` opens. Takes as long as four steps or so.

    Raises UserError where not even the smallest step fits into memory.
    """
    coarse = coarse_steps(spec)
    stages = {first: steps for first, steps in ((0, coarse), (coarse, spec.steps - coarse)) if steps}
    trials = {first: _try(open_painting(_trial_of(spec, first))) for first in stages}
    return Plan(
        seconds=sum(trials[first].seconds * steps for first, steps in stages.items()),
        memory_bytes=max(trial.memory for trial in trials.values()),
        note=" ".join(dict.fromkeys(note for trial in trials.values() for note in trial.notes)),
    )


def _trial_of(spec: PaintSpec, step: int) -> PaintSpec:
    """Two steps as that after `step` others: the first of a kind takes longer than all others, the second is
    to go by.
    """
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
    seconds: float
    memory: int
    notes: tuple[str, ...]


def _try(painting: Painting) -> _Trial:
    """Two steps of `painting`."""
    frames, notes, kept = list[Frame](), list[str](), _Kept()
    with _counted(kept):
        for event in painting.steps():
            if isinstance(event, Notice):
                notes.append(event.text)
            else:
                frames.append(event)
    return _Trial(frames[-1].seconds, _memory(kept), tuple(notes))


class _Kept:
    """Counts what the way forward keeps for the way back, weights and all; `most` is the peak, in bytes."""

    def __init__(self) -> None:
        self.most = 0
        self._alive = 0
        self._holders: Counter[int] = Counter()

    def keep(self, tensor: Tensor) -> "_Held":
        """Count the memory of `tensor`, once however often it is kept, until the last holder is gone."""
        held = _Held(tensor, self)
        if not self._holders[held.place]:
            self._alive += held.size
            self.most = max(self.most, self._alive)
        self._holders[held.place] += 1
        return held

    def let_go(self, held: "_Held") -> None:
        """One holder less."""
        self._holders[held.place] -= 1
        if not self._holders[held.place]:
            del self._holders[held.place]
            self._alive -= held.size


class _Held:
    """A tensor kept for the way back."""

    def __init__(self, tensor: Tensor, kept: _Kept) -> None:
        storage = tensor.untyped_storage()
        self.tensor, self.place, self.size = tensor, storage.data_ptr(), storage.nbytes()
        self._kept = kept

    def __del__(self) -> None:
        self._kept.let_go(self)


@contextmanager
def _counted(kept: _Kept) -> Iterator[None]:
    """Count into `kept` while this lasts."""
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()
    with torch.autograd.graph.saved_tensors_hooks(kept.keep, _tensor_of):
        yield


def _tensor_of(held: _Held) -> Tensor:
    return held.tensor


def _memory(kept: _Kept) -> int:
    """The peak in bytes; an accelerator counts for itself."""
    if torch.cuda.is_available():
        return int(torch.cuda.max_memory_allocated())
    return int(WORK_SPACE * kept.most)
