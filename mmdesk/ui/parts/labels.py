"""Labels in the type scale of the theme."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from mmdesk.ui.parts.tooltip import plain_tooltip


def label(text: str, role: str = "body", parent: QWidget | None = None) -> QLabel:
    """A label; `role` is one of the type scale's names, "muted" or "section"."""
    made = QLabel(text, parent)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def polish_labels(within: QWidget) -> None:
    """Give labels the letters of the theme at once: how large they are is asked before they are shown."""
    for each in within.findChildren(QLabel):
        each.ensurePolished()


class ElidedLabel(QLabel):
    """One line that is cut with an ellipsis where it does not fit, and then tells all in its tooltip."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._cut = cut
        self._whole = self._tip = ""
        self.set_text(text)

    @property
    def whole_text(self) -> str:
        """The text, uncut."""
        return self._whole

    def set_text(self, text: str, tip: str = "") -> None:
        """Show `text`, as much of it as fits; its tooltip says `tip`, where there is one."""
        if tip != self._tip:
            self._tip = tip
            self._fit()
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self._fit()

    def sizeHint(self) -> QSize:
        """Size with room for all of it."""
        margins = self.contentsMargins()
        width = self.fontMetrics().horizontalAdvance(self._whole) + margins.left() + margins.right() + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Size of an ellipsis."""
        return QSize(min(self.sizeHint().width(), 24), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.contentsRect().width()
        shown = self.fontMetrics().elidedText(self._whole, self._cut, width)
        self.setText(shown)
        cut = "" if shown == self._whole else self._whole
        self.setToolTip(plain_tooltip("\n".join(filter(None, (cut, self._tip)))))
