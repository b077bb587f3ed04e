"""Values that a painting yields while it is painted, and what it will cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mmdesk.core.full_picture import FullPicture


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture whose losses step `step` of `steps` computed, the first step being 1.

    `picture` is None where none was asked for. `losses` has the loss of each prompt part by its words,
    image losses by name ("smoothness"), and their weighted sum as "total". `seconds` is the time this
    step took.
    """

    step: int
    steps: int
    picture: FullPicture | None
    losses: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Cost of a painting on this machine, extrapolated from two of its steps.

    `seconds` are those of all its steps; `memory_bytes` is the peak, the models included. `note`
    says in a sentence what is unusual; else it is empty.
    """

    seconds: float
    memory_bytes: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A change on the way that the user should know of, in one sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class GivenTo:
    """The painting is given to the computer of a cluster that is called `node`, which paints from now on."""

    node: str
