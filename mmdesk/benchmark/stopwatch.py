"""Times of things done again and again, by name."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

CALM = 1.5
"""Times of the same work, as multiples of the least of them, up to which a machine is calm."""

Outcome = TypeVar("Outcome")


class Stopwatch:
    """Keeps the seconds of every run, so that things measured in turn are compared by their medians.

    `rest` seconds pass before each run: the threads of torch and of numpy spin for some hundredths of a
    second after their work, and would slow down whoever is measured next.
    """

    def __init__(self, rest: float = 0.0) -> None:
        self._rest = rest
        self._runs: dict[str, list[float]] = {}

    def measure(self, name: str, work: Callable[[], Outcome]) -> Outcome:
        """Do `work` and note how long it took."""
        time.sleep(self._rest)
        start = time.perf_counter()
        outcome = work()
        self._runs.setdefault(name, []).append(time.perf_counter() - start)
        return outcome

    def median(self, name: str) -> float:
        """Seconds of the middle run."""
        return statistics.median(self._runs[name])

    def percentile(self, name: str, percent: float) -> float:
        """Seconds that `percent` of the runs did not exceed."""
        ordered = sorted(self._runs[name])
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]

    def is_noisy(self, name: str, in_a_row: int = 1) -> bool:
        """Whether turns of the same work differed much: the medians of `in_a_row` runs each."""
        runs = self._runs[name]
        turns = [runs[start : start + in_a_row] for start in range(0, len(runs), in_a_row)]
        return differ(list(map(statistics.median, turns)))

    def best(self, name: str) -> float:
        """Seconds of the fastest run: what it takes with nothing in the way."""
        return min(self._runs[name])


def differ(seconds: Sequence[float]) -> bool:
    """Whether times of the same work differ by more than half: something else was going on."""
    return max(seconds) > CALM * min(seconds)
