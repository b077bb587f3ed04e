"""A note of the model that is being fetched, in the strip of every place."""

from PySide6.QtWidgets import QPushButton, QWidget

from mmdesk.core.progress import Progress
from mmdesk.work.fetching import FetchWork


class FetchingNote(QPushButton):
    """A button with how much of a model is here; pressed, it leads to the Models place."""

    def __init__(self, work: FetchWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setToolTip("Show it in the Models place")
        self.hide()
        self._name = ""
        work.begun.connect(self._begin)
        work.progressed.connect(self._advance)
        work.ended.connect(self.hide)

    def _begin(self, name: str) -> None:
        self._name = name
        self.setText(f"Fetching {name}")
        self.show()

    def _advance(self, progress: Progress) -> None:
        known = progress.fraction
        if known is not None:
            self.setText(f"Fetching {self._name}, {100 * known:.0f} %")
