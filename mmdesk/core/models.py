"""Facts of a model that are known without loading it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Use = Literal["search", "guidance", "painting"]
"""What a model is used for: searches and tags, guiding paintings, painting."""

USES_OF_KIND: dict[str, tuple[Use, ...]] = {
    "clip": ("search", "guidance"),
    "vqgan": ("painting",),
    "tokens": ("painting",),
    "unclip": ("painting",),
    "kandinsky": ("painting",),
    "kandinsky-prior": ("painting",),
    "janus": ("painting",),
}
"""What models of each kind can be used for."""


@dataclass(frozen=True, slots=True)
class ModelOrigin:
    """Where a model came from, and its licence where that is known; noted beside its weights."""

    source: str
    licence: str | None


@dataclass(frozen=True, slots=True)
class ModelSpeed:
    """How a model runs on this machine, as it was measured.

    Pictures are what a CLIP looks at, or what a VQGAN paints at 256×256. `memory_bytes` is what a process
    takes that does nothing else. `operations` counts additions and multiplications for one picture; None
    where nobody counted them.
    """

    pictures_per_second: float
    memory_bytes: int
    operations: float | None = None


def expected_speed(operations: float, measured: Sequence[ModelSpeed]) -> float | None:
    """Pictures a second that a model of so many operations a picture will manage here, about.

    It is as quick an operation as the measured model that is nearest in size; None where none is measured.
    """
    known = [(abs(math.log(one.operations / operations)), one) for one in measured if one.operations]
    if not known:
        return None
    _, nearest = min(known, key=lambda pair: pair[0])
    return nearest.pictures_per_second * (nearest.operations or 0) / operations


@dataclass(frozen=True, slots=True)
class TagQuality:
    """How well a model's vectors tell photos with a label from those it was rejected for.

    `average_precision` is 0 to 1, the mean of all labels; `photos` and `labels` say on how many it rests.
    """

    average_precision: float
    photos: int
    labels: int


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One installed model.

    `kind` is "clip", "vqgan", "tokens" (a transformer over codes), "unclip", "kandinsky", "kandinsky-prior"
    or "janus". `state` is "ready", or in one sentence what is wrong with it. `used_for` holds "search" (and
    tags), "guidance" (of paintings) or "painting". `note` says what of the original was left out. What is
    not known is None.
    """

    name: str
    kind: str
    path: Path
    state: str
    builtin: bool
    parameters: int | None
    size_bytes: int
    sha256: str | None
    licence: str | None
    source: str | None
    used_for: tuple[str, ...]
    note: str | None = None
    speed: ModelSpeed | None = None
    quality: TagQuality | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can be used."""
        return self.state == "ready"
