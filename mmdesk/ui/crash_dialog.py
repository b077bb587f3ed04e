"""The dialog that shows a bug of ours: the whole traceback, and a report that may be sent to anybody."""

import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.core.report import facts, fault
from mmdesk.ui.parts.dialog_foot import copy_and_close
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.room import resize_on_screen

log = logging.getLogger(__name__)


class CrashDialog(QDialog):
    """One dialog for the session; further bugs are added to its text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("mmdesk")
        resize_on_screen(self, 720, 440)
        self._faults: list[str] = []
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setAccessibleName(tr("What happened, for a report"))
        advice = label(
            tr(
                "This is a fault of mmdesk. Your photos are not touched, and the library is kept "
                "safe.\nClosing and opening mmdesk again is a good idea; a report, which names no "
                "photos, a kind one."
            ),
            "muted",
            self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(tr("Something went wrong"), "title", self))
        column.addWidget(advice)
        column.addWidget(self._text, 1)
        column.addLayout(self._buttons())

    @property
    def text(self) -> str:
        """Tracebacks so far."""
        return self._text.toPlainText()

    @property
    def report(self) -> str:
        """Versions and the faults so far, without names of photos, folders and people."""
        return "\n\n".join([facts(), *self._faults])

    def catch_all(self) -> None:
        """Show from now on whatever escapes, and print it as before."""
        sys.excepthook = self.tell

    def tell(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Show an error that nothing caught. An interrupt from the keyboard is none."""
        sys.__excepthook__(kind, error, trace)
        if issubclass(kind, Exception):
            self._faults.append(fault(kind, error, trace))
            log.error("Something went wrong\n%s", self._faults[-1])
            self._text.appendPlainText("".join(traceback.format_exception(kind, error, trace)))
            self.show()
            self.raise_()

    def _buttons(self) -> QHBoxLayout:
        copy = QPushButton(tr("Copy the report"), self)
        copy.setToolTip(tr("Versions and places in the program; no names of photos, folders or people"))
        copy.clicked.connect(self._copy)
        return copy_and_close(self, copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
