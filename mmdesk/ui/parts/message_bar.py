"""Where the world's troubles are told: calmly, in a line, until they are put away."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.icon_mark import IconMark


class MessageBar(QFrame):
    """Hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        mark = IconMark("trouble", 18, self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        put_away = IconButton("clear", "Put this message away", self)
        put_away.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(mark)
        row.addWidget(self._text, 1)
        row.addWidget(put_away)
        self.hide()

    @property
    def message(self) -> str:
        """What is told at present; empty when nothing is."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, message: str) -> None:
        """Show a sentence, in place of the one before."""
        self._text.setText(message)
        self.setAccessibleName(message)
        self.show()
