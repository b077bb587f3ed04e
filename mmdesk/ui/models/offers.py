"""The models that can be fetched, as a list."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.core.model_catalogue import ModelOffer
from mmdesk.core.progress import Progress
from mmdesk.ui.models.fetch_dialog import FetchDialog
from mmdesk.ui.models.offer_card import OfferCard
from mmdesk.ui.parts.labels import label
from mmdesk.work.fetching import FetchWork

WHY = tr(
    "The models that come along are small. These are full-size, and see and paint far "
    "better. Each is fetched only when you ask for it; nothing else here ever uses the "
    "network."
)


class OffersList(QWidget):
    """A card a model, with what is being fetched of it.

    Signals:
        told(str): how a fetch ended, well or not, in one sentence.
        measure_requested(): the user wants to know what speed can be expected here.
        carried(ModelOffer, Path): the user has the model's files in this folder.
    """

    told = Signal(str)
    carried = Signal(object, object)
    measure_requested = Signal()

    def __init__(self, work: FetchWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._fetching = ""
        self._dialog: FetchDialog | None = None
        self._shown: list[OfferCard] = []
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        why = label(WHY, "muted", self)
        why.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label(tr("Models to fetch"), "heading", self))
        column.addSpacing(8)
        column.addWidget(why)
        column.addSpacing(16)
        column.addLayout(self._cards)
        self._connect()

    @property
    def cards(self) -> list[OfferCard]:
        """Cards shown, from top to bottom."""
        return list(self._shown)

    def card(self, name: str) -> OfferCard:
        """The card of a model that is offered."""
        return next(card for card in self._shown if card.offer.model.name == name)

    def show_offers(self, offers: Sequence[ModelOffer]) -> None:
        """Show these models; the keyboard stays with the card it was on."""
        held = next((card.offer.model for card in self._shown if card.holds_focus), None)
        for card in self._shown:
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._shown = [OfferCard(offer) for offer in offers]
        for card in self._shown:
            card.fetch_requested.connect(self._ask)
            card.discard_requested.connect(self._work.discard)
            card.stop_requested.connect(self._work.stop)
            self._cards.addWidget(card)
            if self._dialog is not None and self._dialog.offer.model == card.offer.model:
                self._dialog.show_speed(card.offer)
        self.setVisible(bool(offers))
        self._show_state()
        for card in self._shown:
            if card.offer.model == held:
                card.fetch.setFocus()

    def _connect(self) -> None:
        work = self._work
        work.offered.connect(self.show_offers)
        work.begun.connect(self._begin)
        work.progressed.connect(self._advance)
        work.ended.connect(self._end)
        work.fetched.connect(self.told)
        work.failed.connect(self.told)

    def _ask(self, offer: ModelOffer) -> None:
        """Show what a person should know before, and fetch once that is accepted."""
        self._dialog = dialog = FetchDialog(offer, self)
        dialog.accepted_offer.connect(self._work.fetch)
        dialog.folder_chosen.connect(self.carried)
        dialog.measure_requested.connect(self.measure_requested)
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def _forget_dialog(self) -> None:
        self._dialog = None

    def _begin(self, name: str) -> None:
        self._fetching = name
        self._show_state()

    def _end(self) -> None:
        self._fetching = ""
        self._show_state()

    def _advance(self, progress: Progress) -> None:
        for card in self._shown:
            if card.offer.model.name == self._fetching:
                card.advance(progress)

    def _show_state(self) -> None:
        for card in self._shown:
            if card.offer.model.name == self._fetching:
                card.show_running()
            else:
                card.show_resting(free=not self._fetching)
