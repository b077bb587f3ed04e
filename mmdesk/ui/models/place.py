"""The Models place as a whole."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.core.model_catalogue import ModelOffer
from mmdesk.core.models import ModelEntry
from mmdesk.ui.models.card import ModelCard
from mmdesk.ui.models.import_bar import ImportBar
from mmdesk.ui.models.offers import OffersList
from mmdesk.ui.models.removed_note import RemovedModels
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.message_bar import MessageBar
from mmdesk.ui.parts.scrolled import scrolled
from mmdesk.ui.parts.tall_page import TallPage
from mmdesk.work.fetching import FetchWork
from mmdesk.work.models import ModelsWork

WIDEST = 860
PROMISE = tr(
    "A folder of open_clip or Hugging Face, a weights file (OpenAI's own .pt, too), or "
    "the .yaml and .ckpt of a VQGAN; drop them here, too. Files are read in a process "
    "apart, and nothing in them is executed."
)


class ModelsPlace(QWidget):
    """The models there are, and the ways to bring others in."""

    def __init__(self, work: ModelsWork, fetching: FetchWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._work = work
        self._fetching = fetching
        self.offers = OffersList(fetching, self)
        self.imports = ImportBar(self)
        self.messages = MessageBar(self)
        self._nothing = label(
            tr("There is no model at all: import one to search and to paint."), "muted", self
        )
        self._nothing.hide()
        self.removed = RemovedModels(self)
        self._shown: list[ModelCard] = []
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.messages)
        area = scrolled(self._everything(), self)
        area.setAccessibleName(tr("Models"))
        self.setFocusProxy(area)
        column.addWidget(area)
        self._connect()

    @property
    def cards(self) -> list[ModelCard]:
        """Cards shown, from top to bottom."""
        return list(self._shown)

    def card(self, name: str) -> ModelCard:
        """The card of a model that is shown."""
        return next(card for card in self.cards if card.entry.name == name)

    def show_models(self, entries: Sequence[ModelEntry]) -> None:
        """Show these models."""
        for card in self._shown:
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._shown = [ModelCard(entry) for entry in entries]
        for card in self._shown:
            card.use_requested.connect(self._work.use)
            card.verify_requested.connect(self._verify)
            card.measure_requested.connect(self._measure)
            card.remove_requested.connect(self._remove)
            card.set_free(free=not self._work.is_running)
            self._cards.addWidget(card)
        self._nothing.setVisible(not entries)

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh, so that whoever comes here sees what is there now."""
        super().showEvent(event)
        self._work.refresh()
        self._fetching.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders of this machine, one at a time."""
        if self._dropped(event.mimeData().urls()) is not None and not self._work.is_running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        path = self._dropped(event.mimeData().urls())
        if path is not None:
            event.acceptProposedAction()
            self.imports.take(path)

    def _dropped(self, urls: Sequence[QUrl]) -> Path | None:
        """The one local path, or the yaml of a pair dropped together."""
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        described = [path for path in paths if path.suffix.lower() in (".yaml", ".yml")]
        if len(paths) == 1 or len(described) == 1:
            return (described or paths)[0]
        return None

    def _everything(self) -> QWidget:
        page = TallPage()
        page.setProperty("role", "ground")
        page.setMaximumWidth(WIDEST)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(0)
        column.addWidget(label(tr("Models"), "title", page))
        column.addSpacing(20)
        column.addLayout(self._cards)
        column.addWidget(self._nothing)
        column.addWidget(self.removed)
        column.addSpacing(24)
        column.addWidget(self.offers)
        column.addSpacing(36)
        column.addWidget(label(tr("Import a model"), "heading", page))
        column.addSpacing(8)
        promise = label(PROMISE, "muted", page)
        promise.setWordWrap(True)
        column.addWidget(promise)
        column.addSpacing(16)
        column.addWidget(self.imports)
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        work = self._work
        self.imports.import_requested.connect(self._import)
        self.imports.stop_requested.connect(work.stop)
        work.listed.connect(self.show_models)
        work.taken_out.connect(self.removed.show_names)
        self.removed.put_back_requested.connect(work.put_back)
        self.removed.delete_requested.connect(work.delete_taken_out)
        work.started.connect(self._begin)
        work.progressed.connect(self.imports.tell)
        work.ended.connect(self._end)
        for end in (work.told, work.failed):
            end.connect(self._refresh_offers)
        work.told.connect(self.messages.tell)
        work.failed.connect(self.messages.tell)
        self.offers.told.connect(self.messages.tell)
        self.offers.measure_requested.connect(self._measure_used)
        self.offers.carried.connect(self._import_carried)
        self._fetching.ended.connect(work.refresh)

    def _import(self, path: Path, arch: str) -> None:
        self._work.import_model(path, arch or None)

    def _import_carried(self, offer: ModelOffer, folder: Path) -> None:
        self._work.import_model(folder, name=offer.model.name)

    def _measure(self, name: str) -> None:
        self._work.measure(name)
        self.card(name).show_busy(tr("Measuring here, for a few seconds …"))

    def _measure_used(self) -> None:
        """Measure the model that searches: what is not here yet is expected by it."""
        for card in self._shown:
            if "search" in card.entry.used_for:
                self._measure(card.entry.name)

    def _verify(self, name: str) -> None:
        self._work.verify(name)
        self.card(name).show_busy(tr("Reading the weights …"))

    def _remove(self, name: str) -> None:
        """Remove a model; the focus stays here, so that Ctrl+Z brings it back."""
        self._work.take_out(name)
        self.setFocus()

    def _begin(self) -> None:
        self.messages.hide()
        self.imports.begin()
        self._free(free=False)

    def _refresh_offers(self) -> None:
        """Expect speeds anew: a model may have been measured."""
        self._fetching.refresh()

    def _end(self) -> None:
        self.imports.end()
        self._free(free=True)

    def _free(self, *, free: bool) -> None:
        for card in self.cards:
            card.set_free(free=free)
