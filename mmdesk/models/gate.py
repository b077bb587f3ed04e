"""One user of the model at a time, and the one who types goes first.

Indexing encodes batch after batch for hours. A search must wait for at most the batch under way,
so both pass this gate: `urgent` callers step before every `patient` one that waits.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """A lock with a fast lane. It is not re-entrant."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = False
        self._urgent_waiting = 0

    @contextmanager
    def urgent(self) -> Iterator[None]:
        """Hold the gate, before all patient callers that wait."""
        with self._changed:
            self._urgent_waiting += 1
            try:
                self._changed.wait_for(lambda: not self._busy)
                self._busy = True
            finally:
                self._urgent_waiting -= 1
        try:
            yield
        finally:
            self._release()

    @contextmanager
    def patient(self) -> Iterator[None]:
        """Hold the gate once nobody holds it and nobody urgent waits."""
        with self._changed:
            self._changed.wait_for(lambda: not self._busy and not self._urgent_waiting)
            self._busy = True
        try:
            yield
        finally:
            self._release()

    def _release(self) -> None:
        with self._changed:
            self._busy = False
            self._changed.notify_all()
