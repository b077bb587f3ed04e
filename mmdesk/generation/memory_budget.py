"""Memory budget of a step: fewer cutouts at once, gradient checkpointing, fewer cutouts, until it fits."""

from dataclasses import dataclass, replace

import torch

from mmdesk.core.language import trn

CHUNK = 8
"""Cutouts encoded at once, to begin with. Their gradients add up, so it does not matter to the picture."""

FEWEST = 2
"""Cutouts below which CLIP would see too little of a picture to guide it."""

_MESSAGES = (
    "out of memory",
    "not enough memory",
    "allocate memory",
    "bad_alloc",
    "could not create a memory",
)

_ONEDNN_MESSAGES = ("could not create a primitive", "could not execute a primitive")
"""Whole messages of oneDNN where the memory of one convolution is not to be had; longer ones that begin
so ("... primitive descriptor for ...") speak of a shape that it cannot compute."""


@dataclass(frozen=True)
class MemoryBudget:
    """What a step may take: `cutouts` in all, `chunk` of them at once; `checkpointed` where the drawer
    recomputes activations in the backward pass instead of keeping them (gradient checkpointing).
    """

    cutouts: int
    chunk: int
    checkpointed: bool = False

    @classmethod
    def at_first(cls, cutouts: int) -> "MemoryBudget":
        """The budget to begin with: all of `cutouts`, as if there were memory enough."""
        return cls(cutouts, min(CHUNK, cutouts))

    def reduced(self, *, can_checkpoint: bool) -> "MemoryBudget | None":
        """The next smaller budget, or None when there is none: what costs the picture quality comes last."""
        if self.chunk > 1:
            return replace(self, chunk=self.chunk // 2)
        if can_checkpoint and not self.checkpointed:
            return replace(self, checkpointed=True)
        if self.cutouts > FEWEST:
            return replace(self, cutouts=max(FEWEST, self.cutouts // 2))
        return None

    def __str__(self) -> str:
        if self.checkpointed:
            return trn(
                "{n} cutout a step, {chunk} at a time, drawing more slowly",
                "{n} cutouts a step, {chunk} at a time, drawing more slowly",
                self.cutouts,
                chunk=self.chunk,
            )
        return trn(
            "{n} cutout a step, {chunk} at a time",
            "{n} cutouts a step, {chunk} at a time",
            self.cutouts,
            chunk=self.chunk,
        )


def is_out_of_memory(error: Exception) -> bool:
    """Whether `error` says that memory ran out; on the processor torch has no type of its own for that."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    message = str(error)
    return isinstance(error, RuntimeError) and (
        message in _ONEDNN_MESSAGES or any(words in message for words in _MESSAGES)
    )


def empty_cache() -> None:
    """Give memory that torch keeps for later back to an accelerator."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
