"""Tags to sidecar files and from them, off the GUI thread."""

from PySide6.QtCore import QObject, Signal, SignalInstance

from mmdesk.core.errors import UserError
from mmdesk.core.photo import Skipped
from mmdesk.tasks.library import Library
from mmdesk.tasks.xmp.outcome import Difference, ReadSummary, XmpSummary
from mmdesk.tasks.xmp.reading import read_keywords
from mmdesk.tasks.xmp.undoing import undo_sidecars
from mmdesk.tasks.xmp.writing import differences, write_sidecars
from mmdesk.work.job import Job, Steps
from mmdesk.work.lanes import Lanes

__all__ = ["Difference", "ReadSummary", "SidecarsWork", "XmpSummary"]


class SidecarsWork(QObject):
    """One comparison, write, way back or reading at a time.

    Signals:
        started(), progressed(Progress), ended(): something is under way.
        found(list[Difference]): sidecars that would change, or have changed.
        left_out(list[Skipped]): those that could not, with reasons.
        compared(XmpSummary), written(XmpSummary), taken_back(XmpSummary), read(ReadSummary): how it ended.
        failed(str): why it did not, in one sentence.
    """

    started = Signal()
    progressed = Signal(object)
    ended = Signal()
    found = Signal(object)
    left_out = Signal(object)
    compared = Signal(object)
    written = Signal(object)
    taken_back = Signal(object)
    read = Signal(object)
    failed = Signal(str)

    def __init__(self, library: Library, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._lane = lanes.label
        self._job: Job | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return self._job is None

    def compare(self) -> None:
        """Find out what a write would change. Nothing is written."""
        self._begin(differences(self._library), self.compared)

    def write(self) -> None:
        """Write what would change; undone as a whole by `take_back`."""
        self._begin(write_sidecars(self._library), self.written)

    def take_back(self) -> None:
        """Bring the sidecars of the last write back to what they were."""
        self._begin(undo_sidecars(self._library), self.taken_back)

    def read_keywords(self) -> None:
        """Take keywords and stars from sidecars and pictures into the library."""
        self._begin(read_keywords(self._library), self.read)

    def stop(self) -> None:
        """Break off after the file under way; each is written whole or not at all."""
        if self._job is not None:
            self._job.cancel()

    def _begin(self, steps: Steps, done: SignalInstance) -> None:
        if self._job is not None:
            steps.close()
            return
        self._job = job = Job(steps, self._lane, self)
        job.progressed.connect(self.progressed)
        job.yielded.connect(self._sort_out)
        job.done.connect(done)
        job.failed.connect(self._tell_failure)
        job.ended.connect(self._rest)
        self.started.emit()
        job.start()

    def _sort_out(self, items: list[Difference | Skipped]) -> None:
        different = [item for item in items if isinstance(item, Difference)]
        skipped = [item for item in items if isinstance(item, Skipped)]
        if different:
            self.found.emit(different)
        if skipped:
            self.left_out.emit(skipped)

    def _tell_failure(self, error: UserError) -> None:
        self.failed.emit(str(error))

    def _rest(self) -> None:
        self._job = None
        self.ended.emit()
