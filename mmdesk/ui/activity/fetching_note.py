"""A note of the model that is being fetched, in the strip of every place, and the way to stop it there."""

import time

from PySide6.QtWidgets import QPushButton, QWidget

from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.ui.formatting import file_size
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.work.fetching import FetchWork
from mmdesk.work.pace import Pace


class FetchingNote(QPushButton):
    """A button with how much of a model is here, and its rate; pressed, it leads to the Models place."""

    def __init__(self, work: FetchWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setToolTip(tr("Show it in the Models place"))
        self.hide()
        self._name = ""
        self._pace = Pace()
        work.begun.connect(self._begin)
        work.progressed.connect(self._advance)
        work.ended.connect(self.hide)

    def _begin(self, name: str) -> None:
        self._name = name
        self._pace.restart()
        self.setText(tr("Fetching {name}", name=name))
        self.show()

    def _advance(self, progress: Progress) -> None:
        """Tell the share that is here, and bytes a second; without a share, what is done."""
        self._pace.note(progress, time.monotonic())
        known, rate = progress.fraction, self._pace.per_second()
        if known is None:
            self.setText(progress.note)
            return
        how_far = tr("Fetching {name}, {percent:.0f} %", name=self._name, percent=100 * known)
        how_fast = None if rate is None else tr("{size} a second", size=file_size(round(rate)))
        self.setText(", ".join(filter(None, (how_far, how_fast))))


class FetchingStop(IconButton):
    """Breaks the fetch off; what is here is kept for the next one."""

    def __init__(self, work: FetchWork, parent: QWidget | None = None) -> None:
        super().__init__("pause", tr("Break off the fetch; the next one goes on from here"), parent, side=16)
        self.hide()
        self.clicked.connect(work.stop)
        work.begun.connect(self.show)
        work.ended.connect(self.hide)
