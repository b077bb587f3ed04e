"""A note of the library being copied, in the strip of every place, with a way to stop."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmdesk.core.progress import Progress
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import label
from mmdesk.work.library_copy import LibraryCopyWork


class LibraryCopyNote(QWidget):
    """Says how far the copy is, and ends it early; then nothing is left of it."""

    def __init__(self, work: LibraryCopyWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label("", "muted", self)
        self.stop = IconButton("stop", "Do not copy the library. Nothing is left of the copy", self, side=16)
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
        self._words.setText("Copying the library")
        self.show()

    def _advance(self, progress: Progress) -> None:
        if self.stop.isEnabled():
            share = "" if progress.fraction is None else f", {progress.fraction:.0%}"
            self._words.setText(f"{progress.note}{share}")

    def _end_early(self) -> None:
        self._work.stop()
        self.stop.setEnabled(False)
        self._words.setText("Stopping")
