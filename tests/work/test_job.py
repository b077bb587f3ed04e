"""A job's way from a generator in a lane to signals on the GUI thread."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mmdesk.core.errors import UserError
from mmdesk.core.progress import Progress
from mmdesk.work.job import Job, Steps, in_one_step
from mmdesk.work.lanes import Lanes


class Diary:
    """Everything a job said, in order."""

    def __init__(self, job: Job) -> None:
        self.lines: list[tuple[str, object]] = []
        self.threads: set[threading.Thread] = set()
        for name in ("progressed", "yielded", "done", "failed"):
            getattr(job, name).connect(lambda value, name=name: self._note(name, value))
        job.ended.connect(lambda: self._note("ended", None))

    def _note(self, name: str, value: object) -> None:
        self.lines.append((name, value))
        self.threads.add(threading.current_thread())

    def of(self, name: str) -> list[object]:
        return [value for line, value in self.lines if line == name]


@pytest.fixture
def owner() -> Iterator[QObject]:
    """A job lives as long as its parent."""
    owner = QObject()
    yield owner
    owner.deleteLater()


def _counting(upto: int, closed: list[str] | None = None) -> Steps:
    try:
        for number in range(upto):
            yield Progress(number, upto)
            if number % 10 == 0:
                yield number
        return "all counted"
    finally:
        if closed is not None:
            closed.append("closed")


def _endless(closed: list[str]) -> Steps:
    number = 0
    try:
        while True:
            number += 1
            yield number
    finally:
        closed.append("closed")


def _noting(steps: Steps, taken: list[object]) -> Steps:
    """The same steps; those that were taken are in `taken`."""
    with closing(steps):
        for step in steps:
            taken.append(step)
            yield step


def _breaking(error: Exception) -> Steps:
    yield Progress(0)
    raise error


def test_items_all_come_in_order_and_ticks_latest_wins(qtbot: QtBot, lanes: Lanes, owner: QObject) -> None:
    job = Job(_counting(50_000), lanes.quick, owner)
    diary = Diary(job)
    with qtbot.waitSignal(job.ended):
        job.start()
    assert [number for batch in diary.of("yielded") for number in batch] == list(range(0, 50_000, 10))
    assert diary.of("progressed")[-1] == Progress(49_999, 50_000)
    assert len(diary.of("progressed")) < 5_000, "ticks are thinned out"
    assert diary.lines[-2:] == [("done", "all counted"), ("ended", None)]
    assert diary.threads == {threading.main_thread()}


def test_cancel_closes_the_generator_and_says_only_ended(qtbot: QtBot, lanes: Lanes, owner: QObject) -> None:
    closed: list[str] = []
    job = Job(_endless(closed), lanes.index, owner)
    diary = Diary(job)
    with qtbot.waitSignal(job.yielded):
        job.start()
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert closed == ["closed"]
    assert not diary.of("done")
    assert not diary.of("failed")


def test_a_job_cancelled_before_its_turn_never_begins(qtbot: QtBot, lanes: Lanes, owner: QObject) -> None:
    held = threading.Event()
    blocking = Job(in_one_step(held.wait), lanes.index, owner)
    waiting = Job(_counting(3), lanes.index, owner)
    diary = Diary(waiting)
    blocking.start()
    waiting.start()
    waiting.cancel()
    with qtbot.waitSignals([blocking.ended, waiting.ended]):
        held.set()
    assert diary.lines == [("ended", None)]


def test_pause_holds_and_resume_goes_on(qtbot: QtBot, lanes: Lanes, owner: QObject) -> None:
    closed: list[str] = []
    taken: list[object] = []
    job = Job(_noting(_endless(closed), taken), lanes.index, owner)
    with qtbot.waitSignal(job.yielded):
        job.start()
    job.pause()
    assert job.is_paused
    before = len(taken)
    qtbot.wait(100)
    assert len(taken) <= before + 1, "but the step under way"
    with qtbot.waitSignal(job.yielded):
        job.resume()
    job.pause()
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert closed == ["closed"]


def test_the_worlds_error_is_a_signal(qtbot: QtBot, lanes: Lanes, owner: QObject) -> None:
    job = Job(_breaking(UserError("The disk is full.")), lanes.quick, owner)
    diary = Diary(job)
    with qtbot.waitSignal(job.ended):
        job.start()
    assert [str(error) for error in diary.of("failed")] == ["The disk is full."]
    assert not diary.of("done")


def test_a_bug_is_raised_on_the_gui_thread(qtbot: QtBot, lanes: Lanes, owner: QObject) -> None:
    job = Job(_breaking(ZeroDivisionError("ours")), lanes.quick, owner)
    diary = Diary(job)
    with qtbot.captureExceptions() as raised, qtbot.waitSignal(job.ended):
        job.start()
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]
    assert diary.lines[-1] == ("ended", None)
    assert not diary.of("failed")


def test_shutdown_ends_what_runs_and_forgets_what_waits(qtbot: QtBot, owner: QObject) -> None:
    lanes = Lanes()
    closed: list[str] = []
    running, waiting = Job(_endless(closed), lanes.index, owner), Job(_counting(3), lanes.index, owner)
    diary = Diary(waiting)
    with qtbot.waitSignal(running.yielded):
        running.start()
    waiting.start()

    def cancel_once_nothing_waits() -> None:
        while not lanes.image._is_closed:  # the last: the queues of the others are empty by then
            time.sleep(0.001)
        running.cancel()

    canceller = threading.Thread(target=cancel_once_nothing_waits)
    canceller.start()
    with qtbot.waitSignals([running.ended, waiting.ended]):
        lanes.shutdown()
    canceller.join()
    assert closed == ["closed"]
    assert diary.lines == [("ended", None)]
