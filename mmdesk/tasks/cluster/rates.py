"""Photos a second that each node of a cluster does, for people."""

import time
from collections import Counter

from mmdesk.core.language import tr, trn

NAMED_AT_MOST = 4
"""Nodes that are named; of more there is only the sum."""

WAITING = tr("Waiting for the cluster")


class WorkerRates:
    """Counts what workers have done since they joined."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._begun: dict[int, float] = {}
        self._photos: Counter[int] = Counter()

    def join(self, worker: int, name: str) -> None:
        """Count for a worker from now on, which people know as `name`."""
        same = sum(known == name or known.startswith(f"{name} (") for known in self._names.values())
        self._names[worker] = f"{name} ({same + 1})" if same else name
        self._begun[worker] = time.monotonic()

    def leave(self, worker: int) -> None:
        """Forget a worker."""
        self._names.pop(worker, None)

    def count(self, worker: int, photos: int) -> None:
        """Add `photos` that a worker is done with."""
        self._photos[worker] += photos

    @property
    def note(self) -> str:
        """The nodes at work, each with its rate."""
        if not self._names:
            return WAITING
        rates = {name: self._rate(worker) for worker, name in self._names.items()}
        if len(rates) > NAMED_AT_MOST:
            return trn(
                "Looking at photos: {n} worker, {rate:.1f}/s",
                "Looking at photos: {n} workers, {rate:.1f}/s",
                len(rates),
                rate=sum(rates.values()),
            )
        # translators: a computer, and how many photos it looks at in a second
        told = (tr("{name} {rate:.1f}/s", name=name, rate=rate) for name, rate in rates.items())
        return tr("Looking at photos: {workers}", workers=", ".join(told))

    def _rate(self, worker: int) -> float:
        return self._photos[worker] / max(1e-3, time.monotonic() - self._begun[worker])
