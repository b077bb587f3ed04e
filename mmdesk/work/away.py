"""What the user decides of folders that are not there and photos that are gone, off the GUI thread."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance

from mmdesk.core.errors import UserError
from mmdesk.core.vectors import Ids
from mmdesk.library.forgetting import Gone
from mmdesk.tasks.forgetting import Missing, forget_photos, gone_photos, missing_by_folder
from mmdesk.tasks.library import Library
from mmdesk.tasks.relocating import believe_gone, note_who_is_there, relocate_folder
from mmdesk.work.job import Job, in_one_step
from mmdesk.work.lanes import Lanes
from mmdesk.work.latest import LatestAnswer

__all__ = ["AwayWork", "Gone", "Missing"]


class AwayWork(QObject):
    """Says what is missing; relocates folders; forgets photos.

    Signals:
        missing_counted(int): how many photos are missing.
        missing_loaded(Missing): which they are.
        gone_loaded(tuple[bytes | None, list[Gone]]): what could be forgotten, of a folder or of all.
        relocated(tuple[bytes, Ids]): a folder is here now, with these photos.
        believed(tuple[bytes, int]): so many photos of a folder are missing from now on.
        presence_noted(bool): it is known which folders are there now; whether that is news.
        forgotten(int): so many photos are no longer in the library.
        failed(str): why nothing was done.
    """

    missing_counted = Signal(object)
    missing_loaded = Signal(object)
    gone_loaded = Signal(object)
    relocated = Signal(object)
    believed = Signal(object)
    presence_noted = Signal(object)
    forgotten = Signal(object)
    failed = Signal(str)

    def __init__(self, library: Library, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._lane = library, lanes.file
        self._running = 0
        self._count = self._questions(self.missing_counted, lanes)
        self._missing = self._questions(self.missing_loaded, lanes)
        self._presence = self._questions(self.presence_noted, lanes)

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for is done and told."""
        questions = (self._count, self._missing, self._presence)
        return not self._running and all(question.is_idle for question in questions)

    def count_missing(self) -> None:
        """Ask how many photos are missing; answered by `missing_counted`."""
        self._count.ask(self._library.photos.missing_count)

    def request_missing(self) -> None:
        """Ask which photos are missing; answered by `missing_loaded`."""
        self._missing.ask(partial(missing_by_folder, self._library))

    def note_presence(self) -> None:
        """See which folders are there now; answered by `presence_noted`. A drive that hangs delays no other
        work.
        """
        if self._presence.is_idle:
            self._presence.ask(partial(note_who_is_there, self._library))

    def ask_gone(self, folder: bytes | None = None) -> None:
        """Ask which photos could be forgotten: those of `folder`, or the missing ones that are not in one
        that is away; answered by `gone_loaded`.
        """
        folders = [] if folder is None else [folder]
        self._do(lambda: (folder, gone_photos(self._library, folders)), self.gone_loaded)

    def forget(self, gone: Sequence[Gone], folder: bytes | None = None) -> None:
        """Take photos out of the library after a backup; and `folder`, if it now holds nothing."""
        folders = [] if folder is None else [folder]
        self._do(partial(forget_photos, self._library, gone, folders), self.forgotten)

    def believe(self, folder: bytes) -> None:
        """Let the photos of `folder` that were not found be missing from now on."""
        self._do(lambda: (folder, believe_gone(self._library, folder)), self.believed)

    def relocate(self, old: bytes, new: bytes) -> None:
        """Let the folder `old` be `new` from now on."""

        def moved() -> tuple[bytes, Ids]:
            relocate_folder(self._library, old, new)
            return new, self._library.photos.ids(new)

        self._do(moved, self.relocated)

    def _questions(self, answered: SignalInstance, lanes: Lanes) -> LatestAnswer:
        questions = LatestAnswer(lanes.quick, self)
        questions.answered.connect(answered)
        questions.failed.connect(self.failed)
        return questions

    def _do(self, act: Callable[[], object], told: SignalInstance) -> None:
        self._running += 1
        job = Job(in_one_step(act), self._lane, self)
        job.done.connect(told)
        job.failed.connect(self._tell_failure)
        job.ended.connect(self._rest)
        job.start()

    def _rest(self) -> None:
        self._running -= 1

    def _tell_failure(self, error: UserError) -> None:
        self.failed.emit(str(error))
