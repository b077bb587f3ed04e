"""The strip at the bottom: what runs, how far it is, how long still, and what was skipped."""

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mmdesk.core.language import tr, trc, trn
from mmdesk.core.photo import IndexSummary, Skipped
from mmdesk.core.progress import Progress
from mmdesk.ui.activity.export_note import ExportNote
from mmdesk.ui.activity.fetching_note import FetchingNote, FetchingStop
from mmdesk.ui.activity.library_copy_note import LibraryCopyNote
from mmdesk.ui.activity.painting_note import PaintingNote
from mmdesk.ui.activity.progress_text import how_many, summed_up, time_left
from mmdesk.ui.activity.skipped import SkippedFilesDialog
from mmdesk.ui.activity.tagging_note import TaggingNote
from mmdesk.ui.activity.text_note import TextNote
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.ui.parts.progress_bar import ProgressBar
from mmdesk.ui.theme.icons import icon
from mmdesk.work.pace import Pace
from mmdesk.work.workers import Workers

HEIGHT = 40


class ActivityStrip(QWidget):
    """Indexing at the left; looking for labels, painting and skipped files at the right.

    Signals:
        rescan_requested(): the user wants the skipped files tried once more.
        studio_requested(): the user wants to see what is being painted.
        tags_requested(): the user wants to see what is found.
        models_requested(): the user wants to see what is being fetched.
    """

    rescan_requested = Signal()
    studio_requested = Signal()
    tags_requested = Signal()
    models_requested = Signal()

    def __init__(self, workers: Workers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index, self._browse = workers.index, workers.browse
        self._pace = Pace()
        self._is_stopping = self._is_summed_up = False
        self._news = ""
        self._left_out: dict[bytes, Skipped] = {}
        self._dialog: SkippedFilesDialog | None = None
        self._what = ElidedLabel("", "muted", parent=self)
        self._bar = ProgressBar(self)
        self._far = label("", "muted", self)
        self._left = label("", "muted", self)
        self._pause = IconButton("pause", trc("a command", "Pause"), self, side=16)
        self._stop = IconButton("stop", tr("Stop. What is done stays done"), self, side=16)
        self.painting = PaintingNote(workers.paint, self)
        self.tagging = TaggingNote(workers.tagging, self)
        self.fetching = FetchingNote(workers.fetching, self)
        self.stop_fetching = FetchingStop(workers.fetching, self)
        self.exporting = ExportNote(workers.exporting, self)
        self.reading = TextNote(workers.texts, self)
        self.copying = LibraryCopyNote(workers.library_copy, self)
        self._skipped = QPushButton(self)
        self._lay_out()
        self._connect()
        self._show_controls(running=False)
        self._browse.request_skipped()
        self._browse.request_unread()

    def _lay_out(self) -> None:
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._bar.setFixedWidth(220)
        self._skipped.setProperty("role", "quiet")
        self._skipped.setToolTip(tr("Show which files were skipped, and why"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(12)
        for widget in (self._what, self._bar, self._pause, self._stop, self._far, self._left):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.reading)
        row.addWidget(self.copying)
        row.addWidget(self.exporting)
        row.addWidget(self.fetching)
        row.addWidget(self.stop_fetching)
        row.addWidget(self.tagging)
        row.addWidget(self.painting)
        row.addWidget(self._skipped)

    def _connect(self) -> None:
        index = self._index
        index.started.connect(self._begin)
        index.progressed.connect(self._advance)
        index.skipped.connect(self._note_skipped)
        index.finished.connect(self._sum_up)
        index.ended.connect(self._rest)
        index.waited.connect(self._tell_waiting)
        self._pause.clicked.connect(self._pause_or_resume)
        self._stop.clicked.connect(self._end_early)
        self._skipped.clicked.connect(self.show_skipped)
        self.painting.clicked.connect(self.studio_requested)
        self.tagging.clicked.connect(self.tags_requested)
        self.fetching.clicked.connect(self.models_requested)
        self._browse.skipped_loaded.connect(self._take_skipped)
        self._browse.unread_counted.connect(self._tell_unread)

    @property
    def words(self) -> str:
        """Words told at the left."""
        return self._what.whole_text

    def show_skipped(self) -> None:
        """Open the list of skipped files beside the window."""
        if self._dialog is None:
            self._dialog = SkippedFilesDialog(self.window())
            self._dialog.rescan_requested.connect(self.rescan_requested)
        self._dialog.show_files(list(self._left_out.values()))
        self._dialog.show()
        self._dialog.raise_()

    def _begin(self) -> None:
        self._pace.restart()
        self._is_stopping = self._is_summed_up = False
        self._what.set_text(tr("Starting"))
        self._bar.show_busy()
        self._show_controls(running=True)
        self._pause.set_icon("pause", trc("a command", "Pause"))

    def _advance(self, progress: Progress) -> None:
        """Show progress; only what changed is repainted, for Qt compares texts and values itself."""
        self._pace.note(progress, time.monotonic())
        if not (self._index.is_paused or self._is_stopping):
            self._what.set_text(progress.note or tr("Looking at photos"))
        self._show_fraction(progress)
        self._far.setText(how_many(progress))
        seconds = self._pace.seconds_left(progress)
        self._left.setText("" if seconds is None else time_left(seconds))

    def _show_fraction(self, progress: Progress) -> None:
        self._bar.show_fraction(progress.fraction)

    def _pause_or_resume(self) -> None:
        if self._index.is_paused:
            self._index.resume()
            self._show_going_on()
        else:
            self._index.pause()
            self._show_pause(tr("Paused"))

    def _tell_waiting(self, reason: str) -> None:
        if reason:
            self._show_pause(reason)
        else:
            self._show_going_on()

    def _show_pause(self, words: str) -> None:
        self._pause.set_icon("resume", tr("Go on"))
        self._what.set_text(words)
        self._left.clear()
        self._pace.restart()

    def _show_going_on(self) -> None:
        self._pause.set_icon("pause", trc("a command", "Pause"))
        self._what.set_text(tr("Going on"))
        self._pace.restart()

    def _end_early(self) -> None:
        self._is_stopping = True
        self._index.stop()
        self._what.set_text(tr("Stopping"))
        self._stop.setEnabled(False)
        self._pause.setEnabled(False)

    def _sum_up(self, summary: IndexSummary) -> None:
        """Tell what a run brought. One that was not asked for and brought nothing leaves the last news."""
        self._is_summed_up = True
        told = summed_up(summary)
        if summary.indexed or summary.renamed:
            self._news = told
        elif self._index.is_catching_up and summary.found:
            told = self._news or told
        self._what.set_text(told)

    def _rest(self) -> None:
        if not self._is_summed_up:
            self._what.set_text(tr("Stopped. What was done stays done"))
        self._show_controls(running=False)
        self._browse.request_skipped()
        self._browse.request_unread()

    def _tell_unread(self, files: int) -> None:
        """Say what is left to be done, unless it is being done."""
        if files and not (self._index.is_running or self._is_summed_up):
            self._what.set_text(
                trn("Stopped. {n:,} file not looked at yet", "Stopped. {n:,} files not looked at yet", files)
            )

    def _show_controls(self, *, running: bool) -> None:
        for widget in (self._bar, self._far, self._left, self._pause, self._stop):
            widget.setVisible(running)
            widget.setEnabled(True)
        self._far.clear()
        self._left.clear()

    def _note_skipped(self, files: list[Skipped]) -> None:
        self._left_out.update((file.path, file) for file in files)
        self._show_skipped_count()

    def _take_skipped(self, files: list[Skipped]) -> None:
        self._left_out = {file.path: file for file in files}
        self._show_skipped_count()

    def _show_skipped_count(self) -> None:
        self._skipped.setVisible(bool(self._left_out))
        self._skipped.setIcon(icon("skipped", self.palette()))
        self._skipped.setText(trn("{n:,} file skipped", "{n:,} files skipped", len(self._left_out)))
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.show_files(list(self._left_out.values()))
