"""Label sets, off the GUI thread: stored, brought in, written out; and what a label would find."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mmdesk.core.labels import Label, LabelSet
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.reviewer import Reviewer
from mmdesk.tasks.tagging.sets import LabelSets, export_file
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class LabelSetsWork(Worker):
    """Stores, removes, imports and exports label sets, and previews what a label would find.

    Signals:
        stored(str): the set of this name is another now, or new.
        removed(str): the user's own set of this name is gone.
        exported(Path): a set is written to this file.
        previewed(LabelPreview): what the label asked for last would find.
    """

    stored = Signal(str)
    removed = Signal(str)
    exported = Signal(object)
    previewed = Signal(object)

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._sets = LabelSets(library)
        self._reviewer = Reviewer(library, clip)
        self._lane = lanes.tag
        self._previews = self._latest(lanes.quick, self.previewed)

    def preview(self, labels: LabelSet, label: Label) -> None:
        """Find out what a label would find, in place of any label before."""
        self._previews.ask(partial(self._reviewer.preview, labels, label))

    def is_starter(self, name: str) -> bool:
        """Whether removing the user's own set of this name brings one back that comes with the program."""
        return self._sets.is_starter(name)

    def save(self, labels: LabelSet, renamed: Mapping[str, str] | None = None) -> None:
        """Store a set in the place of the one of its name; those `renamed` (old to new) keep their tags."""
        self._run(
            self._lane, partial(self._sets.save, labels, renamed), lambda _: self.stored.emit(labels.name)
        )

    def remove(self, name: str) -> None:
        """Forget the user's own set of this name; its tags stay."""
        self._run(self._lane, partial(self._sets.remove, name), lambda _: self.removed.emit(name))

    def import_file(self, path: Path) -> None:
        """Bring in the set in a file."""
        self._run(
            self._lane, partial(self._sets.import_file, path), lambda labels: self.stored.emit(labels.name)
        )

    def export_file(self, labels: LabelSet, path: Path) -> None:
        """Write a set to a file, as TOML or, where it ends so, as plain text."""
        self._run(self._lane, partial(export_file, labels, path), lambda _: self.exported.emit(path))
