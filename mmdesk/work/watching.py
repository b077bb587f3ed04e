"""Watching the folders of the library while the window is open."""

import threading

from PySide6.QtCore import QObject, Signal

from mmdesk.tasks.library import Library
from mmdesk.tasks.watching import occasions
from mmdesk.work.job import Job
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class WatchWork(Worker):
    """Says when the folders of the library should be looked at again; once started, at once.

    Signals:
        noticed(): something in them may have changed, or a drive has come or gone.
    """

    noticed = Signal()

    def __init__(self, library: Library, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._lane = library, lanes.watch
        self._stop = threading.Event()

    def start(self) -> None:
        """Watch from now on. Nobody waits for this work, so it does not keep the worker from being idle."""
        job = Job(occasions(self._library, self._roots, self._stop), self._lane, self)
        job.yielded.connect(self._tell)
        job.failed.connect(self.failed)
        job.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._stop.set()

    def _roots(self) -> list[bytes]:
        return [folder.path for folder in self._library.folders.roots()]

    def _tell(self, _occasions: list[None]) -> None:
        self.noticed.emit()
