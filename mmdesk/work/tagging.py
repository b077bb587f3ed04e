"""Tags, off the GUI thread: looking for labels, reviewing one, teaching it by every decision."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from mmdesk.core.labels import LabelSet
from mmdesk.core.photo import PhotoId
from mmdesk.core.tagging.overview import MANUAL_SET, Overview
from mmdesk.core.tagging.review import LabelReview, ReviewRequest
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.overview import overview, set_with
from mmdesk.tasks.tagging.reviewer import Reviewer
from mmdesk.tasks.tagging.sets import DEFAULT_SET
from mmdesk.tasks.tagging.tag import tag_photos
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import LongWorker

TEACH_AFTER_MS = 350
"""A label learns when the user rests for so long: who decides quickly wants no other order in between."""


class TagsWork(LongWorker):
    """The label set, the label under review, and what is decided of it.

    Decisions are written in their order in a lane of their own; looking and teaching, which take longer,
    never hold them up.

    Signals:
        overview_loaded(Overview): the set that was asked for last, anew after every change.
        review_loaded(Sheet): the photos of the label that was asked for last, anew after it learned.
        decided(): something is decided, or a decision was taken back or done again.
        stepped(str): what was taken back or done again, in one sentence.
        tagged(TagSummary): the labels of a set were looked for.
    """

    overview_loaded = Signal(object)
    review_loaded = Signal(object)
    decided = Signal()
    stepped = Signal(str)
    tagged = Signal(object)

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._clip, self._lanes = library, clip, lanes
        self._bench = Reviewer(library, clip)
        self._set_name = DEFAULT_SET
        self._asked: tuple[LabelSet, str, ReviewRequest] | None = None
        self._to_teach: dict[str, LabelSet | None] = {}
        self._deciding = self._decisions = 0
        self._overviews = self._latest(lanes.quick, self.overview_loaded)
        self._sheets = self._latest(lanes.label, self._tell_sheet)
        self._lessons = self._latest(lanes.label, self._follow_lesson)
        self._lessons.failed.connect(self._follow_lesson)
        self._rest = QTimer(self, singleShot=True, interval=TEACH_AFTER_MS)
        self._rest.timeout.connect(self._teach)

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs, everything asked for has been told, and nothing is left to learn."""
        return super().is_idle and not self._to_teach and not self._rest.isActive()

    # Looking

    def refresh(self) -> None:
        """Count the labels of the set anew."""
        self._overviews.ask(partial(overview, self._library, self._clip, self._set_name))

    def choose_label(self, name: str) -> None:
        """Look at the label set a label is in."""
        self._asked = None
        self._overviews.ask(partial(self._overview_with, name))

    def _overview_with(self, label: str) -> Overview:
        """Runs in the lane."""
        self._set_name = set_with(self._library, label).name
        return overview(self._library, self._clip, self._set_name)

    def choose_set(self, name: str) -> None:
        """Look at another label set."""
        if name != self._set_name:
            self._asked = None
        self._set_name = name
        self.refresh()

    def ask_sheet(self, labels: LabelSet, name: str, wish: ReviewRequest) -> None:
        """Review a label of a set, in place of any label before."""
        self._asked = (labels, name, wish)
        self._sheets.ask(partial(self._sheet, labels, name, wish, self._decisions))

    def _sheet(
        self, labels: LabelSet, name: str, wish: ReviewRequest, decisions: int
    ) -> tuple[int, LabelReview]:
        """Runs in the lane; with how much was decided when it was asked for."""
        return decisions, self._bench.sheet(labels, name, wish)

    def _tell_sheet(self, answer: tuple[int, LabelReview]) -> None:
        """What was decided meanwhile is not in it; the lesson that follows brings another."""
        decisions, sheet = answer
        if decisions == self._decisions:
            self.review_loaded.emit(sheet)

    # Deciding; of a label whose set is not known (None) it is found out, of an unknown label there is none

    def accept(self, labels: LabelSet | None, name: str, photos: Sequence[PhotoId]) -> None:
        """Say of photos that they show the label."""
        self._decide(labels, name, partial(self._library.tags.accept, name, photos, _name(labels)))

    def reject(self, labels: LabelSet | None, name: str, photos: Sequence[PhotoId]) -> None:
        """Say of photos that they do not show the label."""
        self._decide(labels, name, partial(self._library.tags.reject, name, photos, _name(labels)))

    def add(self, labels: LabelSet | None, name: str, photos: Sequence[PhotoId]) -> None:
        """Give photos the label by hand."""
        self._decide(labels, name, partial(self._library.tags.add, name, photos, _name(labels)))

    def remove(self, labels: LabelSet | None, name: str, photos: Sequence[PhotoId]) -> None:
        """Take the label off photos, as if nothing had been said."""
        self._decide(labels, name, partial(self._library.tags.remove, name, photos))

    def undo(self) -> None:
        """Take the last decision back, whichever it was, also one from before a restart."""
        self._step("Taken back", self._library.tags.undo, "There is nothing to take back.")

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._step("Done again", self._library.tags.redo, "There is nothing to do again.")

    def forget(self, labels: LabelSet, name: str) -> None:
        """Reset a label to its words; what was decided stays."""
        self._to_teach.pop(name, None)
        self._lessons.ask(partial(self._bench.forget, labels, name))

    def _decide(self, labels: LabelSet | None, name: str, decision: Callable[[], None]) -> None:
        self._decisions += 1
        self._to_teach[name] = labels
        self._write(decision, self._tell_decided)

    def _step(self, done: str, step: Callable[[], str | None], nothing: str) -> None:
        def told(sentence: str | None) -> None:
            self.stepped.emit(nothing if sentence is None else f"{done}: {sentence}")
            if sentence is not None:
                self._decisions += 1
                self._learn_from_step(sentence)
                self._tell_decided()
                self._ask_again()

        self._write(step, told)

    def _learn_from_step(self, sentence: str) -> None:
        """The label under review learns from what was taken back, where that was about it."""
        if self._asked is not None and sentence.endswith(f" {self._asked[1]}"):
            self._to_teach[self._asked[1]] = self._asked[0]

    def _write(self, decision: Callable[[], object], then: Callable[..., None]) -> None:
        self._deciding += 1
        self._run(self._lanes.tag, decision, then).ended.connect(self._count_decision)

    def _tell_decided(self) -> None:
        self.decided.emit()
        self._rest.start()

    def _count_decision(self) -> None:
        self._deciding -= 1

    # Learning

    def _teach(self) -> None:
        """Let every label learn of which something was decided, one lesson after the other."""
        if not self._lessons.is_idle or self._deciding:
            self._rest.start()
            return
        lessons, self._to_teach = self._to_teach, {}
        self._lessons.ask(partial(self._learn, lessons))

    def _learn(self, lessons: dict[str, LabelSet | None]) -> None:
        """Runs in the lane."""
        for name, labels in lessons.items():
            self._bench.teach(labels or set_with(self._library, name), name)

    def _follow_lesson(self, _told: object) -> None:
        """What was learned changes the counts, and the order of the label under review."""
        self.refresh()
        self._ask_again()

    def _ask_again(self) -> None:
        if self._asked is not None:
            self.ask_sheet(*self._asked)

    # Looking for labels

    def look_for(self, labels: LabelSet) -> None:
        """Look for a set's labels in all photos, or in those that are new since the last time."""
        self._begin(self._lanes.label, tag_photos(self._library, self._clip, labels), self.tagged)

    def _end(self) -> None:
        super()._end()
        self._follow_lesson(None)


def _name(labels: LabelSet | None) -> str:
    return MANUAL_SET if labels is None else labels.name
