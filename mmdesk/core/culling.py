"""Culling: what was judged of the photos of a shoot, and which of them are looked at."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Ids

Marks = NDArray[np.int8]
"""Stars, or the numbers of flags, of photos."""


class CullFilter(StrEnum):
    """Photos that are looked at while culling, by their flags."""

    ALL = "all"
    PICKS = "picks"
    REJECTS = "rejects"
    UNMARKED = "unmarked"


@dataclass(frozen=True, slots=True, eq=False)
class Judgements:
    """Flags (the numbers of `Pick`) and stars of photos, each an array as long as `ids`."""

    ids: Ids
    picks: Marks
    ratings: Marks


@dataclass(frozen=True, slots=True)
class CullCounts:
    """Number of photos by their flags."""

    picks: int = 0
    rejects: int = 0
    unmarked: int = 0

    @property
    def all(self) -> int:
        """Number of all of them."""
        return self.picks + self.rejects + self.unmarked

    def of(self, chosen: CullFilter) -> int:
        """Number of those that a filter shows."""
        return int(getattr(self, chosen.value))

    @property
    def sentence(self) -> str:
        """How far the culling has come: "120 picks, 40 rejects, 640 unmarked."."""
        picks = "1 pick" if self.picks == 1 else f"{self.picks:,} picks"
        return f"{picks}, {self._rejects}, {self.unmarked:,} unmarked."

    @property
    def trash_words(self) -> str:
        """Words for moving all rejects to the trash; empty where there are none."""
        return f"Move {self._rejects} to the trash" if self.rejects else ""

    @property
    def _rejects(self) -> str:
        return "1 reject" if self.rejects == 1 else f"{self.rejects:,} rejects"
