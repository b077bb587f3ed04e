"""What dialogs that edit facts have in common: fields, what would change, and a button to write."""

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mmdesk.core.errors import UserError
from mmdesk.core.fact_edits import FactWish
from mmdesk.core.language import tr, trc, trn
from mmdesk.core.photo import Skipped
from mmdesk.core.sidecars import Difference
from mmdesk.ui.parts.dialog_foot import cancel_or
from mmdesk.ui.parts.enter import ButtonDialog
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.ui.tags.difference_list import DifferenceList
from mmdesk.work.facts import FactsWork

SIZE = (620, 480)
REST_MS = 250
"""Time that fingers rest before what they typed is compared."""

LISTED = 500
"""Sidecars in the list; of more, the number is told."""

PROMISE = tr("Written to sidecar files beside the photos; the photos themselves are never changed.")
LOOKING = tr("Looking at what changes…")
NOTHING = tr("Nothing changes.")


class FactsDialog(ButtonDialog):
    """Tells what would become of the sidecars of some photos, and edits them when asked to."""

    def __init__(
        self, work: FactsWork, ids: Sequence[int], title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_on_screen(self, *SIZE)
        self._work, self._ids = work, list(ids)
        self._asked: FactWish | None = None
        self.told = label("", "muted", self)
        self.told.setWordWrap(True)
        self.list = DifferenceList(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.write = QPushButton(trc("to sidecars", "Write"), self)
        self.write.setProperty("role", "primary")
        self.write.setDefault(True)
        self.write.setEnabled(False)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.look)
        self.write.clicked.connect(self._write)
        work.compared.connect(self._take)
        work.refused.connect(self._refuse)

    @property
    @abstractmethod
    def wish(self) -> FactWish:
        """What is wished for by now. Raises UserError for what cannot be understood."""

    def follow(self) -> None:
        """Compare once the fingers rest."""
        self.write.setEnabled(False)
        self._rest.start()

    def look(self) -> None:
        """Find out what would change."""
        self._rest.stop()
        self.list.clear()
        self._work.forget_question()
        try:
            self._asked = self.wish
        except UserError as trouble:
            self._refuse(str(trouble))
            return
        if self._asked.is_empty:
            self.told.setText(NOTHING)
            return
        self.told.setText(LOOKING)
        self._work.compare(self._ids, self._asked)

    def done(self, result: int) -> None:
        """Ask nothing more."""
        self._work.forget_question()
        super().done(result)

    def lay_out(self, fields: QWidget) -> None:
        """Put the fields above what changes."""
        promise = label(PROMISE, "muted", self)
        promise.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(fields)
        column.addWidget(self.told)
        column.addWidget(self.list, 1)
        column.addWidget(promise)
        column.addLayout(cancel_or(self, self.write))

    def _take(self, found: list[Difference], skipped: list[Skipped]) -> None:
        rows: list[Difference | Skipped] = [*found, *skipped]
        self.list.add(rows[:LISTED])
        self.told.setText(_told(len(found), len(skipped)) if rows else NOTHING)
        self.write.setEnabled(bool(found))

    def _refuse(self, sentence: str) -> None:
        self._asked = None
        self.told.setText(sentence)
        self.write.setEnabled(False)

    def _write(self) -> None:
        if self._asked is not None:
            self._work.edit(self._ids, self._asked)
            self.accept()


def _told(changed: int, skipped: int) -> str:
    """Number of files that would change, and of photos that cannot be changed so."""
    files = trn("{n:,} file would change", "{n:,} files would change", changed)
    if not skipped:
        return f"{files}."
    photos = trn("{n:,} photo cannot have it", "{n:,} photos cannot have it", skipped)
    return tr("{files_would_change}; {photos_cannot}.", files_would_change=files, photos_cannot=photos)
