"""What is done to the user's own files, off the GUI thread, one thing after the other."""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance

from mmdesk.core.acts import Act
from mmdesk.core.paths import display_name
from mmdesk.core.photo import Photo, Skipped
from mmdesk.tasks.files.gathering import gather
from mmdesk.tasks.files.outcome import FilesSummary
from mmdesk.tasks.files.playing import film_to_play
from mmdesk.tasks.files.renaming import recover, rename
from mmdesk.tasks.files.trashing import CAN_BRING_BACK, trash, trash_picture
from mmdesk.tasks.files.undoing import do_again, take_back
from mmdesk.tasks.library import Library
from mmdesk.work.job import Job, Steps, in_one_step
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class FileActs(Worker):
    """Renames photos and moves them to the trash; there and back, as `HistoryWork` asks.

    Signals:
        done(str): photos were renamed or moved to the trash, in a sentence; `undo` takes it back.
        settled(str): it was taken back, or done again; or only the user can take it back, in the trash.
        gone(tuple[PhotoId, ...]): these photos are in the trash.
        changed(tuple[PhotoId, ...]): these photos are gone, back, or called something else.
        gathered(Gathered): the files asked for last, to be taken elsewhere.
        playable(bytes): the path of the film that was asked for last.
        progressed(Progress): how far it is.
        ended(): nothing is under way any more.
    """

    done = Signal(str)
    settled = Signal(str)
    gone = Signal(object)
    changed = Signal(object)
    gathered = Signal(object)
    playable = Signal(object)
    progressed = Signal(object)
    ended = Signal()

    def __init__(self, library: Library, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._lane = library, lanes.file
        self._gathering = self._latest(lanes.quick, self.gathered)
        self._playing = self._latest(lanes.image, self.playable)
        self._run(self._lane, partial(recover, library))  # what a crash left half done

    def trash(self, ids: Sequence[int]) -> None:
        """Move photos to the platform's trash, with their raw files and sidecars."""
        self._send(trash(self._library, ids))

    def trash_picture(self, path: Path) -> None:
        """Move the photo in this file to the platform's trash."""
        self._send(trash_picture(self._library, os.fsencode(path)))

    def rename(self, photo: int, name: str) -> "FileAct":
        """Give the file of a photo another name, and its raw file and sidecars with it.

        Who asks is told by what is returned why it cannot be done; `failed` says nothing of it.
        """
        return self._begin(in_one_step(partial(rename, self._library, photo, name)), self.done)

    def gather(self, ids: Sequence[int]) -> None:
        """Ask for the files of photos and of what belongs to them; answered by `gathered`."""
        self._gathering.ask(partial(gather, self._library, [int(photo) for photo in ids]))

    def find_film(self, photo: Photo) -> None:
        """Ask for the file of a film or of a live photo's film; answered by `playable`."""
        self._playing.ask(partial(film_to_play, self._library, photo))

    def take_back(self, act: Act) -> "FileAct":
        """Take back an act, be it from before the program was started."""
        return self._settle(take_back(self._library, act))

    def do_again(self, act: Act) -> "FileAct":
        """Do an act again that was taken back."""
        return self._settle(do_again(self._library, act))

    def stop(self) -> None:
        """Break off after the photo under way."""
        for job in self._jobs:
            job.cancel()

    def _send(self, steps: Steps) -> None:
        """Begin to move something to the trash."""
        act = self._begin(steps, self.done if CAN_BRING_BACK else self.settled)
        act.changed.connect(self.gone)
        act.failed.connect(self.failed)

    def _settle(self, steps: Steps) -> "FileAct":
        act = self._begin(steps, self.settled)
        act.failed.connect(self.failed)
        return act

    def _begin(self, steps: Steps, told: SignalInstance) -> "FileAct":
        job = Job(steps, self._lane, self)
        act = FileAct(job, self)
        act.succeeded.connect(told)
        act.changed.connect(self.changed)
        job.progressed.connect(self.progressed)
        self._start(job).ended.connect(partial(self._end, act))
        return act

    def _end(self, act: "FileAct") -> None:
        act.ended.emit()
        act.deleteLater()
        if not self._jobs:
            self.ended.emit()


class FileAct(QObject):
    """One thing that is being done, with what it left out told in the end.

    Signals:
        succeeded(str), failed(str): how it ended, in a sentence or two.
        changed(tuple[PhotoId, ...]): the photos it was done to; told before.
        ended(): whichever way.
    """

    succeeded = Signal(str)
    failed = Signal(str)
    ended = Signal()
    changed = Signal(object)

    def __init__(self, job: Job, parent: QObject) -> None:
        super().__init__(parent)
        self._skipped: list[Skipped] = []
        job.yielded.connect(self._skipped.extend)
        job.done.connect(self._tell)
        job.failed.connect(self.failed)

    def _tell(self, summary: FilesSummary) -> None:
        first = next((f"{display_name(file.path)}: {file.reason}" for file in self._skipped), "")
        if not summary.photos and first:
            self.failed.emit(first if summary.skipped == 1 else f"{summary.sentence} {first}")
            return
        if summary.photos:
            self.changed.emit(summary.photos)
        self.succeeded.emit(f"{summary.sentence} {first}".rstrip())
