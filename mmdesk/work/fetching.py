"""Models of the catalogue, fetched off the GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.core.errors import UnreachableError, UserError
from mmdesk.core.language import tr
from mmdesk.core.model_catalogue import ModelOffer
from mmdesk.core.places import Places
from mmdesk.tasks import models
from mmdesk.work.job import Steps
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import LongWorker


class FetchWork(LongWorker):
    """One model at a time, by a process apart; stopped, it keeps what is here for the next time.

    Signals:
        offered(list[ModelOffer]): models that can be fetched, after `refresh` and after every change.
        begun(str): the model of this name is being fetched.
        fetched(str): how a fetch ended well, in one sentence.
    """

    offered = Signal(object)
    begun = Signal(str)
    fetched = Signal(str)

    def __init__(self, places: Places, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._places = places
        self._lanes = lanes
        self._listing = self._latest(lanes.quick, self.offered)

    def refresh(self) -> None:
        """Look which models can be fetched."""
        self._listing.ask(partial(models.list_offers, self._places))

    def fetch(self, offer: ModelOffer) -> None:
        """Fetch a model and import it, unless another is under way."""
        if self.is_running:
            return
        self._begin(self._lanes.fetch, self._steps(offer.model.name), self.fetched.emit)
        self.begun.emit(offer.model.name)

    def discard(self, offer: ModelOffer) -> None:
        """Delete what an earlier fetch left."""
        self._run(
            self._lanes.quick, partial(models.discard_fetched, self._places, offer.model.name), self._look
        )

    def _steps(self, name: str) -> Steps:
        try:
            entry = yield from models.fetch_model(self._places, name)
        except UnreachableError as error:
            raise UserError(
                tr("{error} Its “Fetch…” also tells what to carry over by hand.", error=error)
            ) from error
        return tr("{name} is here and ready to be used.", name=entry.name)

    def _look(self, _: object) -> None:
        self.refresh()

    def _end(self) -> None:
        super()._end()
        self.refresh()
