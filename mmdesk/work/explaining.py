"""Where in a photo something is seen, off the GUI thread."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from mmdesk.core.errors import UserError
from mmdesk.core.heat_map import SeenTerm
from mmdesk.core.photo import PhotoId
from mmdesk.core.query import Term
from mmdesk.tasks.explaining import Explainer
from mmdesk.work.job import Job
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


@dataclass(frozen=True, slots=True)
class ExplainedPhoto:
    """What a photo shows of the terms asked for; or the sentence that says why nobody knows."""

    photo: PhotoId
    terms: tuple[SeenTerm, ...] = ()
    trouble: str = ""


class ExplainWork(Worker):
    """Explains one photo at a time: the last one asked for. Looking at any before is broken off.

    Signals:
        explained(ExplainedPhoto): what it shows.
    """

    explained = Signal(object)

    def __init__(self, explainer: Explainer, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._explainer = explainer
        self._lane = lanes.quick
        self._job: Job | None = None

    def explain(self, photo: PhotoId, path: bytes, terms: Sequence[Term]) -> None:
        """Have the photo in the file `path` explained, in place of any before."""
        self.drop()
        self._job = self._run(self._lane, self._steps(photo, path, terms), self._tell)

    def drop(self) -> None:
        """Break off: nobody wants to know any more."""
        if self._job is not None:
            self._job.cancel()
            self._job.done.disconnect(self._tell)
        self._job = None

    def stop(self) -> None:
        """Break off, for the window is closed."""
        self.drop()

    def _steps(
        self, photo: PhotoId, path: bytes, terms: Sequence[Term]
    ) -> Generator[object, None, ExplainedPhoto]:
        try:
            explained = yield from self._explainer.explain(path, terms)
        except UserError as error:
            return ExplainedPhoto(photo, trouble=str(error))
        return ExplainedPhoto(photo, explained.terms)

    def _tell(self, answer: ExplainedPhoto) -> None:
        self._job = None
        self.explained.emit(answer)
