"""One page that says how the library is, and has everything in it checked."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.health import Check, Health
from mmdesk.core.language import in_figures, tr, trc, trn
from mmdesk.core.progress import Progress
from mmdesk.ui.parts.hairline import Hairline
from mmdesk.ui.parts.icon_label import IconLabel
from mmdesk.ui.parts.labels import label, polish_labels
from mmdesk.work.health import HealthWork

WIDTH = 512
REASONS = 6
"""Reasons of skipped files that are told; the list of skipped files has all."""

PROMISE = tr(
    "Reads the whole catalogue, all vectors and thumbnails, and the newest backup. Nothing is changed."
)

SOUND, UNSOUND = tr("Everything is as it should be."), tr("Something needs a hand, see above.")


class HealthDialog(QDialog):
    """Numbers above, the check below.

    Signals:
        rescan_requested(): skipped files wait to be opened once more.
    """

    rescan_requested = Signal()

    def __init__(self, work: HealthWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.setWindowTitle(tr("Health of the library"))
        self._numbers = QGridLayout()
        self._reasons = QGridLayout()
        self._answers = QGridLayout()
        self._told = label(PROMISE, "small", self)
        self._told.setWordWrap(True)
        self._check = QPushButton(tr("Check everything"), self)
        self._lay_out()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Count anew, so that whoever comes here sees what is there now."""
        super().showEvent(event)
        self._check.setFocus()
        self._work.count()

    def show_health(self, found: Health) -> None:
        """Show these numbers."""
        _empty(self._numbers)
        for name, number in _lines(found):
            _add(self._numbers, label(name, "muted"), label(number))
        _empty(self._reasons)
        for reason, count in found.reasons[:REASONS]:
            self._add_reason(reason, count)
        self._fit()

    def show_checks(self, checks: list[Check]) -> None:
        """Show the answers of a check."""
        _empty(self._answers)
        for check in checks:
            detail = label(check.detail)
            detail.setWordWrap(True)
            _add(self._answers, IconLabel("sound" if check.ok else "skipped", 16), label(check.title), detail)
        self._told.setText(SOUND if all(check.ok for check in checks) else UNSOUND)
        self._check.setEnabled(True)
        self._fit()

    def _add_reason(self, reason: str, count: int) -> None:
        why = label(f"{in_figures(count)} × {reason}", "small")
        why.setWordWrap(True)
        again = QPushButton(tr("Try again"))
        again.setProperty("role", "quiet")
        again.clicked.connect(partial(self._try_again, reason))
        _add(self._reasons, why, again)

    def _try_again(self, reason: str) -> None:
        self._work.try_again(reason)

    def _begin_check(self) -> None:
        self._check.setEnabled(False)
        self._work.check()

    def _tell_progress(self, progress: Progress) -> None:
        self._told.setText(f"{progress.note} …")

    def _tell_failure(self, sentence: str) -> None:
        self._told.setText(sentence)
        self._check.setEnabled(True)

    def _refresh(self) -> None:
        self._work.count()
        self.rescan_requested.emit()

    def _fit(self) -> None:
        """Take the room that is needed, once the new labels have the letters of the theme."""
        polish_labels(self)
        QTimer.singleShot(0, self, self.adjustSize)

    def _lay_out(self) -> None:
        for grid in (self._numbers, self._answers, self._reasons):
            grid.setHorizontalSpacing(24)
            grid.setVerticalSpacing(6)
        self._numbers.setColumnStretch(1, 1)
        self._reasons.setColumnStretch(0, 1)
        self._answers.setColumnStretch(2, 1)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self._told, 1)
        foot.addWidget(self._check)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        column.addStrut(WIDTH)
        column.setSpacing(12)
        column.addWidget(label(tr("Health of the library"), "title", self))
        column.addLayout(self._numbers)
        column.addLayout(self._reasons)
        column.addStretch(1)
        column.addWidget(Hairline())
        column.addLayout(self._answers)
        column.addLayout(foot)

    def _connect(self) -> None:
        work = self._work
        work.counted.connect(self.show_health)
        work.progressed.connect(self._tell_progress)
        work.checked.connect(self.show_checks)
        work.failed.connect(self._tell_failure)
        work.freed.connect(self._refresh)
        self._check.clicked.connect(self._begin_check)
        self.finished.connect(work.stop)


def _lines(found: Health) -> list[tuple[str, str]]:
    """Lines about the library; what there is none of is left out where it would only alarm."""
    counts = found.counts
    lines = [
        (tr("Photos"), counts.in_words),
        (tr("Findable"), _findable(counts.indexed, counts.pending)),
        (tr("Skipped"), trn("{n:,} file", "{n:,} files", counts.skipped)),
    ]
    if counts.films:
        films = trn("{n:,} of the photos", "{n:,} of the photos", counts.films)
        lines.append((tr("Films"), films))
    if counts.unread:
        unread = trn(
            "{n:,} file, next time by themselves", "{n:,} files, next time by themselves", counts.unread
        )
        lines.append((tr("Not looked at yet"), unread))
    if counts.missing:
        missing = trn(
            "{n:,} photo, kept until you forget them",
            "{n:,} photos, kept until you forget them",
            counts.missing,
        )
        lines.append((tr("Missing"), missing))
    if counts.lost:
        lost = trn("{n:,} photo, still counted as there", "{n:,} photos, still counted as there", counts.lost)
        lines.append((tr("Gone at once"), lost))
    if counts.offline:
        lines.append((tr("Offline"), trn("{n:,} folder", "{n:,} folders", counts.offline)))
    return [
        *lines,
        (tr("Catalogue"), _size(found.catalogue_bytes)),
        (tr("Thumbnails and matrices"), tr("{size}, which can be made again", size=_size(found.cache_bytes))),
        (tr("Last backup"), _backup(found)),
    ]


def _findable(indexed: int, pending: int) -> str:
    if not pending:
        return in_figures(indexed)
    waiting = trn("{n:,} wait to be looked at", "{n:,} wait to be looked at", pending)
    return ", ".join((in_figures(indexed), waiting))


def _backup(found: Health) -> str:
    if not found.last_backup:
        return trc("a backup", "none yet")
    size = _size(found.backups_bytes)
    return tr("{last_backup}, {size} in all", last_backup=found.last_backup, size=size)


def _size(size: int) -> str:
    """Bytes for people, in megabytes at least."""
    if size >= 1e9:
        return tr("{size:.1f} GB", size=size / 1e9)
    return tr("{size:.1f} MB", size=max(size, 1e5) / 1e6)


def _add(grid: QGridLayout, *widgets: QWidget) -> None:
    row = grid.rowCount()
    for column, widget in enumerate(widgets):
        grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)


def _empty(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
