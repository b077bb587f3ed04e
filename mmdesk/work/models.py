"""Models, off the GUI thread: which there are, bringing one in, choosing, verifying."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.tasks import models
from mmdesk.work.job import Job, Steps, in_one_step
from mmdesk.work.lanes import Lanes
from mmdesk.work.latest import LatestAnswer


class ModelsWork(QObject):
    """One import, choice or check at a time; reading a strange file is done in a process apart.

    Signals:
        listed(list[ModelEntry]): every model, after `refresh` and after every change.
        started(): something long is under way.
        progressed(Progress): how far it is.
        told(str): how it ended well, in one sentence.
        failed(str): why it did not, in one sentence.
        ended(): whichever way, nothing runs any more.
    """

    listed = Signal(object)
    started = Signal()
    progressed = Signal(object)
    told = Signal(str)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, places: Places, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._places = places
        self._lane = lanes.quick  # its thread only waits for the process that works
        self._job: Job | None = None
        self._listing = LatestAnswer(lanes.quick, self)
        self._listing.answered.connect(self.listed)
        self._listing.failed.connect(self.failed)

    @property
    def is_busy(self) -> bool:
        """Whether something long is under way, and nothing else can be begun."""
        return self._job is not None

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for has been told."""
        return self._job is None and self._listing.is_idle

    def refresh(self) -> None:
        """Look which models there are."""
        self._listing.ask(partial(models.list_models, self._places))

    def import_model(self, path: Path, arch: str | None = None) -> None:
        """Bring in what is at `path`; `arch` names the network of a weights file that lies alone."""
        self._begin(self._import_steps(path, arch))

    def use(self, name: str) -> None:
        """Let a model do from now on what its kind does."""
        self._begin(in_one_step(partial(self._use, name)))

    def verify(self, name: str) -> None:
        """Compare a model's weights with their checksum."""
        self._begin(self._verify_steps(name))

    def stop(self) -> None:
        """Break off what is under way. Nothing is left half done."""
        if self._job is not None:
            self._job.cancel()

    def _import_steps(self, path: Path, arch: str | None) -> Steps:
        entry = yield from models.import_model(self._places, path, arch=arch)
        return f"{entry.name} is imported and ready to be used."

    def _verify_steps(self, name: str) -> Steps:
        entry = yield from models.verify_model(self._places, name)
        return f"The weights of {entry.name} are sound. SHA-256 {entry.sha256}"

    def _use(self, name: str) -> str:
        entry = models.use_model(self._places, name)
        if entry.kind == "clip":
            return f"{name} searches from the next start on; photos it has not seen are pending until F5."
        return f"{name} paints from the next start on."

    def _begin(self, steps: Steps) -> None:
        if self._job is not None:
            steps.close()
            return
        self._job = job = Job(steps, self._lane, self)
        job.progressed.connect(self.progressed)
        job.done.connect(self._tell_end)
        job.failed.connect(self._tell_failure)
        job.ended.connect(self._rest)
        self.started.emit()
        job.start()

    def _tell_end(self, sentence: str) -> None:
        self.told.emit(sentence)

    def _tell_failure(self, error: UserError) -> None:
        self.failed.emit(str(error))

    def _rest(self) -> None:
        self._job = None
        self.ended.emit()
        self.refresh()
