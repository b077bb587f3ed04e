"""What culling needs to know of photos, off the GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from mmdesk.core.vectors import Ids
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.culling import burst_stacks, judgements
from mmdesk.tasks.library import Library
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class CullWork(Worker):
    """Judgements and bursts of the photos asked for last, and measurements of the picture that is shown.

    Signals:
        judged(tuple[Ids, Judgements]): the photos asked about; flags and stars of those that are there.
        stacked(tuple[Ids, list[Stack]]): the same; the bursts among them, each with its best shot first.
        measured(tuple[int, object]): what was found in the picture of a photo.
    """

    judged = Signal(object)
    stacked = Signal(object)
    measured = Signal(object)

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._clip = library, clip
        self._judgements = self._latest(lanes.quick, self.judged)
        self._stacks = self._latest(lanes.quick, self.stacked)
        self._measurement = self._latest(lanes.image, self.measured)

    def request(self, ids: Ids) -> None:
        """Ask what was judged of photos."""
        self._judgements.ask(lambda: (ids, judgements(self._library, ids)))

    def request_stacks(self, ids: Ids) -> None:
        """Ask for the bursts among photos."""
        self._stacks.ask(lambda: (ids, burst_stacks(self._library, self._clip, ids)))

    def request_measurement(self, photo: int, measure: Callable[[], object]) -> None:
        """Have the picture of a photo measured, in place of any asked for before."""
        self._measurement.ask(lambda: (photo, measure()))
