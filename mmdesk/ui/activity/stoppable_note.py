"""A note of work under way, in the strip of every place, with a way to stop."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import label
from mmdesk.work.exporting import ExportWork
from mmdesk.work.library_copy import LibraryCopyWork
from mmdesk.work.texts import TextsWork


class StoppableNote(QWidget):
    """Says how far `work` is, beginning with the words `begun`; `stop`, whose tooltip is told, ends it early.

    Whoever derives from it words the progress.
    """

    def __init__(
        self,
        work: ExportWork | LibraryCopyWork | TextsWork,
        begun: str,
        stops: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = label("", "muted", self)
        self.stop = IconButton("stop", stops, self, side=16)
        self.stop.clicked.connect(self._end_early)
        self._work, self._begun = work, begun
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

    def worded(self, progress: Progress) -> str:
        """Words for that progress."""
        return progress.note

    def say(self, words: str) -> None:
        """Say something else until there is progress."""
        self._words.setText(words)

    def _begin(self) -> None:
        self.stop.setEnabled(True)
        self._words.setText(self._begun)
        self.show()

    def _advance(self, progress: Progress) -> None:
        if self.stop.isEnabled():
            self._words.setText(self.worded(progress))

    def _end_early(self) -> None:
        self._work.stop()
        self.stop.setEnabled(False)
        self._words.setText(tr("Stopping"))
