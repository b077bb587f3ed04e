"""What is done to the user's own files, off the GUI thread, one thing after the other."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance

from mmdesk.core.errors import UserError
from mmdesk.core.paths import display_name
from mmdesk.core.photo import Skipped
from mmdesk.tasks.files import FilesSummary, rename, trash, undo
from mmdesk.tasks.house import Library
from mmdesk.work.job import Job, Steps, in_one_step
from mmdesk.work.lanes import Lanes


class FileActs(QObject):
    """Renames photos, moves them to the trash, and takes that back.

    Signals:
        done(str): photos were renamed or moved to the trash, in a sentence; `undo` takes it back.
        undone(str): it was taken back.
        failed(str): why nothing was done.
        changed(tuple[PhotoId, ...]): these photos are gone, back, or called something else.
    """

    done = Signal(str)
    undone = Signal(str)
    failed = Signal(str)
    changed = Signal(object)

    def __init__(self, library: Library, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._lane = library, lanes.file
        self._acts: list[_Act] = []

    @property
    def is_at_rest(self) -> bool:
        """Whether everything asked for is done."""
        return not self._acts

    def trash(self, ids: Sequence[int]) -> None:
        """Move photos to the platform's trash, with their raw files and sidecars."""
        self._begin(trash(self._library, [int(photo) for photo in ids]), self.done)

    def rename(self, photo: int, name: str) -> None:
        """Give the file of a photo another name, and its raw file and sidecars with it."""
        self._begin(in_one_step(partial(rename, self._library, photo, name)), self.done)

    def undo(self) -> None:
        """Take back what was done last, be it before the program was started."""
        self._begin(undo(self._library), self.undone)

    def stop(self) -> None:
        """Break off after the photo under way."""
        for act in self._acts:
            act.job.cancel()

    def _begin(self, steps: Steps, told: SignalInstance) -> None:
        act = _Act(Job(steps, self._lane, self), self)
        act.succeeded.connect(told)
        act.failed.connect(self.failed)
        act.changed.connect(self.changed)
        act.job.ended.connect(partial(self._rest, act))
        self._acts.append(act)
        act.job.start()

    def _rest(self, act: "_Act") -> None:
        self._acts.remove(act)
        act.deleteLater()


class _Act(QObject):
    """One job, with what it left out, told in the end."""

    succeeded = Signal(str)
    failed = Signal(str)
    changed = Signal(object)

    def __init__(self, job: Job, parent: QObject) -> None:
        super().__init__(parent)
        self.job = job
        self._skipped: list[Skipped] = []
        job.item.connect(self._skipped.extend)
        job.done.connect(self._tell)
        job.failed.connect(self._tell_failure)

    def _tell(self, summary: FilesSummary) -> None:
        first = next((f"{display_name(file.path)}: {file.reason}" for file in self._skipped), "")
        if not summary.photos and first:
            self.failed.emit(first if summary.skipped == 1 else f"{summary.sentence} {first}")
            return
        if summary.photos:
            self.changed.emit(summary.photos)
        self.succeeded.emit(f"{summary.sentence} {first}".rstrip())

    def _tell_failure(self, error: UserError) -> None:
        self.failed.emit(str(error))
