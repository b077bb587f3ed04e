"""What a painting says of itself while it comes into being."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mmdesk.core.full_picture import FullPicture


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture as it was when step `step` of `steps` was judged, the first step being 1.

    `picture` is None where nobody asked for one. `losses` has the loss of each prompt part by its words,
    those of the picture itself by name ("smoothness"), and their weighted sum as "total". `seconds` is the
    time this step took.
    """

    step: int
    steps: int
    picture: FullPicture | None
    losses: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a painting will cost on this machine, from two steps of it.

    `seconds` is for all its steps; `memory_bytes` what it takes at its peak, the models included. `note`
    is for people where something is unusual, else empty.
    """

    seconds: float
    memory_bytes: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that changed on the way and that people should know, in one sentence."""

    text: str
