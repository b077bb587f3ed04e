"""Painting, off the GUI thread: the queue is worked off, one picture at a time, or on a cluster several."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.candidates import CandidateSheet
from mmdesk.core.painting.frame import Frame, GivenTo, Notice
from mmdesk.core.painting.queue import Night, QueueEntry
from mmdesk.core.painting.runs import RunCard
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.photo import Indexed
from mmdesk.core.preferences import Preferences
from mmdesk.core.progress import Progress
from mmdesk.paintings.animation import animate, formats
from mmdesk.paintings.gallery import candidate_sheet, copy_painting, moment_picture, run_cards, run_story
from mmdesk.paintings.picture_file import read_painting
from mmdesk.tasks.cluster.painting.on_cluster import PaintingCluster
from mmdesk.tasks.painting.choosing import choose_candidate
from mmdesk.tasks.painting.engine_models import engine_models
from mmdesk.tasks.painting.opening import paint_here
from mmdesk.tasks.painting.paint import begin_branch, plan
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.painting.work_off import enqueue, work_off
from mmdesk.work.job import Job
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import LongWorker

CLOCK_MS = 20_000
"""How often it is looked whether night has come, or day."""


@dataclass
class QueuedPainting:
    """An entry of the queue, and the job that paints it.

    `is_told` is whether the queue was shown since it has begun, `has_computer` whether a computer of the
    cluster has it.
    """

    entry: QueueEntry
    job: Job
    is_told: bool = False
    has_computer: bool = False


class PaintWork(LongWorker):
    """Works off the queue in a lane of its own.

    Where the preferences name a cluster, each painting is given to one of its computers, and as many are
    under way at once as there are free ones. One of them is watched: what is told, paused and put aside is
    that one; the others are written down in their runs, and take its place when it has ended.

    Stopping, closing the window and the end of the night are the same thing: the painting under way is
    saved, and goes on from there when its turn comes again.

    Signals:
        begun(QueueEntry): a painting has its turn, and is watched.
        frames_painted(list[Frame]): steps that were done since the last time, in order.
        noticed(str): something changed on the way.
        finished(Painted): a picture is done and in the library.
        brought_in(tuple[PhotoId, ...]): as photos.
        queue_changed(list[QueueEntry]): another order, or another state of one.
        cards_loaded(list[RunCard]), story_loaded(RunStory): as asked for.
        moment_loaded(str, int, FullPicture): run, step and its picture, as asked for.
        models_found(list[EngineModel]): as asked for.
        candidates_loaded(str, CandidateSheet): run and its candidates, as asked for.
        candidate_chosen(str): another candidate is the picture of this run now.
        planned(Plan): what a painting would take.
        restored(PaintSpec): the settings in a picture.
        exported(Path): an animation, or a copy of the picture, is written.
        ended(): nothing is painted for now.
    """

    begun = Signal(object)
    frames_painted = Signal(object)
    noticed = Signal(str)
    finished = Signal(object)
    brought_in = Signal(object)
    queue_changed = Signal(object)
    cards_loaded = Signal(object)
    story_loaded = Signal(object)
    moment_loaded = Signal(object, object, object)
    models_found = Signal(object)
    candidates_loaded = Signal(object, object)
    candidate_chosen = Signal(object)
    planned = Signal(object)
    restored = Signal(object)
    exported = Signal(object)

    def __init__(self, session: PaintingSession, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._lanes = session, lanes
        self._entry: QueueEntry | None = None
        self._under_way: dict[str, QueuedPainting] = {}
        self._is_seeking = False
        self._cluster: PaintingCluster | None = None
        self._nights: list[Night] = []
        self._is_closed = False
        self._cards = self._latest(lanes.quick, self.cards_loaded)
        self._story = self._latest(lanes.quick, self.story_loaded)
        self._moment = self._latest(lanes.quick, self._tell_moment)
        self._candidates = self._latest(lanes.quick, self._tell_candidates)
        self._models = self._latest(lanes.quick, self.models_found)
        self._plans = self._latest(lanes.paint, self.planned)
        self._clock = QTimer(self, interval=CLOCK_MS)
        self._clock.timeout.connect(self.look_at_the_clock)
        self._clock.start()

    # What is being painted

    @property
    def entry(self) -> QueueEntry | None:
        """What is being painted."""
        return self._entry

    def put_aside(self) -> None:
        """Stop after the step under way; it is kept, and waits in the queue until it is released."""
        if self._entry is not None:
            self.hold(self._entry.id)

    def stop(self) -> None:
        """Begin nothing more, and let what is under way be saved."""
        self._is_closed = True
        self._clock.stop()
        self._cancel_all()
        self._leave_cluster()

    def use_cluster(self, preferences: Preferences) -> None:
        """Let paintings that begin from now on use the cluster that is preferred, or none."""
        lines = (preferences.cluster, preferences.cluster_map)
        if self._cluster is None or self._cluster.lines != lines:
            self._leave_cluster()
            self._cluster = PaintingCluster(*lines) if preferences.cluster.strip() else None

    def look_at_the_clock(self) -> None:
        """Begin what may begin now, leave off what may not go on, and see what other programs queued."""
        if not self._is_closed:
            self._run(self._lanes.book, self._session.queue.load, self._follow_the_clock)

    # The queue

    def queue(self) -> list[QueueEntry]:
        """All that is waiting or under way."""
        return self._session.queue.entries()

    def enqueue(self, spec: PaintSpec) -> None:
        """Paint `spec` when its turn comes, which may be at once."""
        self._change_queue(partial(enqueue, self._session, spec))

    def enqueue_run(self, card: RunCard) -> None:
        """Go on with a painting that was put aside; where it is in the queue, it waits for its turn there."""
        entry = next((entry for entry in self.queue() if entry.run == card.id), None)
        if entry is not None:
            self.release(entry.id)
        else:
            self._change_queue(lambda: self._session.queue.add(self._session.runs.get(card.id)))

    def branch(self, run_id: str, step: int, spec: PaintSpec) -> None:
        """Leave a run after `step` and go on with other words."""
        self._change_queue(lambda: self._session.queue.add(begin_branch(self._session, run_id, step, spec)))

    def move(self, entry_id: str, place: int) -> None:
        """Bring an entry of the queue to another place."""
        self._change_queue(partial(self._session.queue.move, entry_id, place))

    def hold(self, entry_id: str) -> None:
        """Pass over an entry until it is released; one under way is put aside."""
        self._change_queue(partial(self._session.queue.hold, entry_id), self._end_of(entry_id))

    def release(self, entry_id: str) -> None:
        """Let an entry wait for its turn again."""
        self._change_queue(partial(self._session.queue.release, entry_id))

    def remove(self, entry_id: str) -> None:
        """Take an entry out of the queue; what was painted of it stays in the gallery."""
        self._change_queue(partial(self._session.queue.remove, entry_id), self._end_of(entry_id))

    @property
    def is_queue_paused(self) -> bool:
        """Whether nothing is begun for now."""
        return self._session.queue.paused

    def pause_queue(self, paused: bool) -> None:  # noqa: FBT001
        """Begin nothing more, or go on with the queue."""
        self._change_queue(self._session.queue.pause if paused else self._session.queue.go_on)

    @property
    def night(self) -> Night:
        """When it may be painted, as it was asked for last."""
        return self._nights[-1] if self._nights else self._session.queue.night

    def set_night(self, night: Night) -> None:
        """Paint by night only, or always."""
        self._nights.append(night)
        change = partial(self._session.queue.set_night, night)
        self._run(self._lanes.book, change, self._follow_the_clock).ended.connect(self._take_night)

    def _take_night(self) -> None:
        """Look into the queue's book for the night again, once the last one asked for is written there."""
        self._nights.pop(0)
        self._follow_the_queue()

    # What is looked at

    def request_cards(self) -> None:
        """Answered by `cards_loaded`."""
        self._cards.ask(lambda: run_cards(self._session.runs, self._session.library.files.trashed()))

    def request_story(self, run_id: str) -> None:
        """Answered by `story_loaded`."""
        self._story.ask(partial(run_story, self._session.runs, run_id))

    def request_moment(self, run_id: str, step: int) -> None:
        """Answered by `moment_loaded`, unless another moment is asked for meanwhile."""
        self._moment.ask(lambda: (run_id, step, moment_picture(self._session.runs, run_id, step)))

    def request_candidates(self, run_id: str) -> None:
        """Answered by `candidates_loaded`."""
        self._candidates.ask(lambda: (run_id, candidate_sheet(self._session.runs, run_id)))

    def choose_candidate(self, run_id: str, place: int) -> None:
        """Make another candidate the picture of a finished painting; answered by `candidate_chosen`."""
        self._run(self._lanes.index, choose_candidate(self._session, run_id, place), self.candidate_chosen)

    def request_models(self) -> None:
        """Look which models the engines can draw with; answered by `models_found`."""
        self._models.ask(partial(engine_models, self._session.places))

    def request_plan(self, spec: PaintSpec) -> None:
        """Try two steps; answered by `planned`. While something is painted, it waits for its end."""
        self._plans.ask(partial(plan, self._session, spec))

    def forget_plan(self) -> None:
        """Nobody wants to know any more."""
        self._plans.drop()

    def restore(self, path: bytes) -> None:
        """Read the settings out of a picture; answered by `restored`."""
        self._run(self._lanes.quick, partial(read_painting, path), self.restored)

    @property
    def film_suffixes(self) -> Sequence[str]:
        """What an animation can be written as on this machine."""
        return formats()

    def export(self, run_id: str, out: Path) -> None:
        """Write the history of a painting as an animation; answered by `exported`."""
        self._run(self._lanes.quick, self._animated(run_id, out), self.exported)

    def save_copy(self, run_id: str, out: Path) -> None:
        """Write the finished picture to a file as well; answered by `exported`."""
        self._run(self._lanes.quick, partial(copy_painting, self._session.runs, run_id, out), self.exported)

    # How it is done

    def _animated(self, run_id: str, out: Path) -> Generator[Progress, None, Path]:
        return (yield from animate(self._session.runs.get(run_id), out))

    def _change_queue(self, change: Callable[[], object], then: Callable[..., object] | None = None) -> None:
        """Write the queue's book in its lane; it may fail where an entry has just been finished."""
        self._run(self._lanes.book, change, then).ended.connect(self._follow_the_queue)

    def _follow_the_queue(self) -> None:
        self._begin_next()
        self._tell_queue()

    def _follow_the_clock(self, is_news: object) -> None:
        if not self._session.queue.night.allows(datetime.now()):
            self._cancel_all()
        self._begin_next()
        if not self._under_way:
            self._rest_cluster()
        if is_news:
            self._tell_queue()

    def _begin_next(self) -> None:
        """Begin the next, unless one waits for its computer, which may be this one."""
        queue = self._session.queue
        entry = None if self._is_closed or self._is_seeking else queue.next(datetime.now())
        if entry is None or entry.id in self._under_way:  # it is just leaving
            return
        self._is_seeking = True
        where = self._cluster.open_painting if self._cluster is not None else paint_here
        lane = self._lanes.paint if self._cluster is None else self._lanes.afar
        under_way = QueuedPainting(
            entry, self._run(lane, work_off(self._session, entry, where), self.finished)
        )
        self._under_way[entry.id] = under_way
        under_way.job.progressed.connect(partial(self._tell_progress, under_way))
        under_way.job.yielded.connect(partial(self._sort_out, under_way))
        under_way.job.ended.connect(partial(self._end_one, under_way))
        if self._entry is None:
            self.started.emit()
            self._watch(under_way)

    def _watch(self, under_way: QueuedPainting) -> None:
        self._entry, self._job = under_way.entry, under_way.job
        self.begun.emit(under_way.entry)

    def _end_of(self, entry_id: str) -> Callable[[], None] | None:
        """What ends the painting of an entry, where it is under way."""
        under_way = self._under_way.get(entry_id)
        return under_way.job.cancel if under_way is not None else None

    def _cancel_all(self) -> None:
        for under_way in self._under_way.values():
            under_way.job.cancel()

    def _tell_progress(self, under_way: QueuedPainting, progress: Progress) -> None:
        if under_way.job is self._job:
            self.progressed.emit(progress)
        if not under_way.is_told:  # the first sign of life: the queue's book says now that it is painted
            under_way.is_told = True
            self._tell_queue()

    def _sort_out(self, under_way: QueuedPainting, items: list[object]) -> None:
        """Frames in one signal, notices one by one."""
        frames = [item for item in items if isinstance(item, Frame)]
        is_watched = under_way.job is self._job
        if frames and is_watched:
            self.frames_painted.emit(frames)
        for item in items:
            if isinstance(item, Notice) and is_watched:
                self.noticed.emit(item.text)
            elif isinstance(item, GivenTo):
                self._go_on_seeking(under_way)
            elif isinstance(item, Indexed):
                self.brought_in.emit(item.ids)

    def _go_on_seeking(self, under_way: QueuedPainting) -> None:
        """Look whether there is another free computer, now that this painting has one."""
        if not under_way.has_computer:
            under_way.has_computer = True
            self._is_seeking = False
            self._begin_next()

    def _tell_candidates(self, found: object) -> None:
        run_id, sheet = cast("tuple[str, CandidateSheet]", found)
        self.candidates_loaded.emit(run_id, sheet)

    def _tell_moment(self, found: object) -> None:
        run_id, step, picture = cast("tuple[str, int, FullPicture]", found)
        self.moment_loaded.emit(run_id, step, picture)

    def _tell_queue(self) -> None:
        self.queue_changed.emit(self.queue())

    def _end_one(self, under_way: QueuedPainting) -> None:
        del self._under_way[under_way.entry.id]
        if not under_way.has_computer:
            self._is_seeking = False
        if under_way.job is self._job:
            self._job = self._entry = None
            for other in self._under_way.values():
                self._watch(other)
                break
        self._begin_next()
        self._tell_queue()
        if not self._under_way:
            self.ended.emit()

    def _leave_cluster(self) -> None:
        """Let the cluster go, once nothing is painted there any more."""
        cluster, self._cluster = self._cluster, None
        if cluster is not None:
            self._run(self._lanes.afar, cluster.close)

    def _rest_cluster(self) -> None:
        """End what runs on the cluster for nothing; it is begun again when it is needed."""
        if self._cluster is not None and self._cluster.is_begun:
            self._run(self._lanes.afar, self._cluster.close)
