"""A page in a scroll area that is as tall as its wrapped words need at its width."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget


class TallPage(QWidget):
    """Asks for the height its layout needs at the width it was given.

    A QScrollArea asks for the least size only, in which a label that wraps its words counts as one that is
    wide; where several of them wrap, the lines below each other were squeezed.
    """

    def event(self, event: QEvent) -> bool:
        """Take the height anew where the width or what is shown has changed."""
        layout = self.layout()
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and layout is not None:
            self.setMinimumHeight(max(0, layout.totalHeightForWidth(self.width())))  # -1 where nothing wraps
        return super().event(event)
