"""Paintings as the window shows them: cards, histories, finished pictures."""

from dataclasses import dataclass
from pathlib import Path

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.spec import PaintSpec


@dataclass(frozen=True, slots=True)
class RunCard:
    """A painting as the gallery shows it; `picture` is None where nothing was painted yet.

    `out` is the file of the finished picture, None while it is not finished.
    """

    id: str
    spec: PaintSpec
    step: int
    out: Path | None
    picture: FullPicture | None

    @property
    def is_finished(self) -> bool:
        """Whether all steps are done."""
        return self.out is not None


@dataclass(frozen=True, slots=True)
class RunStory:
    """How a painting came about: steps and their pictures, and the losses of every step.

    `has_candidates` is whether its picture is one of several that were painted.
    """

    card: RunCard
    steps: tuple[int, ...]
    saved: tuple[int, ...]
    losses: tuple[tuple[int, dict[str, float]], ...]
    has_candidates: bool = False


@dataclass(frozen=True, slots=True)
class Painted:
    """A finished picture: in the file `out`, painted in the run `run`, which can still be branched.

    `seconds` is the time all its steps took, also before a pause; the losses are the totals of the first
    step and the last. `candidates` is a file with all the pictures it was chosen from, where there were more.
    """

    run: str
    out: Path
    spec: PaintSpec
    seconds: float
    first_loss: float
    last_loss: float
    candidates: Path | None = None
