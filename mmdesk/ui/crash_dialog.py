"""The dialog that shows a bug of ours: the whole traceback, ready to be copied into a report."""

import sys
import traceback
from types import TracebackType

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.room import resize_on_screen


class CrashDialog(QDialog):
    """One dialog for the session; further bugs are added to its text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("mmdesk")
        resize_on_screen(self, 720, 440)
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setAccessibleName("What happened, for a report")
        advice = label(
            "This is a fault of mmdesk. Your photos are not touched, and the library is kept safe.\n"
            "Closing and opening mmdesk again is a good idea; a report with this text, a kind one.",
            "muted",
            self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label("Something went wrong", "title", self))
        column.addWidget(advice)
        column.addWidget(self._text, 1)
        column.addLayout(self._buttons())

    @property
    def text(self) -> str:
        """Tracebacks so far."""
        return self._text.toPlainText()

    def catch_all(self) -> None:
        """Show from now on whatever escapes, and print it as before."""
        sys.excepthook = self.tell

    def tell(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Show an error that nothing caught. An interrupt from the keyboard is none."""
        sys.__excepthook__(kind, error, trace)
        if issubclass(kind, Exception):
            self._text.appendPlainText("".join(traceback.format_exception(kind, error, trace)))
            self.show()
            self.raise_()

    def _buttons(self) -> QHBoxLayout:
        copy = QPushButton("Copy", self)
        copy.clicked.connect(self._copy)
        close = QPushButton("Close", self)
        close.setDefault(True)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
