"""The dialog that asks in what form photos are to be exported."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.copy_shape import CopyShape
from mmdesk.core.exporting import ExportForm
from mmdesk.core.language import tr, trc
from mmdesk.ui.exporting.shape_fields import ShapeFields
from mmdesk.ui.parts.dialog_foot import cancel_or
from mmdesk.ui.parts.enter import ENTER_KEYS, ButtonDialog
from mmdesk.ui.parts.labels import label

WIDTH = 460
FORMS = {
    ExportForm.COPIES: (tr("Copies of the files"), tr("into a folder. Nothing is overwritten there.")),
    ExportForm.PATHS: (tr("List of paths"), tr("a text file with a line for each photo.")),
    ExportForm.TABLE: (
        trc("a form of an export", "Table"),
        tr("a CSV file with relevance, date, stars, camera and more."),
    ),
}


class ExportDialog(ButtonDialog):
    """Says which photos are meant, and asks for a form.

    Signals:
        chosen(ExportForm, bool, CopyShape): the form, whether raw files and sidecars go along, and what
            copies are to be like.
    """

    chosen = Signal(object, bool, object)

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self.forms = QButtonGroup(self)
        self.shape = ShapeFields(self)
        self.companions = QCheckBox(tr("Raw files, live films and sidecars go along"), self)
        self.companions.setChecked(True)
        self.go_on = QPushButton(tr("Choose where…"), self)
        self.go_on.setProperty("role", "primary")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self._choose)
        self._lay_out(what)
        self.forms.idToggled.connect(self._follow_form)
        self.shape.changed.connect(self._follow_form)
        self._follow_form()

    @property
    def form(self) -> ExportForm:
        """The form that is chosen."""
        return list(FORMS)[self.forms.checkedId()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter on a form: it is chosen as soon as it has the focus."""
        if event.key() in ENTER_KEYS and self.focusWidget() in self.forms.buttons():
            self.go_on.click()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        self.accept()
        shape = self.shape.shape if self.form is ExportForm.COPIES else CopyShape()
        self.chosen.emit(self.form, self.companions.isChecked(), shape)

    def _follow_form(self) -> None:
        are_copies = self.form is ExportForm.COPIES
        self.shape.setEnabled(are_copies)
        self.companions.setEnabled(are_copies and not self.shape.is_made)
        self.go_on.setEnabled(self.shape.is_sound or not are_copies)

    def _lay_out(self, what: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(6)
        heading = label(what, "heading", self)
        heading.setWordWrap(True)
        column.addWidget(heading)
        column.addSpacing(6)
        for place, form in enumerate(FORMS):
            column.addWidget(self._row(place, *FORMS[form]))
        column.addSpacing(8)
        column.addWidget(self.shape)
        column.addSpacing(2)
        column.addWidget(self.companions)
        column.addSpacing(10)
        column.addLayout(cancel_or(self, self.go_on))

    def _row(self, place: int, name: str, words: str) -> QWidget:
        row = QPushButton(tr("{form}: {words}", form=name, words=words), self)
        row.setProperty("role", "row")
        row.setCheckable(True)
        row.setAutoDefault(False)
        row.setChecked(place == 0)
        self.forms.addButton(row, place)
        return row
