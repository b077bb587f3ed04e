"""Photos in order of time, in sections: a month or a day each."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, overload

import numpy as np

from mmdesk.core.timeline import Counts, Timeline
from mmdesk.ui.grid.arrangement import Section
from mmdesk.ui.words import long_day, month

Grouping = Literal["months", "days", "none"]


class DateSections(Sequence[Section]):
    """A section for each run of a timeline.

    Of ten thousand days a handful is in sight; only those are put into words.
    """

    def __init__(self, timeline: Timeline, grouping: Grouping) -> None:
        self._are_days = grouping == "days"
        self._runs = timeline if self._are_days else timeline.by_month()
        self._firsts = np.cumsum(self._runs.counts) - self._runs.counts

    @property
    def counts(self) -> Counts:
        """How many photos each section has."""
        return self._runs.counts

    def __len__(self) -> int:
        return len(self._runs.counts)

    @overload
    def __getitem__(self, index: int) -> Section: ...

    @overload
    def __getitem__(self, index: slice) -> list[Section]: ...

    def __getitem__(self, index: int | slice) -> Section | list[Section]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        first, count = int(self._firsts[index]), int(self._runs.counts[index])
        return Section(first, count, self._title(self._runs.days[index].item()))

    def _title(self, day: date | None) -> str:
        if day is None:
            return "No date"
        return long_day(day) if self._are_days else month(day)
