"""The label under review, off the GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.core.labels import LabelSet
from mmdesk.core.tagging.review import LabelReview, ReviewRequest
from mmdesk.tasks.tagging.reviewer import Reviewer
from mmdesk.work.deciding import DecisionWork
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class ReviewWork(Worker):
    """Shows the photos of one label, anew after a decision was taken back.

    Signals:
        review_loaded(LabelReview): the photos of the label that was asked for last.
    """

    review_loaded = Signal(object)

    def __init__(self, reviewer: Reviewer, decisions: DecisionWork, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._reviewer, self._decisions = reviewer, decisions
        self._asked: tuple[LabelSet, str, ReviewRequest] | None = None
        self._reviews = self._latest(lanes.label, self._tell)
        decisions.restored.connect(self.refresh)

    def request(self, labels: LabelSet, name: str, request: ReviewRequest) -> None:
        """Review a label of a set, in place of any label before."""
        self._asked = (labels, name, request)
        self._reviews.ask(partial(self._read, labels, name, request, self._decisions.count))

    def refresh(self) -> None:
        """Ask for the label under review once more."""
        if self._asked is not None:
            self.request(*self._asked)

    def _read(
        self, labels: LabelSet, name: str, request: ReviewRequest, decisions: int
    ) -> tuple[int, LabelReview]:
        """Read in the lane; with the number of decisions when it was asked for."""
        return decisions, self._reviewer.review(labels, name, request)

    def _tell(self, answer: tuple[int, LabelReview]) -> None:
        """Drop what was read before the last decision; what labels learn from that brings another."""
        decisions, review = answer
        if decisions == self._decisions.count:
            self.review_loaded.emit(review)
