"""A note of the photos being exported, in the strip of every place, with a way to stop."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmdesk.core.progress import Progress
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import label
from mmdesk.work.exporting import ExportWork


class ExportNote(QWidget):
    """Says how many photos are exported, and ends it early; what is there by then stays."""

    def __init__(self, work: ExportWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label("", "muted", self)
        self.stop = IconButton("stop", "End the export. What is copied stays", self, side=16)
        self.stop.clicked.connect(self._end_early)
        self._work = work
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._words)
        row.addWidget(self.stop)
        self.hide()
        work.started.connect(self._begin)
        work.progressed.connect(self._advance)
        work.ended.connect(self.hide)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def _begin(self) -> None:
        self.stop.setEnabled(True)
        self._words.setText("Exporting")
        self.show()

    def _advance(self, progress: Progress) -> None:
        total = "" if progress.total is None else f", {progress.done:,} of {progress.total:,}"
        self._words.setText(f"{progress.note}{total}")

    def _end_early(self) -> None:
        self._work.stop()
        self.stop.setEnabled(False)
        self._words.setText("Stopping")
