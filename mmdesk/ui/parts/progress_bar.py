"""A bar that fills, and moves while nobody knows how far it is, unless nothing is to move by itself."""

from PySide6.QtWidgets import QProgressBar, QWidget

from mmdesk.core.language import tr
from mmdesk.ui.theme.motion import is_still

STEPS = 1000


class ProgressBar(QProgressBar):
    """A thin bar without words, told to screen readers as progress."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setAccessibleName(tr("Progress"))

    def show_busy(self) -> None:
        """Show that something is done, and not how far it is."""
        self.setRange(0, int(is_still()))
        self.setValue(0)

    def show_fraction(self, fraction: float | None) -> None:
        """Show that so much is done, 0..1; None where nobody knows."""
        if fraction is None:
            self.show_busy()
        else:
            self.setRange(0, STEPS)
            self.setValue(round(fraction * STEPS))
