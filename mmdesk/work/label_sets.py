"""Label sets, off the GUI thread: drafted, stored, brought in, written out; and what a label would find."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.tagging.drafts import SetDraft, renames_in
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.drafts import load_drafts, store_drafts
from mmdesk.tasks.tagging.reviewer import Reviewer
from mmdesk.tasks.tagging.sets import LabelSets, export_file
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class LabelSetsWork(Worker):
    """Stores, removes, imports and exports label sets, and previews what a label would find.

    Signals:
        stored(str): the set of this name is another now, or new.
        save_refused(str): the set could not be stored, and why.
        drafts_changed(): what was typed and not saved is kept, or no longer.
        removed(str): the user's own set of this name is gone.
        exported(Path): a set is written to this file.
        previewed(LabelPreview): what the label asked for last would find.
    """

    stored = Signal(str)
    save_refused = Signal(str)
    drafts_changed = Signal()
    removed = Signal(str)
    exported = Signal(object)
    previewed = Signal(object)

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._sets = LabelSets(library)
        self._reviewer = Reviewer(library, clip)
        self._lane = lanes.tag
        self._draft_file = library.places.label_drafts
        self._drafts: dict[str, SetDraft] = {}
        self._run(self._lane, partial(load_drafts, self._draft_file), self._take_drafts)
        self._previews = self._latest(lanes.quick, self.previewed)

    def preview(self, labels: LabelSet, label: Label) -> None:
        """Find out what a label would find, in place of any label before."""
        self._previews.ask(partial(self._reviewer.preview, labels, label))

    def is_starter(self, name: str) -> bool:
        """Whether removing the user's own set of this name brings one back that comes with the program."""
        return self._sets.is_starter(name)

    def draft(self, name: str) -> SetDraft | None:
        """What was typed into the set of this name, or a new one (""), and not saved yet."""
        return self._drafts.get(name)

    def keep_draft(self, draft: SetDraft) -> None:
        """Keep what is being typed, also for after a restart."""
        self._drafts[draft.edited] = draft
        self._store_drafts()

    def drop_draft(self, name: str) -> None:
        """Keep no more what was typed into the set of this name."""
        if self._drafts.pop(name, None) is not None:
            self._store_drafts()

    def _take_drafts(self, loaded: dict[str, SetDraft]) -> None:
        """Have what was typed before the program was started; what was typed since stays as it is."""
        is_typed, self._drafts = bool(self._drafts), {**loaded, **self._drafts}
        if is_typed:
            self._store_drafts()
        self.drafts_changed.emit()

    def _store_drafts(self) -> None:
        self._run(self._lane, partial(store_drafts, self._draft_file, list(self._drafts.values())))
        self.drafts_changed.emit()

    def save(self, draft: SetDraft, labels: LabelSet) -> None:
        """Store the set that `draft` makes of `labels`; those it renames keep their tags.

        The draft is kept until the set is stored. Raises UserError where it makes no set.
        """
        made = draft.made_from(labels)
        renamed = renames_in(draft.labels) if made.name == draft.edited else None

        def tell(_: None) -> None:
            self.drop_draft(draft.edited)
            self.stored.emit(made.name)

        self._run(self._lane, partial(self._sets.save, made, renamed), tell).failed.connect(self.save_refused)

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
