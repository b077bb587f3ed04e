"""A question with one way on, and Cancel."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.ui.parts.enter import ButtonDialog
from mmdesk.ui.parts.labels import label

WIDTH = 440


class QuestionDialog(ButtonDialog):
    """Accepted by the button `words`, which Enter presses."""

    def __init__(self, question: str, consequence: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words)
        self.setMinimumWidth(WIDTH)
        self.yes = QPushButton(words, self)
        self.yes.setDefault(True)
        self.yes.clicked.connect(self.accept)
        cancel = QPushButton(tr("Cancel"), self)
        cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        for text, role in ((question, "heading"), (consequence, "body")):
            told = label(text, role, self)
            told.setWordWrap(True)
            column.addWidget(told)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.yes)
        column.addLayout(row)
