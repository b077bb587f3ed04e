"""Timelines: the days on which the photos of a list were taken, as runs of photos."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
Counts = NDArray[np.int64]
Parts = NDArray[np.int8]

NOTHING, YEAR, MONTH, DAY = range(4)
"""Precision of a date: the smallest part of it that is known."""

PARTS = {len("2019"): YEAR, len("2019-07"): MONTH, len("2019-07-14"): DAY}


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """A list of photos as runs of one day each: `counts[i]` photos taken on `days[i]`, in the list's order.

    `days` are datetime64[D], NaT for photos without a date; a run follows the other without a gap. Photos of
    which only the month or the year is known are a run of their own: its day is then the first one of that
    time, and `parts` is MONTH or YEAR.
    """

    days: Days
    counts: Counts
    parts: Parts

    @staticmethod
    def of(runs: Iterable[tuple[str | None, int]]) -> "Timeline":
        """Timeline of (day, number of photos); a day is ISO 8601 as far as it is known, or None.

        A day that is none in the calendar counts as None.
        """
        pairs = list(runs)
        days = np.array([_day(day) for day, _ in pairs], "datetime64[D]")
        counts = np.array([count for _, count in pairs], np.int64)
        parts = np.array([PARTS.get(len(day or ""), NOTHING) for day, _ in pairs], np.int8)
        return _merged(days, counts, np.where(np.isnat(days), np.int8(NOTHING), parts))

    def turned(self) -> tuple[NDArray[np.int64], "Timeline"]:
        """Reversed order, photos without a date still last: positions in the list, and their timeline."""
        dated = ~np.isnat(self.days)
        order = np.r_[np.flatnonzero(dated)[::-1], np.flatnonzero(~dated)]
        is_dated = np.repeat(dated, self.counts)
        photos = np.r_[np.flatnonzero(is_dated)[::-1], np.flatnonzero(~is_dated)]
        return photos, _merged(self.days[order], self.counts[order], self.parts[order])

    def by_month(self) -> "Timeline":
        """Runs of a month each; its first day stands for it. Of years without a month, runs of a year."""
        months = self.days.astype("datetime64[M]").astype("datetime64[D]")
        return _merged(months, self.counts, np.minimum(self.parts, MONTH).astype(np.int8))

    def kept(self, stays: NDArray[np.bool_]) -> "Timeline":
        """The timeline of those photos for which `stays`, a bool for each photo of the list, is true."""
        if not len(self.counts):
            return self
        left = np.add.reduceat(stays, np.cumsum(self.counts) - self.counts, dtype=np.int64)
        return _merged(self.days[left > 0], left[left > 0], self.parts[left > 0])


def _merged(days: Days, counts: Counts, parts: Parts) -> Timeline:
    """The timeline in which neighbouring runs of the same day are one."""
    numbers = days.astype(np.int64)  # NaT is not equal to itself, its number is
    is_new = np.diff(numbers, prepend=numbers[:1] - 1) != 0
    begins = np.flatnonzero(is_new | (np.diff(parts, prepend=parts[:1]) != 0))
    summed = np.add.reduceat(counts, begins) if len(begins) else counts[:0]
    return Timeline(days[begins], summed, parts[begins])


def _day(words: str | None) -> np.datetime64:
    """The day, or the first day of the month or year."""
    missing = {YEAR: "-01-01", MONTH: "-01"}.get(PARTS.get(len(words or ""), NOTHING), "")
    try:
        return np.datetime64(date.fromisoformat(f"{words or ''}{missing}"), "D")
    except ValueError:
        return np.datetime64("NaT")
