"""What the user decides of tags, off the GUI thread."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.core.labels import LabelSet
from mmdesk.core.photo import PhotoId
from mmdesk.core.tagging.overview import MANUAL_SET
from mmdesk.tasks.library import Library
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class DecisionWork(Worker):
    """Writes decisions in their order, in a lane of their own: nothing slower holds them up.

    A label may be named without its set (None), which is found out where it is needed.

    Signals:
        decided(str, LabelSet | None): photos of this label, of this set, have other tags now.
        restored(): decisions were taken back, or done again.
    """

    decided = Signal(str, object)
    restored = Signal()

    def __init__(self, library: Library, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._tags, self._lane = library.tags, lanes.tag
        self._sets: dict[str, LabelSet | None] = {}
        self._count = 0

    @property
    def count(self) -> int:
        """Number of decisions so far; what was read when it was less does not know the last of them."""
        return self._count

    def accept(self, labels: LabelSet | None, name: str, photos: Sequence[PhotoId]) -> None:
        """Say of photos that they show the label."""
        self._decide(labels, name, partial(self._tags.accept, name, photos, _name(labels)))

    def reject(self, labels: LabelSet | None, name: str, photos: Sequence[PhotoId]) -> None:
        """Say of photos that they do not show the label."""
        self._decide(labels, name, partial(self._tags.reject, name, photos, _name(labels)))

    def add(self, labels: LabelSet | None, name: str, photos: Sequence[PhotoId]) -> None:
        """Give photos the label by hand."""
        self._decide(labels, name, partial(self._tags.add, name, photos, _name(labels)))

    def remove(self, labels: LabelSet | None, name: str, photos: Sequence[PhotoId]) -> None:
        """Take the label off photos, as if nothing had been said."""
        self._decide(labels, name, partial(self._tags.remove, name, photos))

    def tell_restored(self, labels: Sequence[str]) -> None:
        """Pass on that decisions on these labels were taken back, or done again."""
        for label in labels:
            self._count += 1
            self.decided.emit(label, self._sets.get(label))
        self.restored.emit()

    def _decide(self, labels: LabelSet | None, name: str, decision: Callable[[], None]) -> None:
        self._count += 1
        self._sets[name] = labels
        self._run(self._lane, decision, lambda _: self.decided.emit(name, labels))


def _name(labels: LabelSet | None) -> str:
    return MANUAL_SET if labels is None else labels.name
