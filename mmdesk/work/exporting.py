"""Photos taken elsewhere, off the GUI thread."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from mmdesk.core.copy_shape import CopyShape
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

    def export(
        self,
        choice: ExportChoice,
        form: ExportForm,
        out: bytes,
        *,
        companions: bool,
        shape: CopyShape | None = None,
    ) -> None:
        """Export photos to a folder, in a `shape`, or to a file, which gets a number where there is one."""
        if not self.is_running:
            self._left_out = []
        how = {"companions": companions, "shape": shape or CopyShape()}
        self._begin(self._lane, self._steps(choice, form, out, how), self._tell, self._left_out.extend)

    def _steps(self, choice: ExportChoice, form: ExportForm, out: bytes, how: Mapping[str, Any]) -> Steps:
        free = out if form is ExportForm.COPIES else free_path(out)
        return (yield from export_photos(self._searcher, choice, form, free, **how))

    def _tell(self, summary: ExportSummary) -> None:
        self.exported.emit(summary, list(self._left_out))
