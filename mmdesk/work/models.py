"""Models, off the GUI thread: which there are, bringing one in, choosing, verifying."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mmdesk.core.places import Places
from mmdesk.tasks import models
from mmdesk.tasks.chosen_clip import ChosenClip
from mmdesk.tasks.dummy_clip import clip_called
from mmdesk.work.job import Steps, in_one_step
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import LongWorker


class ModelsWork(LongWorker):
    """One import, choice or check at a time; reading a strange file is done in a process apart.

    Signals:
        listed(list[ModelEntry]): every model, after `refresh` and after every change.
        told(str): how it ended well, in one sentence.
        taken_out(str | None): the model that can be put back, after `refresh` and after every change.
        chosen(): another CLIP sees from now on; photos it has not seen wait for it.
    """

    listed = Signal(object)
    told = Signal(str)
    chosen = Signal()
    taken_out = Signal(object)

    def __init__(self, places: Places, lanes: Lanes, parent: QObject, clip: ChosenClip | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._clip = clip
        self._lane = lanes.quick  # its thread only waits for the process that works
        self._listing = self._latest(lanes.quick, self.listed)
        self._last_removed = self._latest(lanes.quick, self.taken_out)

    def refresh(self) -> None:
        """Look which models there are."""
        self._listing.ask(partial(models.list_models, self._places))
        self._last_removed.ask(partial(models.taken_out_model, self._places))

    def import_model(self, path: Path, arch: str | None = None) -> None:
        """Bring in what is at `path`; `arch` names the network of a weights file that lies alone."""
        self._begin(self._lane, self._import_steps(path, arch), self._tell_end)

    def use(self, name: str) -> None:
        """Let a model do from now on what its kind does."""
        self._begin(self._lane, in_one_step(partial(self._use, name)), self._tell_use)

    def take_out(self, name: str) -> None:
        """Take a model off the shelf; it can be put back."""
        self._begin(self._lane, in_one_step(partial(self._take_out, name)), self._tell_end)

    def put_back(self) -> None:
        """Put the model that was taken out back."""
        self._begin(self._lane, in_one_step(self._put_back), self._tell_end)

    def delete_taken_out(self) -> None:
        """Delete the model that was taken out, for good."""
        self._begin(self._lane, in_one_step(self._delete_taken_out), self._tell_end)

    def verify(self, name: str) -> None:
        """Compare a model's weights with their checksum."""
        self._begin(self._lane, self._verify_steps(name), self._tell_end)

    def _import_steps(self, path: Path, arch: str | None) -> Steps:
        entry = yield from models.import_model(self._places, path, arch=arch)
        return f"{entry.name} is imported and ready to be used. {entry.note or ''}".rstrip()

    def _verify_steps(self, name: str) -> Steps:
        entry = yield from models.verify_model(self._places, name)
        return f"The weights of {entry.name} are sound. SHA-256 {entry.sha256}"

    def _take_out(self, name: str) -> str:
        models.take_out_model(self._places, name)
        return f"{name} is removed; what it has seen stays."

    def _put_back(self) -> str:
        return f"{models.put_back_model(self._places).name} is back."

    def _delete_taken_out(self) -> str:
        models.delete_taken_out(self._places)
        return "The removed model is deleted."

    def _use(self, name: str) -> tuple[str, bool]:
        """How it ended, and whether another CLIP sees from now on."""
        entry = models.use_model(self._places, name)
        if entry.kind != "clip":
            return f"{name} paints from the next start on.", False
        if self._clip is None:
            return f"{name} searches from the next start on.", False
        before = self._clip.folder.name
        self._clip.choose(clip_called(self._places, name, self._clip.device))
        if before == name:
            return f"{name} searches already.", False
        return f"{name} searches from now on; until it has seen all photos, {before} answers.", True

    def _tell_use(self, ended: tuple[str, bool]) -> None:
        sentence, is_other = ended
        self.told.emit(sentence)
        if is_other:
            self.chosen.emit()

    def _tell_end(self, sentence: str) -> None:
        self.told.emit(sentence)

    def _end(self) -> None:
        super()._end()
        self.refresh()
