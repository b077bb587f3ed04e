"""Tags of the photos one looks at, off the GUI thread."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.core.photo import PhotoId
from mmdesk.core.vectors import Ids
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.photo_tags import known_labels, tags_of
from mmdesk.work.deciding import DecisionWork
from mmdesk.work.lanes import Lanes
from mmdesk.work.tagging import TaggingWork
from mmdesk.work.worker import Worker


class PhotoTagsWork(Worker):
    """Shows the tags of the photos chosen last, anew after every change of any tag.

    Signals:
        tags_loaded(PhotoTags): of the photos asked for last.
        labels_loaded(list[str]): all labels there are.
    """

    tags_loaded = Signal(object)
    labels_loaded = Signal(object)

    def __init__(
        self, library: Library, decisions: DecisionWork, tagging: TaggingWork, lanes: Lanes, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._decisions = library, decisions
        self._photos: Sequence[int] | Ids = ()
        self._answers = self._latest(lanes.quick, self.tags_loaded)
        self._labels = self._latest(lanes.quick, self.labels_loaded)
        decisions.decided.connect(self._ask_again)
        decisions.decided.connect(self.request_labels)  # a label may be new
        tagging.ended.connect(self._ask_again)

    def request(self, photos: Sequence[int] | Ids) -> None:
        """Ask for the tags of photos, in place of any asked for before."""
        self._photos = photos
        if len(photos):
            self._answers.ask(partial(tags_of, self._library, photos))
        else:
            self._answers.drop()

    def request_labels(self) -> None:
        """Ask for all labels there are."""
        self._labels.ask(partial(known_labels, self._library))

    def add(self, label: str, photos: Sequence[int] | Ids) -> None:
        """Give photos a label by hand; it learns from them."""
        self._decisions.add(None, label, _ids(photos))

    def remove(self, label: str, photos: Sequence[int] | Ids) -> None:
        """Take a label off photos."""
        self._decisions.remove(None, label, _ids(photos))

    def accept(self, label: str, photos: Sequence[int] | Ids) -> None:
        """Say of photos that they show a label that was suggested."""
        self._decisions.accept(None, label, _ids(photos))

    def reject(self, label: str, photos: Sequence[int] | Ids) -> None:
        """Say of photos that they do not show a label that was suggested."""
        self._decisions.reject(None, label, _ids(photos))

    def _ask_again(self) -> None:
        if len(self._photos):
            self.request(self._photos)


def _ids(photos: Sequence[int] | Ids) -> list[PhotoId]:
    return [PhotoId(int(photo)) for photo in photos]
