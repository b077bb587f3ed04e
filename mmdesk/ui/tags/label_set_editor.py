"""The editor of a label set."""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
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
from mmdesk.core.language import tr, trc
from mmdesk.core.tagging.drafts import LabelDraft, SetDraft
from mmdesk.ui.parts.enter import ButtonDialog
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.ui.tags.label_form import LabelForm
from mmdesk.work.workers import Workers

SIZE = (900, 640)
LIST_WIDTH = 240
KEEP_MS = 300
"""Rest in typing after which what is written is kept on disk."""

UNSAVED = tr("Not saved yet; kept for the next time.")


class LabelSetEditor(ButtonDialog):
    """Labels at the left, the fields of one of them at the right; nothing is stored before "Save".

    What is typed is kept beside the set, letter by letter, until it is saved or discarded: whoever closes the
    editor, or the program, finds it here again.
    """

    def __init__(
        self, workers: Workers, labels: LabelSet, taken: Collection[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Label set"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_on_screen(self, *SIZE)
        self._work, self._labels, self._taken = workers.label_sets, labels, taken
        self._stored = SetDraft.of(labels) if labels.name in taken else SetDraft.new(labels.name)
        self._discarded: SetDraft | None = None
        self._saving = ""
        self._drafts: list[LabelDraft] = []
        self.name = QLineEdit(self)
        self.name.setProperty("role", "number")
        self.name.setAccessibleName(tr("Name of the set"))
        self.exclusive = QCheckBox(tr("A photo gets one of these labels at most"), self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Labels of the set"))
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # cut with an ellipsis
        self.form = LabelForm(workers, labels, self)
        self._trouble = label("", "body", self)
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._told = label(UNSAVED, "muted", self)
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._lay_out()
        self._show_draft(self._work.draft(self._stored.edited) or self._stored)
        self._connect()

    @property
    def draft(self) -> SetDraft:
        """The set as it is written at present."""
        labels = tuple(replace(draft) for draft in self._drafts)
        return SetDraft(self._stored.edited, self.name.text(), self.exclusive.isChecked(), labels)

    @property
    def is_changed(self) -> bool:
        """Whether something is written that is not stored."""
        return self.draft != self._stored

    @property
    def trouble(self) -> str:
        """Reason why it cannot be saved as it is; empty while nobody tried."""
        return "" if self._trouble.isHidden() else self._trouble.text()

    def done(self, result: int) -> None:
        """Keep what is written and not saved."""
        if result != QDialog.DialogCode.Accepted:
            self._keep()
        super().done(result)

    def add_label(self) -> None:
        """Begin a label, below the same heading as the one before."""
        place = self.list.currentRow()
        above = self._drafts[place].parent if 0 <= place < len(self._drafts) else ""
        self._drafts.insert(place + 1, LabelDraft(parent=above))
        self._fill(place + 1)
        self._note_change()
        self.form.name.setFocus()

    def remove_label(self) -> None:
        """Take the label that is shown out of the set."""
        place = self.list.currentRow()
        if 0 <= place < len(self._drafts):
            del self._drafts[place]
            self._fill(min(place, len(self._drafts) - 1))
            self._note_change()

    def save(self) -> None:
        """Store the set, where it makes one, and go away once it is stored."""
        self._keep()
        draft, name = self.draft, self.name.text().strip()
        if name != draft.edited and name in self._taken:
            self._refuse(tr("There is a label set called {name}; choose another name.", name=name))
            return
        try:
            self._work.save(draft, self._labels)
        except UserError as reason:
            self._refuse(str(reason))
        else:
            self._wait_for(name)

    def _wait_for(self, saving: str) -> None:
        """Let nothing be typed that would not be stored while the set of this name is; "" lets it again."""
        self._saving = saving
        buttons = (self._save, self._discard, self._add, self._remove)
        for widget in (*buttons, self.name, self.exclusive, self.list, self.form):
            widget.setEnabled(not saving)

    def _take_stored(self, name: str) -> None:
        """Go away once this set is stored; others are stored meanwhile, too."""
        if name == self._saving:
            self.accept()

    def _take_refusal(self, reason: str) -> None:
        if self._saving:
            self._refuse(reason)

    def discard(self) -> None:
        """Show the set as it is stored; or bring back what was discarded."""
        if self._discarded is None:
            self._discarded = self.draft
            self._show_draft(self._stored)
        else:
            back, self._discarded = self._discarded, None
            self._show_draft(back)
        self._keep()

    def _refuse(self, reason: str) -> None:
        """Say why it is not saved; all that was written stays."""
        self._wait_for("")
        self._trouble.setText(reason)
        self._trouble.show()

    def _note_change(self) -> None:
        self._discarded = None
        self._keeping.start()
        self._tell_changed()

    def _keep(self) -> None:
        self._keeping.stop()
        if self.is_changed:
            self._work.keep_draft(self.draft)
        else:
            self._work.drop_draft(self._stored.edited)
        self._tell_changed()

    def _tell_changed(self) -> None:
        is_changed = self.is_changed
        self._told.setVisible(is_changed)
        self._discard.setVisible(is_changed or self._discarded is not None)
        self._discard.setText(tr("Discard changes") if self._discarded is None else tr("Bring changes back"))

    def _show_draft(self, draft: SetDraft) -> None:
        self._drafts = [replace(label) for label in draft.labels]
        self.name.setText(draft.name)
        self.exclusive.setChecked(draft.exclusive)
        self._fill(0)
        self._tell_changed()

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
        top.addWidget(label(trc("labels", "Set"), "muted", self))
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
        self._add, self._remove = QPushButton(tr("Add a label"), self), QPushButton(tr("Remove"), self)
        self._add.clicked.connect(self.add_label)
        self._remove.clicked.connect(self.remove_label)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._add, 1)
        row.addWidget(self._remove)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addLayout(row)
        return left

    def _buttons(self) -> QHBoxLayout:
        close, self._save = QPushButton(tr("Close"), self), QPushButton(tr("Save"), self)
        self._discard = QPushButton(tr("Discard changes"), self)
        self._save.setProperty("role", "primary")
        self._discard.clicked.connect(self.discard)
        close.clicked.connect(self.reject)
        self._save.clicked.connect(self.save)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._discard)
        row.addWidget(self._told)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self._save)
        for button in (self._discard, close, self._save):
            button.setAutoDefault(False)
        return row

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._show)
        self.form.renamed.connect(self._retitle)
        self.form.changed.connect(self._note_change)
        self.name.textChanged.connect(self._note_change)
        self.exclusive.toggled.connect(self._note_change)
        self._keeping.timeout.connect(self._keep)
        self._work.stored.connect(self._take_stored)
        self._work.save_refused.connect(self._take_refusal)


def _title(draft: LabelDraft) -> str:
    name = draft.name.strip() or tr("(no name yet)")
    return f"{draft.parent.strip()} / {name}" if draft.parent.strip() else name
