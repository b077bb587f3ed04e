"""Labels looked for in all photos, off the GUI thread."""

from PySide6.QtCore import QObject, Signal

from mmdesk.core.labels import LabelSet
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.tag import tag_photos
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import LongWorker


class TaggingWork(LongWorker):
    """Suggests labels for photos, those of one set at a time.

    Signals:
        tagged(TagSummary): the labels of a set were looked for.
    """

    tagged = Signal(object)

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._clip, self._lane = library, clip, lanes.label

    def tag(self, labels: LabelSet) -> None:
        """Look for a set's labels in all photos, or in those that are new since the last time.

        Stopped, it leaves the suggestions from before.
        """
        self._begin(self._lane, tag_photos(self._library, self._clip, labels), self.tagged)
