"""The editor of a label set."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.errors import UserError
from mmdesk.core.labels import LabelSet
from mmdesk.ui.parts.labels import label
from mmdesk.ui.tags.label_drafts import LabelDraft, drafted_set, renames_in
from mmdesk.ui.tags.label_form import LabelForm
from mmdesk.work.workers import Workers

SIZE = (900, 640)
LIST_WIDTH = 240


class LabelSetEditor(QDialog):
    """Labels at the left, the fields of one of them at the right; nothing is stored before "Save"."""

    def __init__(self, workers: Workers, labels: LabelSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Label set")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self._work, self._labels = workers.label_sets, labels
        self._drafts = [LabelDraft.of(one) for one in labels]
        self.name = QLineEdit(labels.name, self)
        self.name.setProperty("role", "number")
        self.name.setAccessibleName("Name of the set")
        self.exclusive = QCheckBox("A photo gets one of these labels at most", self)
        self.exclusive.setChecked(labels.exclusive)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Labels of the set")
        self.list.setFixedWidth(LIST_WIDTH)
        self.form = LabelForm(workers, labels, self)
        self._trouble = label("", "body", self)
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._lay_out()
        self._connect()
        self._fill(0)

    @property
    def drafts(self) -> list[LabelDraft]:
        """The labels as they are written at present."""
        return list(self._drafts)

    @property
    def trouble(self) -> str:
        """Reason why it cannot be saved as it is; empty while nobody tried."""
        return "" if self._trouble.isHidden() else self._trouble.text()

    def add_label(self) -> None:
        """Begin a label, below the same heading as the one before."""
        place = self.list.currentRow()
        above = self._drafts[place].parent if 0 <= place < len(self._drafts) else ""
        self._drafts.insert(place + 1, LabelDraft(parent=above))
        self._fill(place + 1)
        self.form.name.setFocus()

    def remove_label(self) -> None:
        """Take the label that is shown out of the set."""
        place = self.list.currentRow()
        if 0 <= place < len(self._drafts):
            del self._drafts[place]
            self._fill(min(place, len(self._drafts) - 1))

    def save(self) -> None:
        """Store the set, where it makes one, and go away."""
        try:
            made = drafted_set(
                self._labels, self.name.text(), self._drafts, exclusive=self.exclusive.isChecked()
            )
        except UserError as reason:
            self._trouble.setText(str(reason))
            self._trouble.show()
            return
        self._work.save(made, renames_in(self._drafts) if made.name == self._labels.name else None)
        self.accept()

    def _fill(self, chosen: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([_title(draft) for draft in self._drafts])
        self.list.blockSignals(False)
        self.list.setCurrentRow(chosen)
        self._show(chosen)

    def _show(self, place: int) -> None:
        has_label = 0 <= place < len(self._drafts)
        self.form.setEnabled(has_label)
        self._remove.setEnabled(has_label)
        if has_label:
            self.form.show_draft(self._drafts[place])

    def _retitle(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._drafts):
            self.list.item(place).setText(_title(self._drafts[place]))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(label("Set", "muted", self))
        self.name.setFixedWidth(LIST_WIDTH)
        top.addWidget(self.name)
        top.addWidget(self.exclusive)
        top.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(24)
        middle.addLayout(self._left())
        middle.addWidget(self.form, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addWidget(self._trouble)
        column.addLayout(self._buttons())

    def _left(self) -> QVBoxLayout:
        add, self._remove = QPushButton("Add a label", self), QPushButton("Remove", self)
        add.clicked.connect(self.add_label)
        self._remove.clicked.connect(self.remove_label)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(add, 1)
        row.addWidget(self._remove)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addLayout(row)
        return left

    def _buttons(self) -> QHBoxLayout:
        close, save = QPushButton("Cancel", self), QPushButton("Save", self)
        save.setProperty("role", "primary")
        close.clicked.connect(self.reject)
        save.clicked.connect(self.save)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(save)
        for button in (close, save):
            button.setAutoDefault(False)
        return row

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._show)
        self.form.renamed.connect(self._retitle)


def _title(draft: LabelDraft) -> str:
    name = draft.name.strip() or "(no name yet)"
    return f"{draft.parent.strip()} / {name}" if draft.parent.strip() else name
