"""The dialog of the patterns that leave files out of a folder, and what each of them hides."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mmdesk.core.excluding import Exclusion
from mmdesk.core.language import tr
from mmdesk.core.paths import display_name
from mmdesk.ui.folders.pattern_row import PatternRow
from mmdesk.ui.parts.enter import ButtonDialog
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.work.folders import FoldersWork

WIDTH, HEIGHT = 560, 440
REST_MS = 200
"""Time the fingers rest before photos are counted."""

ADVICE = tr(
    "What a pattern covers is hidden and not looked at. No file is touched, and what is "
    "known of the photos is kept."
)
EXAMPLES = (
    tr("*.png   every file of that kind"),
    tr("drafts   every file or folder of that name"),
    tr("/2019/drafts   that one alone, from the folder on"),
)


class ExclusionDialog(ButtonDialog):
    """A list of patterns to be changed; nothing happens before it is saved.

    Signals:
        saved(list[str]): these patterns are to be in force.
    """

    saved = Signal(object)

    def __init__(self, exclusion: Exclusion, work: FoldersWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Excluded patterns"))
        resize_on_screen(self, WIDTH, HEIGHT)
        self._exclusion, self._work = exclusion, work
        self.rows: list[PatternRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.add = QPushButton(tr("Add a pattern"), self)
        self.save = QPushButton(tr("Save"), self)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._lay_out()
        self.add.clicked.connect(partial(self.add_row, ""))
        self.save.clicked.connect(self._save)
        self._rest.timeout.connect(self._count)
        work.exclusion_counted.connect(self._show_counts)
        for pattern in exclusion.patterns or ("",):
            self.add_row(pattern)
        self._show_counts(exclusion)
        self.rows[0].pattern.setFocus()

    @property
    def patterns(self) -> list[str]:
        """Patterns written at present, each once."""
        written = (row.pattern.text().strip() for row in self.rows)
        return list(dict.fromkeys(filter(None, written)))

    def add_row(self, pattern: str) -> None:
        """Offer another line, with a pattern or for a new one."""
        row = PatternRow(pattern, self)
        row.changed.connect(self._take_change)
        row.removal_requested.connect(partial(self._remove, row))
        self.rows.append(row)
        self._list.addWidget(row)
        row.pattern.setFocus()

    def _remove(self, row: PatternRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        (self.rows[-1].pattern if self.rows else self.add).setFocus()
        self._take_change()

    def _take_change(self) -> None:
        self.save.setEnabled(self.patterns != list(self._exclusion.patterns))
        self._rest.start()

    def _count(self) -> None:
        self._work.count_excluded(self._exclusion.folder, self.patterns)

    def _show_counts(self, counted: Exclusion) -> None:
        photos = dict(zip(counted.patterns, counted.photos, strict=True))
        for row in self.rows:
            row.show_count(photos.get(row.pattern.text().strip()))
        self.save.setEnabled(self.patterns != list(self._exclusion.patterns))

    def _save(self) -> None:
        self.saved.emit(self.patterns)
        self.accept()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        heading = tr("Excluded from {folder}", folder=display_name(self._exclusion.folder))
        column.addWidget(ElidedLabel(heading, "heading", parent=self))
        advice = label(ADVICE, "muted", self)
        advice.setWordWrap(True)
        column.addWidget(advice)
        column.addSpacing(4)
        column.addWidget(self._scrolled(), 1)
        for words in EXAMPLES:
            column.addWidget(label(words, "small", self))
        column.addSpacing(8)
        column.addLayout(self._buttons())

    def _scrolled(self) -> QScrollArea:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(self._list)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setAccessibleName(tr("Patterns"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        return area

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton(tr("Cancel"), self)
        cancel.clicked.connect(self.reject)
        self.add.setAutoDefault(False)
        self.save.setProperty("role", "primary")
        self.save.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.save)
        return row
