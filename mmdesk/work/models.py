"""Models, off the GUI thread: which there are, bringing one in, choosing, verifying, measuring, removing."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mmdesk.core.language import tr
from mmdesk.core.models import ModelEntry, Use
from mmdesk.core.settings import Settings, load_settings
from mmdesk.tasks import models, shelf
from mmdesk.tasks.chosen_clip import ChosenClip
from mmdesk.tasks.dummy_clip import clip_called
from mmdesk.tasks.library import Library
from mmdesk.tasks.measuring import measure_model
from mmdesk.tasks.model_quality import with_quality
from mmdesk.work.job import Steps, in_one_step
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import LongWorker


class ModelsWork(LongWorker):
    """One import, choice or check at a time; reading a strange file is done in a process apart.

    Signals:
        listed(list[ModelEntry]): every model, after `refresh` and after every change.
        told(str): how it ended well, in one sentence.
        taken_out(list[str]): models that can be put back, after `refresh` and after every change.
        chosen(): another CLIP sees from now on; photos it has not seen wait for it.
        painters_chosen(tuple[str, ...], str): the CLIPs that guide paintings, and the VQGAN that paints, now.
        removed(): a model was taken off the shelf, or is deleted: the stack of acts is another.
    """

    listed = Signal(object)
    told = Signal(str)
    chosen = Signal()
    painters_chosen = Signal(object, str)
    taken_out = Signal(object)
    removed = Signal()

    def __init__(
        self, library: Library, lanes: Lanes, parent: QObject, clip: ChosenClip | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._places = library, library.places
        self._clip = clip
        self._lane = lanes.quick  # its thread only waits for the process that works
        self._listing = self._latest(lanes.quick, self.listed)
        self._out = self._latest(lanes.quick, self.taken_out)

    def refresh(self) -> None:
        """Look which models there are."""
        self._listing.ask(self._list)
        self._out.ask(partial(models.taken_out_models, self._places))

    def import_model(self, path: Path, arch: str | None = None, name: str | None = None) -> None:
        """Bring in what is at `path`, and call it `name`, or as its file or folder.

        `arch` names the network of a weights file that lies alone.
        """
        self._begin(self._lane, self._import_steps(path, arch, name), self.told.emit)

    def use(self, name: str, use: Use | None = None) -> None:
        """Let a model do one thing from now on, or all that its kind does."""
        self._begin(self._lane, in_one_step(partial(self._use, name, use)), self._tell_use)

    def take_out(self, name: str) -> None:
        """Take a model off the shelf; it can be put back."""
        self._begin(self._lane, in_one_step(partial(shelf.remove, self._library, name)), self._tell_removed)

    def put_back(self, name: str) -> None:
        """Put a model that was taken out back."""
        self._begin(self._lane, in_one_step(partial(self._put_back, name)), self._tell_changed)

    def delete_taken_out(self, name: str) -> None:
        """Delete a model that was taken out, for good."""
        self._begin(self._lane, in_one_step(partial(self._delete, name)), self._tell_changed)

    def verify(self, name: str) -> None:
        """Compare a model's weights with their checksum."""
        self._begin(self._lane, self._verify_steps(name), self.told.emit)

    def measure(self, name: str) -> None:
        """Measure how a model runs here."""
        self._begin(self._lane, self._measure_steps(name), self.told.emit)

    def _list(self) -> list[ModelEntry]:
        return with_quality(self._library, models.list_models(self._places))

    def _import_steps(self, path: Path, arch: str | None, name: str | None) -> Steps:
        entry = yield from models.import_model(self._places, path, name, arch)
        told = tr("{name} is imported and ready to be used.", name=entry.name)
        return " ".join(filter(None, (told, entry.note)))

    def _verify_steps(self, name: str) -> Steps:
        entry = yield from models.verify_model(self._places, name)
        return tr("The weights of {name} are sound. SHA-256 {sha256}", name=entry.name, sha256=entry.sha256)

    def _measure_steps(self, name: str) -> Steps:
        device = "auto" if self._clip is None else self._clip.device
        yield from measure_model(self._places, name, device)
        return tr("{name} is measured.", name=name)

    def _put_back(self, name: str) -> str:
        return tr("{name} is back.", name=shelf.put_back(self._library, name).name)

    def _delete(self, name: str) -> str:
        shelf.delete(self._library, name)
        return tr("{name} is deleted.", name=name)

    def _use(self, name: str, use: Use | None) -> tuple[str, bool]:
        """How it ended, and whether another CLIP sees from now on."""
        entry = models.use_model(self._places, name, use)
        if entry.kind != "clip":
            return tr("{name} paints from the next painting on.", name=name), False
        if use == "guidance":
            return tr("{name} guides paintings from the next one on.", name=name), False
        if self._clip is None:
            return tr("{name} searches from the next start on.", name=name), False
        before = self._clip.folder.name
        self._clip.choose(clip_called(self._places, name, self._clip.device))
        if before == name:
            return tr("{name} searches already.", name=name), False
        return tr(
            "{name} searches from now on; until it has seen all photos, {before} answers.",
            name=name,
            before=before,
        ), True

    def _tell_use(self, ended: tuple[str, bool]) -> None:
        sentence, is_other = ended
        self.told.emit(sentence)
        settings = load_settings(self._places.settings)
        self.painters_chosen.emit(*painters(settings))
        if is_other:
            self.chosen.emit()

    def _tell_removed(self, _: object) -> None:
        self.removed.emit()

    def _tell_changed(self, sentence: str) -> None:
        self.told.emit(sentence)
        self.removed.emit()

    def _end(self) -> None:
        super()._end()
        self.refresh()


def painters(settings: Settings) -> tuple[tuple[str, ...], str]:
    """The CLIP models that guide paintings, and the VQGAN that paints."""
    return settings.guidance or (settings.model,), settings.vqgan
