"""Python's collector of cycles, kept to the GUI thread."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500

BULK = 50_000
"""Number of new objects between two looks from which something is being loaded, such as torch."""


class GarbageCollector(QObject):
    """Collects garbage when it is due, but only ever on the thread it lives on.

    Left to itself, the collector runs on whichever thread happens to make one
    object too many. On a lane's thread it would destroy widgets that were part
    of a cycle, which Qt answers with a crash sooner or later.

    What is there before it, modules above all, is put aside until it stops:
    to look at every piece of it would hold up the window for a tenth of a second.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.tidy)
        self._timer.start()

    def tidy(self) -> None:
        """Collect the oldest generation that is due, and all younger ones; put aside what comes in bulk."""
        if gc.get_count()[0] > BULK:
            gc.freeze()
            return
        due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(2 - due[::-1].index(True))

    def stop(self) -> None:
        """Leave the collector to itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
