"""The Studio with a cluster: its computers are made up, and paint really."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.cluster import ClusterError
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.queue import QueueEntry
from mmdesk.core.painting.runs import Painted
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.path_map import PathMap
from mmdesk.core.places import Places
from mmdesk.core.preferences import Preferences
from mmdesk.paintings.run import Run
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.cluster.painting.distant import DistantPainting
from mmdesk.tasks.cluster.painting.on_cluster import order_of
from mmdesk.tasks.cluster.painting.orders import PainterAnswer, PaintOrder
from mmdesk.tasks.cluster.painting.painter import Painter
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.work.painting import PaintWork
from tests.looked_before import know_machine

SPEC = PaintSpec("a red rose", engine="pixel", width=32, height=32, steps=3, cutouts=2)

WAIT_S = 0.01


class SlowNode:
    """A computer that paints its first picture after two steps only once it `may_end`."""

    def __init__(self, node: str, places: Places, may_end: threading.Event) -> None:
        self.node, self.is_free = node, True
        self._painter, self._may_end, self._asked = Painter(places), may_end, 0

    def begin(self, order: PaintOrder) -> "SlowNode":
        self.is_free = False
        self._painter.open(order)
        return self

    def plans(self) -> Mapping[str, Any]:
        return {}

    def step(self) -> PainterAnswer:
        self._asked += 1
        if self._asked == 3:
            assert self._may_end.wait(60)
        return self._painter.step()

    def state(self) -> bytes:
        return self._painter.state()

    def leave(self) -> None:
        self.is_free = True


class MadeUpCluster:
    """In the place of `PaintingCluster`: two computers, or none where it is `gone`."""

    gone = False

    def __init__(self, address: str, rules: str) -> None:
        self.lines, self.is_begun = (address, rules), True
        self.nodes: list[SlowNode] = []
        self._lock = threading.Lock()

    def take(self, order: PaintOrder) -> SlowNode | None:
        with self._lock:
            free = next((node for node in self.nodes if node.is_free), None)
            if free is not None:
                return free.begin(order)
        threading.Event().wait(WAIT_S)
        return None

    @contextmanager
    def open_painting(self, session: PaintingSession, run: Run) -> Iterator[DistantPainting]:
        if self.gone:
            raise ClusterError("The cluster is gone.")
        painting = DistantPainting(self, order_of(session, run, run.step, PathMap([])), run.step, dict)
        yield painting
        painting.leave()

    def close(self) -> None:
        self.is_begun = False


@pytest.fixture
def may_end() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def work(
    desk: OpenWindow, own: Places, monkeypatch: pytest.MonkeyPatch, may_end: threading.Event
) -> PaintWork:
    monkeypatch.setattr("mmdesk.work.painting.PaintingCluster", MadeUpCluster)
    desk.window.open_studio()
    work = desk.workers.paint
    work.use_cluster(Preferences(cluster="nas:6379"))
    assert isinstance(work._cluster, MadeUpCluster)
    always = threading.Event()
    always.set()
    places = Places(own.data_dir / "node")
    know_machine(places, ClipModel(places))
    work._cluster.nodes = [SlowNode("one", places, may_end), SlowNode("two", places, always)]
    return work


def states(work: PaintWork) -> list[str]:
    return [entry.state for entry in work.queue()]


def test_each_free_computer_paints_and_one_painting_is_watched(
    work: PaintWork, qtbot: QtBot, may_end: threading.Event
) -> None:
    begun: list[QueueEntry] = []
    frames: list[Frame] = []
    finished: list[Painted] = []
    work.begun.connect(begun.append)
    work.frames_painted.connect(frames.extend)
    work.finished.connect(finished.append)
    for seed in (1, 2, 3):
        work.enqueue(replace(SPEC, seed=seed))
    qtbot.waitUntil(lambda: len(finished) == 2)
    assert [painted.spec.seed for painted in finished] == [2, 3]  # by the other computer
    assert [entry.spec.seed for entry in begun] == [1]
    assert states(work) == ["painting"]
    with qtbot.waitSignal(work.ended):
        may_end.set()
    assert finished[2].spec.seed == 1
    assert [frame.step for frame in frames] == [1, 2, 3]
    assert work.queue() == []
    assert work.entry is None


def test_one_that_is_not_watched_is_put_aside_with_what_is_done(
    work: PaintWork, qtbot: QtBot, may_end: threading.Event
) -> None:
    assert isinstance(work._cluster, MadeUpCluster)
    work._cluster.nodes.reverse()
    work._cluster.nodes[0]._may_end = may_end
    for seed in (1, 2):
        work.enqueue(replace(SPEC, seed=seed, steps=9))
    qtbot.waitUntil(lambda: states(work) == ["painting", "painting"])
    assert work.entry is not None
    [other] = [entry for entry in work.queue() if entry.id != work.entry.id]
    qtbot.waitUntil(lambda: work._session.runs.get(other.run).step == 2)
    work.hold(other.id)
    may_end.set()
    with qtbot.waitSignal(work.ended):
        pass
    [left] = work.queue()
    assert (left.id, left.state) == (other.id, "held")
    assert work._session.runs.get(left.run).step == 3


def test_a_cluster_that_is_gone_lets_all_wait_and_says_so(work: PaintWork, qtbot: QtBot) -> None:
    assert isinstance(work._cluster, MadeUpCluster)
    work._cluster.gone = True
    with qtbot.waitSignal(work.failed) as told:
        for seed in (1, 2):
            work.enqueue(replace(SPEC, seed=seed))
    assert told.args == ["The cluster is gone."]
    qtbot.waitUntil(lambda: work.entry is None and states(work) == ["waiting", "waiting"])
    assert work.is_queue_paused
