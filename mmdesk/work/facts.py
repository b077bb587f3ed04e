"""Captions, dates and turns of photos, off the GUI thread."""

from collections.abc import Generator, Sequence
from functools import partial
from zoneinfo import available_timezones

from PySide6.QtCore import QObject, Signal

from mmdesk.core.fact_edits import FactsDecided, FactWish
from mmdesk.core.photo import Indexed, Skipped
from mmdesk.core.progress import Progress
from mmdesk.core.sidecars import Difference, XmpSummary
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.facts.editing import FactSteps, edit_facts, fact_differences
from mmdesk.tasks.indexing import read_again
from mmdesk.tasks.library import Library
from mmdesk.work.job import Job
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker

Compared = tuple[list[Difference], list[Skipped]]
"""Sidecars that would change, and photos that cannot have what is wished for."""


class FactsWork(Worker):
    """Compares edits with sidecars, the latest only, and makes them one after the other.

    Signals:
        compared(list[Difference], list[Skipped]): what the wish asked for last would change.
        refused(str): why it cannot be wished.
        decided(FactsDecided): photos have other facts from now on; their sidecars follow.
        written(XmpSummary, list[Skipped]): the sidecars of an edit are as they are to be, but for these.
        progressed(Progress): how far an edit is.
        zones_known(list[str]): names of time zones.
        indexed(tuple[PhotoId, ...]): turned photos that are found as they look now.
    """

    compared = Signal(object, object)
    refused = Signal(str)
    decided = Signal(object)
    written = Signal(object, object)
    progressed = Signal(object)
    zones_known = Signal(object)
    indexed = Signal(object)

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._clip = library, clip
        self._lanes = lanes
        self._comparing: Job | None = None
        self._readings: list[Job] = []
        self._zones = self._latest(lanes.quick, self.zones_known)

    def request_zones(self) -> None:
        """Ask for the names of time zones."""
        self._zones.ask(lambda: sorted(name for name in available_timezones() if "/" in name))

    def compare(self, ids: Sequence[int], wish: FactWish) -> None:
        """Find out what an edit would change, in place of what was asked before. Nothing is written."""
        self.forget_question()
        job = Job(_gathered(fact_differences(self._library, ids, wish)), self._lanes.label, self)
        job.done.connect(partial(self._tell_compared, job))
        job.failed.connect(partial(self._tell_refused, job))
        self._comparing = self._start(job)

    def forget_question(self) -> None:
        """Tell no more of what was asked last."""
        if self._comparing is not None:
            self._comparing.cancel()
        self._comparing = None

    def edit(self, ids: Sequence[int], wish: FactWish) -> None:
        """Give photos other facts, as one act; in the lane where the user's acts keep their order."""
        left: list[Skipped] = []
        told = partial(self._tell_written, left)
        job = self._run(self._lanes.tag, edit_facts(self._library, ids, wish), told)
        job.progressed.connect(self.progressed)
        job.yielded.connect(partial(self._sort_out, left))

    def read_again(self, photos: Sequence[int]) -> None:
        """Read and encode photos that look otherwise than before.

        Not in the lane of indexing, where they would wait for hours. Where this is broken off, the next look
        at their folders does it.
        """
        if photos:
            job = self._run(self._lanes.label, read_again(self._library, self._clip, photos))
            job.yielded.connect(self._tell_indexed)
            self._readings.append(job)
            job.ended.connect(partial(self._readings.remove, job))

    def stop(self) -> None:
        """Break off what can be done later."""
        self.forget_question()
        for job in self._readings:
            job.cancel()

    def _tell_indexed(self, items: list[object]) -> None:
        ids = tuple(photo for item in items if isinstance(item, Indexed) for photo in item.ids)
        if ids:
            self.indexed.emit(ids)

    def _sort_out(self, left: list[Skipped], items: list[object]) -> None:
        for item in items:
            if isinstance(item, FactsDecided):
                self.decided.emit(item)
            elif isinstance(item, Skipped):
                left.append(item)

    def _tell_written(self, left: list[Skipped], summary: XmpSummary) -> None:
        self.written.emit(summary, left)

    def _tell_compared(self, job: Job, found: Compared) -> None:
        if job is self._comparing:
            self._comparing = None
            self.compared.emit(*found)

    def _tell_refused(self, job: Job, sentence: str) -> None:
        if job is self._comparing:
            self._comparing = None
            self.refused.emit(sentence)


def _gathered(steps: FactSteps) -> Generator[Progress, None, Compared]:
    """The differences and the skipped photos among all steps, told at the end."""
    different, skipped = list[Difference](), list[Skipped]()
    for step in steps:
        if isinstance(step, Difference):
            different.append(step)
        elif isinstance(step, Skipped):
            skipped.append(step)
        elif isinstance(step, Progress):
            yield step
    return different, skipped
