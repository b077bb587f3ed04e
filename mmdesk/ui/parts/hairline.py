"""The thin line between two panels."""

from PySide6.QtWidgets import QFrame, QWidget


class Hairline(QFrame):
    """One device-independent pixel, lying across a vertical layout or standing in a horizontal one."""

    def __init__(self, *, standing: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "hairline")
        if standing:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
