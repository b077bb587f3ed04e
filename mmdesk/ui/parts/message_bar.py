"""The bar that tells what went wrong, and what was done: in a line, until it is put away."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from mmdesk.core.language import tr
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.icon_label import IconLabel


class MessageBar(QFrame):
    """A message in a bar; hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._is_trouble = False
        self._act: Callable[[], object] | None = None
        self._mark = IconLabel("trouble", 18, self)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self.action = QPushButton(self)
        self.action.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.action.clicked.connect(self._take_offer)
        put_away = IconButton("clear", tr("Put this message away"), self)
        put_away.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
        row.addWidget(self.action)
        row.addWidget(put_away)
        self.hide()

    @property
    def message(self) -> str:
        """Message shown at present; empty when there is none."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, message: str) -> None:
        """Say what went wrong, in place of the sentence before."""
        self._show(message, "trouble")

    def tell_done(self, message: str) -> None:
        """Say what was done."""
        self._show(message, "sound")

    def offer(self, message: str, words: str, act: Callable[[], object]) -> None:
        """Say what was done, with a button `words` that does `act`."""
        self._show(message, "sound", words, act)

    def hide_trouble(self) -> None:
        """Put the message away, for things go well again, unless it tells of something done."""
        if self._is_trouble:
            self.hide()

    def _show(
        self, message: str, purpose: str, words: str = "", act: Callable[[], object] | None = None
    ) -> None:
        self._is_trouble, self._act = purpose == "trouble", act
        self._mark.set_icon(purpose)
        self._text.setText(message)
        self.action.setText(words)
        self.action.setVisible(act is not None)
        self.setAccessibleName(message)
        self.show()

    def _take_offer(self) -> None:
        act = self._act
        self.hide()
        if act is not None:
            act()
