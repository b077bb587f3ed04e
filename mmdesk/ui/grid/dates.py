"""Photos in order of time, in sections: a month or a day each."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, overload

import numpy as np

from mmdesk.core.timeline import Timeline
from mmdesk.ui.formatting import day_month_or_year
from mmdesk.ui.grid.arrangement import Section

Grouping = Literal["months", "days", "none"]


class DateSections(Sequence[Section]):
    """A section for each run of a timeline.

    Of ten thousand days a handful is visible; only those are put into words.
    """

    def __init__(self, timeline: Timeline, grouping: Grouping) -> None:
        self._runs = timeline if grouping == "days" else timeline.by_month()
        self._firsts = np.cumsum(self._runs.counts) - self._runs.counts

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
        day: date | None = self._runs.days[index].item()
        return Section(first, count, day_month_or_year(day, self._runs.parts[index]))
