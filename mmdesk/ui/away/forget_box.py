"""The question before photos are forgotten: which, what goes with them, and what does not."""

import os
from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.paths import display_folder
from mmdesk.ui.activity.words import counted
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.work.away import Gone

WIDTH = 520
FOLDERS_NAMED = 6

CONSEQUENCE = (
    "Their tags, ratings and places in albums go with them. No file is touched, and a backup of the"
    " catalogue is made first."
)


class ForgetBox(QDialog):
    """Accepted when the user wants to forget them; Cancel is what Enter does."""

    def __init__(self, gone: Sequence[Gone], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Forget photos")
        self.setFixedWidth(WIDTH)
        what = counted(len(gone), "photo")
        self.forget = QPushButton(f"Forget {what}", self)
        self.forget.clicked.connect(self.accept)
        self.forget.setAutoDefault(False)
        cancel = QPushButton("Cancel", self)
        cancel.clicked.connect(self.reject)
        cancel.setDefault(True)
        self._lay_out(
            f"Forget {what} whose {'file is' if len(gone) == 1 else 'files are'} gone?", gone, cancel
        )

    def _lay_out(self, heading: str, gone: Sequence[Gone], cancel: QPushButton) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(label(heading, "heading", self))
        for words in _places(gone):
            column.addWidget(ElidedLabel(words, "muted", Qt.TextElideMode.ElideMiddle, self))
        told = label(CONSEQUENCE, parent=self)
        told.setWordWrap(True)
        column.addWidget(told)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.forget)
        column.addLayout(row)


def _places(gone: Sequence[Gone]) -> list[str]:
    """Where the photos were: the folders with most of them, with how many."""
    folders = Counter(os.path.dirname(path) for _, path in gone)
    named = [f"{display_folder(path)}: {count:,}" for path, count in folders.most_common(FOLDERS_NAMED)]
    more = len(folders) - len(named)
    return [*named, f"and {counted(more, 'more folder')}"] if more else named
