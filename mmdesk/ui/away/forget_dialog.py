"""The question before photos are forgotten: which, what goes with them, and what does not."""

import os
from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import in_figures, tr, trn
from mmdesk.core.missing import Gone
from mmdesk.core.paths import display_folder, display_name
from mmdesk.ui.parts.enter import ButtonDialog
from mmdesk.ui.parts.labels import ElidedLabel, label

WIDTH = 520
FOLDERS_NAMED = 6

OF_A_DRIVE = tr(
    "This folder may only be unplugged. Once it is forgotten, it has to be added again "
    "when it is back, and all of its photos are looked at anew."
)
OF_A_FOLDER_OUT = tr("Once it is forgotten, all of its photos are looked at anew when it is added again.")
CONSEQUENCE = tr(
    "Their tags, ratings and places in albums go with them. No file is touched, and a "
    "backup of the catalogue is made first."
)


class ForgetDialog(ButtonDialog):
    """A question, accepted to forget these photos, or all of a folder, which may be taken out of the library;
    Enter cancels.
    """

    def __init__(
        self,
        gone: Sequence[Gone],
        folder: bytes | None,
        parent: QWidget | None = None,
        *,
        is_out: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Forget photos"))
        self.setFixedWidth(WIDTH)
        self.forget = QPushButton(trn("Forget {n:,} photo", "Forget {n:,} photos", len(gone)), self)
        self.forget.setAutoDefault(False)
        self.forget.clicked.connect(self.accept)
        self._lay_out(gone, folder, OF_A_FOLDER_OUT if is_out else OF_A_DRIVE)

    def _lay_out(self, gone: Sequence[Gone], folder: bytes | None, later: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        question = label(_question(gone, folder), "heading", self)
        question.setWordWrap(True)
        column.addWidget(question)
        for words in _places(gone):
            column.addWidget(ElidedLabel(words, "muted", Qt.TextElideMode.ElideMiddle, self))
        for words in [CONSEQUENCE] if folder is None else [later, CONSEQUENCE]:
            told = label(words, parent=self)
            told.setWordWrap(True)
            column.addWidget(told)
        column.addSpacing(8)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton(tr("Cancel"), self)
        cancel.setDefault(True)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.forget)
        return row


def _question(gone: Sequence[Gone], folder: bytes | None) -> str:
    if folder is not None:
        name = display_name(folder)
        return trn(
            "Forget {folder} and its {n:,} photo?",
            "Forget {folder} and its {n:,} photos?",
            len(gone),
            folder=name,
        )
    return trn(
        "Forget {n:,} photo whose file is gone?", "Forget {n:,} photos whose files are gone?", len(gone)
    )


def _places(gone: Sequence[Gone]) -> list[str]:
    """Folders in which most of the photos were, with how many."""
    folders = Counter(os.path.dirname(path) for _, path in gone)
    named = [
        f"{display_folder(path)}: {in_figures(count)}" for path, count in folders.most_common(FOLDERS_NAMED)
    ]
    more = len(folders) - len(named)
    return [*named, trn("and {n:,} more folder", "and {n:,} more folders", more)] if more else named
