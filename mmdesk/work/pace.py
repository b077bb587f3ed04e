"""How long something still takes, from how it has gone lately."""

from collections import deque

from mmdesk.core.progress import Progress

LATELY = 30.0
"""Seconds looked back upon."""

ENOUGH = 3.0
"""Seconds after which a guess is worth showing."""


class Pace:
    """Guesses the time left from the last half minute.

    The whole run would be a worse guide: it holds the loading of the model, and
    folders that were done in an instant because nothing in them had changed.
    """

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, progress: Progress, now: float) -> None:
        """Remember that `progress` was reached at `now` (seconds of a steady clock)."""
        if self._seen and progress.done < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((now, progress.done))
        while now - self._seen[0][0] > LATELY:
            self._seen.popleft()

    def restart(self) -> None:
        """Forget what was: a pause says nothing about the pace."""
        self._seen.clear()

    def per_second(self) -> float | None:
        """Steps a second lately, or None while there is nothing to go by."""
        if len(self._seen) < 2:
            return None
        (began, first), (now, last) = self._seen[0], self._seen[-1]
        return None if now - began < ENOUGH or last <= first else (last - first) / (now - began)

    def seconds_left(self, progress: Progress) -> float | None:
        """The guess, or None while there is nothing to go by."""
        rate = self.per_second()
        return None if rate is None or progress.total is None else (progress.total - progress.done) / rate
