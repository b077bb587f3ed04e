"""Label sets, off the GUI thread: stored, brought in, written out; and what a label would find."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mmdesk.core.errors import UserError
from mmdesk.core.labels import Label, LabelSet
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.reviewer import LabelPreview, Reviewer
from mmdesk.tasks.tagging.sets import LabelSets, export_file
from mmdesk.work.job import Job, in_one_step
from mmdesk.work.lanes import Lanes
from mmdesk.work.latest import LatestAnswer

__all__ = ["LabelPreview", "LabelSetsWork"]


class LabelSetsWork(QObject):
    """What the editor of label sets stands on.

    Signals:
        stored(str): the set of this name is another now, or new.
        removed(str): the user's own set of this name is gone.
        exported(Path): a set is written to this file.
        previewed(LabelPreview): what the label asked for last would find.
        failed(str): what did not work, in one sentence.
    """

    stored = Signal(str)
    removed = Signal(str)
    exported = Signal(object)
    previewed = Signal(object)
    failed = Signal(str)

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._sets = LabelSets(library)
        self._bench = Reviewer(library, clip)
        self._lane = lanes.tag
        self._running = 0
        self._glances = LatestAnswer(lanes.quick, self)
        self._glances.answered.connect(self.previewed)
        self._glances.failed.connect(self.failed)

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for has been told."""
        return not self._running and self._glances.is_idle

    def glance(self, labels: LabelSet, label: Label) -> None:
        """Find out what a label would find, in place of any label before."""
        self._glances.ask(partial(self._bench.glance, labels, label))

    def is_starter(self, name: str) -> bool:
        """Whether removing the user's own set of this name brings one back that comes with the program."""
        return self._sets.is_starter(name)

    def save(self, labels: LabelSet, renamed: Mapping[str, str] | None = None) -> None:
        """Store a set in the place of the one of its name; those `renamed` (old to new) keep their tags."""
        self._run(partial(self._sets.save, labels, renamed), lambda _: self.stored.emit(labels.name))

    def remove(self, name: str) -> None:
        """Forget the user's own set of this name; its tags stay."""
        self._run(partial(self._sets.remove, name), lambda _: self.removed.emit(name))

    def import_file(self, path: Path) -> None:
        """Bring in the set in a file."""
        self._run(partial(self._sets.import_file, path), lambda labels: self.stored.emit(labels.name))

    def export_file(self, labels: LabelSet, path: Path) -> None:
        """Write a set to a file, as TOML or, where it ends so, as plain text."""
        self._run(partial(export_file, labels, path), lambda _: self.exported.emit(path))

    def _run(self, question: Callable[[], object], told: Callable[..., None]) -> None:
        self._running += 1
        job = Job(in_one_step(question), self._lane, self)
        job.done.connect(told)
        job.failed.connect(self._tell_failure)
        job.ended.connect(self._count)
        job.start()

    def _count(self) -> None:
        self._running -= 1

    def _tell_failure(self, error: UserError) -> None:
        self.failed.emit(str(error))
