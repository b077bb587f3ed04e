"""The fields of one label, and what it would find."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.errors import UserError
from mmdesk.core.labels import LabelSet
from mmdesk.core.language import tr, trc, trn
from mmdesk.core.tagging.drafts import LabelDraft
from mmdesk.core.tagging.review import LabelPreview
from mmdesk.ui.parts.labels import label
from mmdesk.ui.tags.photo_strip import PhotoStrip
from mmdesk.work.workers import Workers

TYPING_MS = 250
SIDE = 72
USUAL = 50
PROPOSED = tr("as the library proposes")
PROMPTS_HINT = tr("Sentences a photo of it could be described with, one a line:\na photo of a cat on a sofa")


class LabelForm(QWidget):
    """Writes into the draft it shows, letter by letter.

    Signals:
        renamed(): the draft has another name or parent.
        changed(): something was typed.
    """

    renamed = Signal()
    changed = Signal()

    def __init__(self, workers: Workers, labels: LabelSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._labels = workers.label_sets, labels
        self._draft = LabelDraft()
        self._is_filling = False
        self.name, self.above = _field(tr("Name"), self), _field(trc("below a heading", "Below"), self)
        self.above.setPlaceholderText(tr("a heading, such as animals"))
        self.synonyms = _field(tr("Other words for it"), self)
        self.synonyms.setPlaceholderText(tr("puppy, hound"))
        self.prompts = QPlainTextEdit(self)
        self.prompts.setAccessibleName(tr("Prompts"))
        self.prompts.setPlaceholderText(PROMPTS_HINT)
        self.prompts.setProperty("role", "field")
        self.prompts.setTabChangesFocus(True)
        self.prompts.setFixedHeight(96)
        self.own_cutoff = QCheckBox(tr("Suggest from"), self)
        self.cutoff = QSlider(Qt.Orientation.Horizontal, self)
        self.cutoff.setRange(5, 95)
        self.cutoff.setAccessibleName(tr("Cut-off in per cent"))
        self._percent = label("", "muted", self)
        self.told = label("", "body", self)
        self._strip = PhotoStrip(workers.browse, workers.pictures, SIDE, self)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._lay_out()
        self._connect()

    def show_draft(self, draft: LabelDraft) -> None:
        """Show a label, and write what is changed into it."""
        self._is_filling = True
        self._draft = draft
        self.name.setText(draft.name)
        self.above.setText(draft.parent)
        self.synonyms.setText(draft.synonyms)
        self.prompts.setPlainText(draft.prompts)
        self.own_cutoff.setChecked(draft.cutoff is not None)
        self.cutoff.setValue(USUAL if draft.cutoff is None else round(100 * draft.cutoff))
        self._is_filling = False
        self._show_cutoff()
        self._ask()

    def _note(self) -> None:
        """Take the fields into the draft; look at the photos when the typing rests."""
        if self._is_filling:
            return
        draft = self._draft
        before = (draft.name, draft.parent)
        draft.name, draft.parent = self.name.text(), self.above.text()
        draft.synonyms, draft.prompts = self.synonyms.text(), self.prompts.toPlainText()
        draft.cutoff = self.cutoff.value() / 100 if self.own_cutoff.isChecked() else None
        self._show_cutoff()
        self._typing.start()
        self.changed.emit()
        if before != (draft.name, draft.parent):
            self.renamed.emit()

    def _ask(self) -> None:
        try:
            meant = self._draft.label()
            self._labels.with_label(meant)
        except UserError as reason:
            self.told.setText(str(reason) if self._draft.name else tr("A label needs a name."))
            self._strip.show_photos(())
            return
        self.told.setText(tr("Looking…"))
        self._work.preview(self._labels, meant)

    def _take(self, glance: LabelPreview) -> None:
        if glance.label != self._draft.name.strip():
            return
        finds = trn("Finds {n:,} photo", "Finds {n:,} photos", glance.photos)
        found = finds if glance.photos else tr("Finds no photo")
        self.told.setText(found)
        self._strip.show_photos(glance.best)

    def _show_cutoff(self) -> None:
        is_own = self.own_cutoff.isChecked()
        self.cutoff.setEnabled(is_own)
        told = tr("{percent}\N{NO-BREAK SPACE}% on", percent=self.cutoff.value()) if is_own else PROPOSED
        self._percent.setText(told)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows: Sequence[tuple[str, QWidget]] = (
            (tr("Name"), self.name),
            (trc("below a heading", "Below"), self.above),
            (tr("Other words"), self.synonyms),
            (tr("Prompts"), self.prompts),
        )
        for words, field in rows:
            form.addRow(label(words, "muted", self), field)
        cutoff = QHBoxLayout()
        cutoff.setSpacing(12)
        for widget in (self.own_cutoff, self.cutoff, self._percent):
            cutoff.addWidget(widget)
        self._percent.setMinimumWidth(self.fontMetrics().horizontalAdvance(PROPOSED) + 4)
        form.addRow(label(tr("Cut-off"), "muted", self), cutoff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addWidget(self._strip)
        column.addStretch(1)

    def _connect(self) -> None:
        for field in (self.name, self.above, self.synonyms, self.prompts):
            field.textChanged.connect(self._note)
        self.own_cutoff.toggled.connect(self._note)
        self.cutoff.valueChanged.connect(self._note)
        self._typing.timeout.connect(self._ask)
        self._work.previewed.connect(self._take)


def _field(name: str, parent: QWidget) -> QLineEdit:
    field = QLineEdit(parent)
    field.setProperty("role", "number")
    field.setAccessibleName(name)
    return field
