"""Times of things done again and again, by name."""

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

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

    def best(self, name: str) -> float:
        """Seconds of the fastest run: what it takes with nothing in the way."""
        return min(self._runs[name])
