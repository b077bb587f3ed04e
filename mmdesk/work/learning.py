"""What labels learn from decisions, off the GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from mmdesk.core.labels import LabelSet
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.overview import set_with
from mmdesk.tasks.tagging.reviewer import Reviewer
from mmdesk.work.deciding import DecisionWork
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker

REST_MS = 350
"""A label learns when the user rests for so long: who decides quickly wants no other order in between."""


class LearningWork(Worker):
    """Teaches every label of which something was decided.

    Signals:
        learned(): labels have learned, or forgotten what they had.
    """

    learned = Signal()

    def __init__(
        self, library: Library, reviewer: Reviewer, decisions: DecisionWork, lanes: Lanes, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._reviewer, self._decisions, self._lane = library, reviewer, decisions, lanes.label
        self._waiting: dict[str, LabelSet | None] = {}
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._learn)
        decisions.decided.connect(self._note)

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs and no label waits to learn."""
        return super().is_idle and not self._waiting

    def forget(self, labels: LabelSet, name: str) -> None:
        """Reset a label to its words; what was decided stays."""
        self._waiting.pop(name, None)
        forget = partial(self._reviewer.forget, labels, name)
        self._run(self._lane, forget).ended.connect(self.learned)

    def _note(self, name: str, labels: LabelSet | None) -> None:
        self._waiting[name] = labels
        self._rest.start()

    def _learn(self) -> None:
        if self._jobs or not self._decisions.is_idle:
            self._rest.start()
            return
        lessons, self._waiting = self._waiting, {}
        self._run(self._lane, partial(self._teach, lessons)).ended.connect(self.learned)

    def _teach(self, lessons: dict[str, LabelSet | None]) -> None:
        """Teach in the lane, one label after the other."""
        for name, labels in lessons.items():
            self._reviewer.teach(labels or set_with(self._library, name), name)
