"""A page that is scrolled up and down within its place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


def scrolled(page: QWidget, parent: QWidget) -> QScrollArea:
    """A frameless area with `page` in it, as wide as there is room, on the ground of the window."""
    ground = QWidget(parent)
    ground.setProperty("role", "ground")
    column = QVBoxLayout(ground)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(page)
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(ground)
    return area
