"""A notice over the window that says what was done, and goes by itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

STAYS_MS = 6_000
"""Time a notice is seen; while the pointer or the focus is in it, it stays."""

ABOVE = 56
"""Distance from the lower edge, in device-independent pixels: clear of the activity strip."""

MARGIN = 16


class PassingNotice(QFrame):
    """Lies over its parent, near the lower edge, and moves nothing there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("role", "notice")
        self._act: Callable[[], object] | None = None
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self.action = QPushButton(self)
        self.action.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.action.clicked.connect(self._take_offer)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(self._text)
        row.addWidget(self.action)
        self._goes = QTimer(self, singleShot=True, interval=STAYS_MS)
        self._goes.timeout.connect(self._go)
        parent.installEventFilter(self)
        self.hide()

    @property
    def message(self) -> str:
        """Sentence shown at present; empty when there is none."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, sentence: str) -> None:
        """Say something for a while."""
        self._show(sentence, "", None)

    def offer(self, sentence: str, words: str, act: Callable[[], object]) -> None:
        """Say what was done, with a button `words` that does `act`."""
        self._show(sentence, words, act)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place when the window changes its size."""
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._take_place()
        return super().eventFilter(watched, event)

    def _show(self, sentence: str, words: str, act: Callable[[], object] | None) -> None:
        self._act = act
        self._text.setText(sentence)
        self._text.setWordWrap(False)
        self._text.setContentsMargins(0, 0, 0 if act else 8, 0)
        self.action.setText(words)
        self.action.setVisible(act is not None)
        self.setAccessibleName(sentence)
        self._take_place()
        self.show()
        self.raise_()
        self._goes.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _take_place(self) -> None:
        """Lie in the middle above the lower edge; a long sentence takes several lines."""
        room = self._over.width() - 2 * MARGIN
        if self.sizeHint().width() > room:
            self._text.setWordWrap(True)
            width = room
        else:
            width = self.sizeHint().width()
        height = max(self.sizeHint().height(), self._row.totalHeightForWidth(width))
        left, top = (self._over.width() - width) // 2, self._over.height() - ABOVE - height
        self.setGeometry(left, top, width, height)

    def _go(self) -> None:
        if self.underMouse() or self.action.hasFocus():
            self._goes.start()
        else:
            self.hide()

    def _take_offer(self) -> None:
        act = self._act
        self.hide()
        if act is not None:
            act()
