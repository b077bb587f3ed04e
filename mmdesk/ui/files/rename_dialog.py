"""A dialog that asks for a new name of one file."""

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.core.paths import display_name
from mmdesk.core.photo import Photo
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.tab_order import tab_by_layout
from mmdesk.work.file_acts import FileActs

WIDTH = 440
ADVICE = tr("The suffix stays. Its raw file and sidecars, where it has any, get the name with it.")


class RenameDialog(QDialog):
    """A dialog that stays until the file has its name, and says what is in the way."""

    def __init__(self, files: FileActs, photo: Photo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Rename"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._files, self._photo = files, photo
        self._old = display_name(photo.path)
        self.name = QLineEdit(self._old, self)
        self.name.setProperty("role", "number")
        self.name.setAccessibleName(tr("Name"))
        self.name.setSelection(0, len(os.path.splitext(self._old)[0]))
        self.told = label(ADVICE, "muted", self)
        self.told.setWordWrap(True)
        self.rename = QPushButton(tr("Rename"), self)
        self.rename.setProperty("role", "primary")
        self.rename.setDefault(True)
        self._cancel = QPushButton(tr("Cancel"), self)
        self._lay_out()
        self.name.textChanged.connect(self._clear_error)
        self.rename.clicked.connect(self._rename)
        self._cancel.clicked.connect(self.reject)
        self.name.setFocus()

    def _rename(self) -> None:
        if self.name.text() == self._old:
            self.reject()
            return
        self.rename.setEnabled(False)
        answer = self._files.rename(self._photo.id, self.name.text())
        answer.succeeded.connect(self.accept)
        answer.failed.connect(self._tell)

    def _tell(self, why: str) -> None:
        self.rename.setEnabled(True)
        self.told.setText(why)

    def _clear_error(self) -> None:
        self.told.setText(ADVICE)
        self.rename.setEnabled(bool(self.name.text().strip()))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.rename)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addWidget(self.told)
        column.addSpacing(4)
        column.addLayout(buttons)
        tab_by_layout(self)
