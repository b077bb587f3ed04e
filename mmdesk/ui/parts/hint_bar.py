"""The bar that says, at the first visit of a place, what it is for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from mmdesk.core.language import tr
from mmdesk.ui.parts.icon_label import IconLabel

GOT_IT, MORE = tr("Got it"), tr("More in the manual")


class HintBar(QFrame):
    """One line with two buttons; hidden while there is nothing to say.

    Signals:
        dismissed(): it was read, and is not wanted again.
        more_wanted(): more is to be read.
    """

    dismissed = Signal()
    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self.more, self.dismiss = QPushButton(MORE, self), QPushButton(GOT_IT, self)
        self.more.clicked.connect(self.more_wanted)
        self.dismiss.clicked.connect(self.dismissed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(IconLabel("details", 18, self))
        row.addWidget(self._text, 1)
        for button in (self.more, self.dismiss):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self.hide()

    @property
    def words(self) -> str:
        """What is said at present; empty when nothing is."""
        return "" if self.isHidden() else self._text.text()

    def say(self, words: str) -> None:
        """Say a sentence, also to a screen reader; say nothing where it is empty."""
        if words and words != self.words:
            self._text.setText(words)
            self.setAccessibleName(words)
            for button in (self.more, self.dismiss):
                button.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.setVisible(bool(words))
