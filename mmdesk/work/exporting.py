"""Photos taken elsewhere, off the GUI thread."""

from PySide6.QtCore import QObject, Signal

from mmdesk.core.exporting import ExportChoice, ExportForm, ExportSummary
from mmdesk.core.photo import Skipped
from mmdesk.tasks.exporting.copying import Steps
from mmdesk.tasks.exporting.export import export_photos
from mmdesk.tasks.exporting.listing import free_path
from mmdesk.tasks.searching import Searcher
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import LongWorker


class ExportWork(LongWorker):
    """Exports one choice of photos at a time; while one is on its way, another is not begun.

    Signals:
        exported(ExportSummary, list[Skipped]): how it ended, and what was left out.
    """

    exported = Signal(object, object)

    def __init__(self, searcher: Searcher, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._searcher, self._lane = searcher, lanes.export
        self._left_out: list[Skipped] = []

    def export(self, choice: ExportChoice, form: ExportForm, out: bytes, *, companions: bool) -> None:
        """Export photos to a folder or a file; the file gets a number where there is one of its name."""
        if not self.is_running:
            self._left_out = []
        steps = self._steps(choice, form, out, companions=companions)
        self._begin(self._lane, steps, self._tell, self._left_out.extend)

    def _steps(self, choice: ExportChoice, form: ExportForm, out: bytes, *, companions: bool) -> Steps:
        free = out if form is ExportForm.COPIES else free_path(out)
        return (yield from export_photos(self._searcher, choice, form, free, companions=companions))

    def _tell(self, summary: ExportSummary) -> None:
        self.exported.emit(summary, list(self._left_out))
