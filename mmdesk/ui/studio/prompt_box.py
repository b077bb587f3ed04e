"""The words to paint, and below them how they are understood."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.prompt import PromptPart, parse_prompt
from mmdesk.ui.parts.labels import label

LINES = 4
EXAMPLE = "a red rose in the rain | fog:-0.5"
HELP = tr("Parts between |, each with a weight if you like: fog:0.5, or fog:-0.5 for less of it")


class PromptBox(QWidget):
    """A field of some lines; each part is told below with its weight, a mistake in a sentence.

    Signals:
        changed(): other words.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = QPlainTextEdit(self)
        self._field.setPlaceholderText(EXAMPLE)
        self._field.setToolTip(HELP)
        self._field.setAccessibleName(tr("What to paint"))
        self._field.setTabChangesFocus(True)
        self._field.setAcceptDrops(False)  # a picture is dropped on the Studio, not into the words
        self._field.setFixedHeight(self._field.fontMetrics().lineSpacing() * LINES + 26)
        self._parts = label("", "small", self)
        self._parts.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._field)
        column.addWidget(self._parts)
        self.setFocusProxy(self._field)
        self._field.textChanged.connect(self._read)
        self._read()

    @property
    def words(self) -> str:
        """The prompt as it is written."""
        return self._field.toPlainText().replace("\n", " ").strip()

    @property
    def told(self) -> str:
        """Words below the prompt."""
        return self._parts.text()

    def set_words(self, words: str, *, joined: bool = False) -> None:
        """Write another prompt as if it were typed: it can be taken back, if `joined` with the one before."""
        if words != self.words:
            cursor = QTextCursor(self._field.document())
            (cursor.joinPreviousEditBlock if joined else cursor.beginEditBlock)()
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(words)
            cursor.endEditBlock()

    def _read(self) -> None:
        try:
            parts = parse_prompt(self.words)
            told = "   ".join(map(_in_words, parts)) if parts else HELP
        except UserError as error:
            told = str(error)
        self._parts.setText(told)
        self.changed.emit()


def _in_words(part: PromptPart) -> str:
    """“a red rose”, or with a sign and its weight where that is not 1."""
    if part.weight == 1:
        return f"“{part.text}”"
    sign = "−" if part.weight < 0 else "×"
    return f"{sign}{abs(part.weight):g} “{part.text}”"
