"""The search for duplicates, off the GUI thread."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.duplicates.find import DuplicateSearch, say_apart, unsay_apart
from mmdesk.tasks.library import Library
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import LongWorker


class DuplicatesWork(LongWorker):
    """Searches the library, and remembers what the user says is no duplicate.

    Signals:
        found(list[Group]): the outcome of a search, class by class.
    """

    found = Signal(object)

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._clip, self._lanes = library, clip, lanes

    def search(self) -> None:
        """Look through the whole library, unless that is being done; answered by `found`."""
        self._begin(self._lanes.quick, DuplicateSearch(self._library, self._clip).run(), self.found)

    def say_apart(self, ids: Sequence[int]) -> None:
        """Remember that these photos are no duplicates of each other."""
        self._run(self._lanes.tag, partial(say_apart, self._library, list(ids)))

    def unsay_apart(self, ids: Sequence[int]) -> None:
        """Forget that these photos are no duplicates of each other."""
        self._run(self._lanes.tag, partial(unsay_apart, self._library, list(ids)))
