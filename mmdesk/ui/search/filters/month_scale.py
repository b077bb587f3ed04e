"""Months along a line, as plain arithmetic: those of every year that has photos, and none of the others."""

from collections.abc import Mapping
from dataclasses import dataclass

from mmdesk.core.search_line.periods import Period

MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class MonthScale:
    """Photos by month; months are numbered from January of the first of `years` on."""

    years: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()

    @classmethod
    def of(cls, months: Mapping[str, int]) -> "MonthScale":
        """Scale of the numbers of photos by date, "2019-07"; those of "2019" alone have no month."""
        years = tuple(sorted({int(month[:4]) for month in months if month[:4].isdecimal()}))
        dates = (f"{year:04}-{month:02}" for year in years for month in range(1, MONTHS_OF_YEAR + 1))
        return cls(years, tuple(months.get(date, 0) for date in dates))

    def __len__(self) -> int:
        return len(self.counts)

    def named(self, number: int) -> str:
        """The month of a number, as a search line has it."""
        year, month = divmod(number, MONTHS_OF_YEAR)
        return f"{self.years[year]:04}-{month + 1:02}"

    def period(self, first: int, last: int) -> str:
        """The time from one month until another as a search line has it, by years where they are whole."""
        is_whole = first % MONTHS_OF_YEAR == 0 and last % MONTHS_OF_YEAR == MONTHS_OF_YEAR - 1
        length = len("2019") if is_whole else len("2019-07")
        return Period(self.named(first)[:length], self.named(last)[:length]).written

    def months_of(self, period: Period) -> range:
        """Numbers of the months that a period meets."""
        since, until = period.since or "0000", period.until or "9999"
        met = [
            number
            for number in range(len(self))
            if self.named(number) >= since[: len("2019-07")] and self.named(number)[: len(until)] <= until[:7]
        ]
        return range(met[0], met[-1] + 1) if met else range(0)

    def photos(self, months: range) -> int:
        """Number of photos of these months."""
        return sum(self.counts[months.start : months.stop])
