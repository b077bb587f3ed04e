"""Tags to sidecar files and from them, off the GUI thread."""

from PySide6.QtCore import QObject, Signal

from mmdesk.core.photo import Skipped
from mmdesk.core.sidecars import Difference
from mmdesk.tasks.library import Library
from mmdesk.tasks.xmp.reading import read_keywords
from mmdesk.tasks.xmp.undoing import undo_sidecars
from mmdesk.tasks.xmp.writing import differences, write_sidecars
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import LongWorker


class SidecarsWork(LongWorker):
    """One comparison, write, way back or reading at a time.

    Signals:
        found(list[Difference]): sidecars that would change, or have changed.
        left_out(list[Skipped]): those that could not, with reasons.
        way_back_known(bool): whether there is a write that can be taken back.
        compared(XmpSummary), written(XmpSummary), taken_back(XmpSummary), read(ReadSummary): how it ended.
    """

    found = Signal(object)
    left_out = Signal(object)
    way_back_known = Signal(object)
    compared = Signal(object)
    written = Signal(object)
    taken_back = Signal(object)
    read = Signal(object)

    def __init__(self, library: Library, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._lane = lanes.label
        self._way_back = self._latest(lanes.quick, self.way_back_known)

    def compare(self) -> None:
        """Find out what a write would change. Nothing is written."""
        self._begin(self._lane, differences(self._library), self.compared, self._sort_out)

    def write(self) -> None:
        """Write what would change; undone as a whole by `take_back`."""
        self._begin(self._lane, write_sidecars(self._library), self.written, self._sort_out)

    def take_back(self) -> None:
        """Bring the sidecars of the last write back to what they were."""
        self._begin(self._lane, undo_sidecars(self._library), self.taken_back, self._sort_out)

    def request_way_back(self) -> None:
        """Ask whether there is a write that can be taken back."""
        self._way_back.ask(self._library.sidecars.can_undo)

    def read_keywords(self) -> None:
        """Take keywords and stars from sidecars and pictures into the library."""
        self._begin(self._lane, read_keywords(self._library), self.read, self._sort_out)

    def _sort_out(self, items: list[Difference | Skipped]) -> None:
        different = [item for item in items if isinstance(item, Difference)]
        skipped = [item for item in items if isinstance(item, Skipped)]
        if different:
            self.found.emit(different)
        if skipped:
            self.left_out.emit(skipped)
