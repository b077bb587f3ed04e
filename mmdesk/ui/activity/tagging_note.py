"""A note of the labels being looked for, in the strip of every place."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from mmdesk.core.label_names import set_title
from mmdesk.core.language import tr, trn
from mmdesk.core.progress import Progress
from mmdesk.core.tagging.overview import TagSummary
from mmdesk.ui.activity.progress_text import how_many
from mmdesk.ui.formatting import titled
from mmdesk.work.tagging import TaggingWork

GONE_MS = 6000
"""Time for which it is told how it ended."""


class TaggingNote(QPushButton):
    """A button with the progress of looking for labels; pressed, it leads to the Tags."""

    def __init__(self, work: TaggingWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setToolTip(tr("Show the tags"))
        self.hide()
        work.started.connect(self._begin)
        work.progressed.connect(self._advance)
        work.tagged.connect(self._sum_up)
        work.ended.connect(self._rest)
        self._leave = QTimer(self, singleShot=True, interval=GONE_MS)
        self._leave.timeout.connect(self.hide)

    def _begin(self) -> None:
        self._leave.stop()
        self.setText(tr("Looking for labels"))
        self.show()

    def _advance(self, progress: Progress) -> None:
        self.setText(", ".join((progress.note, how_many(progress))) if progress.done else progress.note)

    def _sum_up(self, summary: TagSummary) -> None:
        of_set = titled(set_title(summary.label_set))
        self.setText(trn("{n:,} suggestion in {set}", "{n:,} suggestions in {set}", summary.tags, set=of_set))

    def _rest(self) -> None:
        self._leave.start()
