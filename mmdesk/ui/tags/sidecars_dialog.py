"""The dialog that writes tags to sidecar files, only after one has seen what would change."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.core.photo import Skipped
from mmdesk.core.progress import Progress
from mmdesk.core.sidecars import Difference, XmpSummary
from mmdesk.ui.parts.enter import ButtonDialog
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.progress_bar import ProgressBar
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.ui.tags.difference_list import DifferenceList
from mmdesk.work.sidecars import SidecarsWork

SIZE = (760, 560)
PROMISE = tr(
    "Tags you accepted or gave, and stars, go into files beside the photos "
    "(photo.jpg.xmp), where other programs read them. The photos themselves are never "
    "changed, and whatever else is in such a file stays."
)

TAKES_BACK = tr("Bring the files back to what they were, save those changed since")
NOTHING_WRITTEN = tr(
    "There is nothing to take back: no tags were written to files, or all of it was taken back"
)


class SidecarsDialog(ButtonDialog):
    """The difference, then a button to write it, then a button to take that back.

    Where it `asks` nothing, it writes as soon as the difference is known.
    """

    def __init__(self, work: SidecarsWork, parent: QWidget | None = None, *, asks: bool = True) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Write tags to sidecar files"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_on_screen(self, *SIZE)
        self._work = work
        self._writes_unasked = not asks
        self.told = label("", "heading", self)
        self.told.setWordWrap(True)
        self.list = DifferenceList(self)
        self._bar = ProgressBar(self)
        self.write = QPushButton(tr("Write"), self)
        self.write.setProperty("role", "primary")
        self.take_back = QPushButton(tr("Take back the last write"), self)
        self._allow_way_back(is_there=False)
        self._close = QPushButton(tr("Close"), self)
        self._lay_out()
        self._connect()
        self.compare()

    def compare(self) -> None:
        """List what a write would change."""
        self.list.clear()
        self._work.compare()

    def done(self, result: int) -> None:
        """Stop; the file under way is written whole."""
        self._work.stop()
        super().done(result)

    def _begin(self) -> None:
        self._bar.show_busy()
        self._bar.show()
        self.write.setEnabled(False)
        self.take_back.setEnabled(False)

    def _advance(self, progress: Progress) -> None:
        self.told.setText(f"{progress.note}…")
        if progress.total:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)

    def _end(self) -> None:
        self._bar.hide()
        self._work.request_way_back()
        if self._writes_unasked and self.write.isEnabled():
            self._writes_unasked = False
            self._write()

    def _take_way_back(self, is_there: bool) -> None:  # noqa: FBT001
        if not self._work.is_running:
            self._allow_way_back(is_there=is_there)

    def _allow_way_back(self, *, is_there: bool) -> None:
        self.take_back.setEnabled(is_there)
        self.take_back.setToolTip(TAKES_BACK if is_there else NOTHING_WRITTEN)

    def _take(self, found: list[Difference]) -> None:
        self.list.add(found)

    def _take_skipped(self, skipped: list[Skipped]) -> None:
        self.list.add(skipped)

    def _tell_compared(self, summary: XmpSummary) -> None:
        different = [row for row in self.list.rows() if isinstance(row, Difference)]
        new = sum(row.is_new for row in different)
        nothing = tr("All sidecar files say already what your photos are tagged with.")
        would = _with_left_out(_changes(summary.written, new), summary)
        self.told.setText(would if summary.written or summary.skipped else nothing)
        writes = trn("Write {n:,} file", "Write {n:,} files", summary.written)
        self.write.setText(writes if summary.written else tr("Write"))
        self.write.setEnabled(summary.written > 0)

    def _tell_written(self, summary: XmpSummary) -> None:
        written = trn("{n:,} file written", "{n:,} files written", summary.written)
        self.told.setText(_with_left_out(written, summary))
        self.write.setText(tr("Write"))

    def _tell_taken_back(self, summary: XmpSummary) -> None:
        nothing = tr("There is no write to take back.")
        brought = trn("{n:,} file brought back", "{n:,} files brought back", summary.written)
        self.told.setText(_with_left_out(brought, summary) if summary.written or summary.skipped else nothing)

    def _tell_failure(self, sentence: str) -> None:
        self.told.setText(sentence)

    def _write(self) -> None:
        self.list.clear()
        self._work.write()

    def _take_back(self) -> None:
        self.list.clear()
        self._work.take_back()

    def _lay_out(self) -> None:
        promise = label(PROMISE, "muted", self)
        promise.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.take_back)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self.write)
        for button in (self.take_back, self._close, self.write):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(promise)
        column.addWidget(self.told)
        column.addWidget(self._bar)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        work = self._work
        work.started.connect(self._begin)
        work.progressed.connect(self._advance)
        work.ended.connect(self._end)
        work.found.connect(self._take)
        work.way_back_known.connect(self._take_way_back)
        work.left_out.connect(self._take_skipped)
        work.compared.connect(self._tell_compared)
        work.written.connect(self._tell_written)
        work.taken_back.connect(self._tell_taken_back)
        work.failed.connect(self._tell_failure)
        self.write.clicked.connect(self._write)
        self.take_back.clicked.connect(self._take_back)
        self._close.clicked.connect(self.close)


def _changes(written: int, new: int) -> str:
    """Number of files that would change, and how many of them there are not yet."""
    if not new:
        return trn("{n:,} file would change", "{n:,} files would change", written)
    if new == written:
        return trn(
            "{n:,} file would change, all of them new", "{n:,} files would change, all of them new", written
        )
    return trn(
        "{n:,} file would change, {new:,} of them new",
        "{n:,} files would change, {new:,} of them new",
        written,
        new=new,
    )


def _with_left_out(told: str, summary: XmpSummary) -> str:
    """What is told of files, and of those with which it cannot be done."""
    if not summary.skipped:
        return told
    return trn("{told}; {n:,} cannot be", "{told}; {n:,} cannot be", summary.skipped, told=told)
