"""When the photos of a list were taken, without a word about any single photo."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """A list of photos as runs of one day each: `counts[i]` photos taken on `days[i]`, in the list's order.

    `days` are datetime64[D], NaT for photos without a date; a run follows the other without a gap.
    """

    days: Days
    counts: Counts

    @staticmethod
    def of(runs: Iterable[tuple[str | None, int]]) -> "Timeline":
        """From (ISO 8601 day or None, photos); a day that is none in the calendar counts as no date."""
        pairs = list(runs)
        days = np.array([_day(day) for day, _ in pairs], "datetime64[D]")
        counts = np.array([count for _, count in pairs], np.int64)
        return _merged(days, counts)

    @property
    def photos(self) -> int:
        """How many photos there are in all."""
        return int(self.counts.sum())

    def turned(self) -> tuple[NDArray[np.int64], "Timeline"]:
        """The other way round, but photos without a date come last: positions in the list, and their days."""
        dated = ~np.isnat(self.days)
        order = np.r_[np.flatnonzero(dated)[::-1], np.flatnonzero(~dated)]
        is_dated = np.repeat(dated, self.counts)
        photos = np.r_[np.flatnonzero(is_dated)[::-1], np.flatnonzero(~is_dated)]
        return photos, _merged(self.days[order], self.counts[order])

    def by_month(self) -> "Timeline":
        """Runs of a month each; its first day stands for it."""
        return _merged(self.days.astype("datetime64[M]").astype("datetime64[D]"), self.counts)

    def kept(self, stays: NDArray[np.bool_]) -> "Timeline":
        """Without the photos for which `stays`, one for each photo of the list, is false."""
        if not len(self.counts):
            return self
        left = np.add.reduceat(stays, np.cumsum(self.counts) - self.counts, dtype=np.int64)
        return _merged(self.days[left > 0], left[left > 0])


def _merged(days: Days, counts: Counts) -> Timeline:
    """Runs next to each other with the same day become one."""
    numbers = days.astype(np.int64)  # NaT is not equal to itself, its number is
    begins = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] - 1))
    return Timeline(days[begins], np.add.reduceat(counts, begins) if len(begins) else counts[:0])


def _day(words: str | None) -> np.datetime64:
    try:
        return np.datetime64(date.fromisoformat(words or ""), "D")
    except ValueError:
        return np.datetime64("NaT")
