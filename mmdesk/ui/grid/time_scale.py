"""Time along a line, as plain arithmetic: each photo has its place on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.language import tr
from mmdesk.core.timeline import MONTH, Timeline

_LONGEST_GAP = 6
"""Most empty months that are given room: a few photos of 1904 must not squeeze all the others."""


@dataclass(frozen=True, slots=True)
class MonthRange:
    """A month on the line: `count` photos from position `first` on; `month` is its first day, or None.

    `part` is what is known of the date: MONTH, or YEAR for photos of which no more is known.
    """

    first: int
    count: int
    month: date | None
    part: int = MONTH


class TimeScale:
    """A line of length 1 on which every month of a list of photos has the same room, whatever its photos."""

    def __init__(self, timeline: Timeline) -> None:
        months = timeline.by_month()
        self._months, self._counts, self._parts = months.days, months.counts, months.parts
        self._firsts = np.cumsum(self._counts) - self._counts
        starts = np.arange(len(self._counts)) + np.cumsum(_gaps(months))
        self._length = float(starts[-1] + 1) if len(starts) else 1.0
        self._starts = starts / self._length

    @property
    def months(self) -> float:
        """Number of months that have room on the line, empty ones among them."""
        return self._length

    def __len__(self) -> int:
        return len(self._counts)

    def stretch(self, number: int) -> MonthRange:
        """One of the months."""
        first, count = int(self._firsts[number]), int(self._counts[number])
        return MonthRange(first, count, self._months[number].item(), int(self._parts[number]))

    def number_at(self, place: float) -> int:
        """The month at a place of the line; in a gap, the one that comes after it."""
        number = int(np.searchsorted(self._starts, place, "right")) - 1
        is_beyond = number >= 0 and place >= self._starts[number] + 1 / self._length
        return min(max(number + is_beyond, 0), len(self) - 1)

    def number_of(self, position: int) -> int:
        """The month of a photo."""
        return max(0, int(np.searchsorted(self._firsts, position, "right")) - 1)

    def position_at(self, place: float) -> int:
        """The photo at a place of the line."""
        number = self.number_at(place)
        part = min(max((place - self._starts[number]) * self._length, 0.0), 1.0)
        return int(self._firsts[number] + min(part * self._counts[number], self._counts[number] - 1))

    def place_of(self, position: int) -> float:
        """Place of a photo on the line, 0 to 1."""
        number = self.number_of(position)
        part = (position - self._firsts[number]) / self._counts[number]
        return float(self._starts[number] + min(part, 1.0) / self._length)

    def densities(self, bins: int) -> NDArray[np.float64]:
        """Density of photos in `bins` equal parts of the line, the fullest counting 1; shape (bins,)."""
        knots = np.stack([self._starts, self._starts + 1 / self._length], axis=1).ravel()
        photos = np.stack([self._firsts, self._firsts + self._counts], axis=1).ravel()
        found = np.diff(np.interp(np.linspace(0, 1, bins + 1), knots, photos))
        return np.asarray(found / max(found.max(initial=0.0), 1e-9), np.float64)

    def years(self, room: float) -> Iterator[tuple[float, str]]:
        """Places where years begin, in the order of the list, as far as they are at least `room` apart."""
        last, before = -room, ""
        for number, start in enumerate(self._starts.tolist()):
            month = self.stretch(number).month
            year = tr("No date") if month is None else f"{month.year}"
            if year != before and start - last >= room:
                yield start, year
                last = start
            before = year


def _gaps(months: Timeline) -> NDArray[np.int64]:
    """Number of empty months shown before each month."""
    numbers = months.days.astype("datetime64[M]")
    steps = np.abs(np.diff(numbers, prepend=numbers[:1])).astype(np.float64)
    steps[np.isnat(np.diff(numbers, prepend=numbers[:1]))] = 2  # to and from photos without a date
    steps[:1] = 1
    return np.clip(steps - 1, 0, _LONGEST_GAP).astype(np.int64)
