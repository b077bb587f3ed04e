"""Culling: what was judged of the photos of a shoot, and which of them are looked at."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.language import tr, trn
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
        # translators: photos that were picked; rejects are those that were rejected.
        picks = trn("{n:,} pick", "{n:,} picks", self.picks)
        return tr(
            "{picks}, {rejects}, {unmarked}.",
            picks=picks,
            rejects=trn("{n:,} reject", "{n:,} rejects", self.rejects),
            unmarked=trn("{n:,} unmarked", "{n:,} unmarked", self.unmarked),
        )

    @property
    def trash_words(self) -> str:
        """Words for moving all rejects to the trash; empty where there are none."""
        if not self.rejects:
            return ""
        return trn("Move {n:,} reject to the trash", "Move {n:,} rejects to the trash", self.rejects)
