"""The way from a thread of a lane to the GUI thread."""

import threading

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Mailbox(QObject):
    """Letters posted by any thread arrive on the thread that made the mailbox.

    One delivery is under way at a time: while the GUI thread is busy, letters
    gather and come together. 50,000 letters make a few hundred deliveries,
    where 50,000 signals would freeze the window for half a second.

    Signals:
        arrived(list): the letters since the last delivery, in order, none lost.
    """

    arrived = Signal(object)
    _knock = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._letters: list[object] = []
        self._knock.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, letter: object) -> None:
        """Leave `letter` to be delivered; returns at once."""
        with self._lock:
            self._letters.append(letter)
            is_first = len(self._letters) == 1
        if is_first:
            self._knock.emit()

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            letters, self._letters = self._letters, []
        self.arrived.emit(letters)
