"""The library's health, off the GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.health import check_everything, health, try_skipped_again
from mmdesk.tasks.library import Library
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import LongWorker


class HealthWork(LongWorker):
    """Counts, checks, and lets skipped files be tried again.

    Signals:
        counted(Health): the numbers, as asked for.
        checked(list[Check]): the answers of a check of everything.
        freed(int): so many skipped files will be opened once more by the next look.
    """

    counted = Signal(object)
    checked = Signal(object)
    freed = Signal(object)

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._clip, self._lane = library, clip, lanes.quick
        self._numbers = self._latest(lanes.quick, self.counted)

    def count(self) -> None:
        """Count what the library holds; answered by `counted`."""
        self._numbers.ask(partial(health, self._library, self._clip))

    def check(self) -> None:
        """Look through everything that is stored, unless that is being done; answered by `checked`."""
        self._begin(self._lane, check_everything(self._library, self._clip), self.checked)

    def try_again(self, reason: str) -> None:
        """Let the files left out for `reason` be opened once more; answered by `freed`."""
        self._run(self._lane, partial(try_skipped_again, self._library, reason), self.freed)
