"""One model that can be fetched."""

import time
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import told, tr, trc
from mmdesk.core.model_catalogue import ModelOffer
from mmdesk.core.progress import Progress
from mmdesk.ui.activity.progress_text import time_left
from mmdesk.ui.formatting import file_size
from mmdesk.ui.models.descriptions import offer_facts
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.ui.parts.progress_bar import ProgressBar
from mmdesk.work.pace import Pace

MIDDLE = Qt.AlignmentFlag.AlignVCenter


class OfferCard(QFrame):
    """Name, purpose and facts at the left, what can be done at the right; below, how far a fetch is.

    Signals:
        fetch_requested(ModelOffer): the user wants to know more, and to fetch it.
        discard_requested(ModelOffer): what was fetched of it is to be deleted.
        stop_requested(): the fetch is to be broken off.
    """

    fetch_requested = Signal(object)
    discard_requested = Signal(object)
    stop_requested = Signal()

    def __init__(self, offer: ModelOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.offer = offer
        self._pace = Pace()
        name = offer.model.name
        self.fetch = self._button(
            tr("Go on…") if offer.fetched_bytes else tr("Fetch…"), tr("Fetch {model}", model=name)
        )
        self.fetch.clicked.connect(partial(self.fetch_requested.emit, offer))
        self.discard = self._button(
            trc("what was fetched", "Discard"), tr("Discard what is here of {model}", model=name), "quiet"
        )
        self.discard.clicked.connect(partial(self.discard_requested.emit, offer))
        self.discard.setVisible(bool(offer.fetched_bytes))
        self.stop = self._button(tr("Stop"), tr("Stop fetching {model}", model=name))
        self.stop.setToolTip(tr("What is here is kept; the next fetch goes on from there"))
        self.stop.clicked.connect(self.stop_requested)
        self._far = ElidedLabel("", "small", parent=self)
        self._bar = ProgressBar(self)
        self._bar.setAccessibleName(tr("Progress of fetching {model}", model=name))
        self._lay_out()
        self.show_resting(free=True)

    @property
    def holds_focus(self) -> bool:
        """Whether the keyboard works on one of its buttons, or will once the window is active again."""
        return self.window().focusWidget() in (self.fetch, self.discard, self.stop)

    def show_resting(self, *, free: bool) -> None:
        """Offer the fetch; not where another is under way."""
        self.fetch.setVisible(True)
        self.fetch.setEnabled(free)
        self.discard.setEnabled(free)
        if self.window().focusWidget() is self.stop:
            self.fetch.setFocus()  # before its button goes, or the focus would leave the place
        for widget in (self.stop, self._bar):
            widget.hide()
        here = self.offer.fetched_bytes
        self._far.setVisible(bool(here))
        self._far.set_text(
            tr("{size} are here from a fetch that was broken off.", size=file_size(here)) if here else ""
        )

    def show_running(self) -> None:
        """Show that it is being fetched."""
        self._pace.restart()
        for widget in (self.fetch, self.discard):
            widget.hide()
        for shown in (self.stop, self._bar, self._far):
            shown.show()
        self._bar.show_busy()
        self._far.set_text(tr("Starting"))

    def advance(self, progress: Progress) -> None:
        """Show how far the fetch, or the import after it, is."""
        self._pace.note(progress, time.monotonic())
        known = progress.fraction
        self._bar.show_fraction(known)
        self._far.set_text("  ·  ".join(self._told(progress)))

    def _told(self, progress: Progress) -> list[str]:
        parts = [progress.note]
        if progress.total:
            done, total = file_size(progress.done), file_size(progress.total)
            parts.append(tr("{done} of {total}", done=done, total=total))
        left, rate = self._pace.seconds_left(progress), self._pace.per_second()
        if left is not None and rate is not None:
            parts += [tr("{size} a second", size=file_size(round(rate))), time_left(left)]
        return parts

    def _button(self, words: str, name: str, role: str = "") -> QPushButton:
        button = QPushButton(words, self)
        button.setAccessibleName(name)
        if role:
            button.setProperty("role", role)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 16, 16)
        row.setSpacing(12)
        row.addLayout(self._words(), 1)
        for button in (self.discard, self.fetch, self.stop):
            row.addWidget(button, 0, MIDDLE)

    def _words(self) -> QVBoxLayout:
        model = self.offer.model
        title = QHBoxLayout()
        title.setSpacing(12)
        title.addWidget(label(model.name, "heading", self))
        advice = ElidedLabel(told(model.advice), "muted", parent=self)
        title.addWidget(advice, 1, Qt.AlignmentFlag.AlignBottom)
        purpose = label(told(model.purpose), "body", self)
        purpose.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(title)
        column.addWidget(purpose)
        column.addWidget(ElidedLabel(offer_facts(self.offer), "small", parent=self))
        column.addWidget(self._far)
        column.addWidget(self._bar)
        return column
