"""Panels beside one another that share the window as they are pulled."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget


class Splitter(QSplitter):
    """Panels parted by hairlines; how they share the room is remembered under `name`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName(name)
        self.setHandleWidth(1)

    def put(self, panels: Sequence[QWidget], widths: Sequence[int]) -> None:
        """Put panels beside one another, at first with these widths; the second takes what room is left."""
        for panel in panels:
            self.addWidget(panel)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(1, 1)
        self.setSizes(widths)
