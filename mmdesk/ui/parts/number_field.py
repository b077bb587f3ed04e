"""Fields for numbers, whole and broken, that look as other fields do."""

from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

from mmdesk.ui.formatting import locale_now

MARGIN = 6
"""Room before the number; the style sheet's padding does not reach into a box without buttons."""


class IntField(QSpinBox):
    """A number without a fraction."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _make_room(self)


class FloatField(QDoubleSpinBox):
    """A number with a fraction, written as in the sentences around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(locale_now())
        _make_room(self)


def _make_room(box: QAbstractSpinBox) -> None:
    box.lineEdit().setTextMargins(MARGIN, 0, 0, 0)
