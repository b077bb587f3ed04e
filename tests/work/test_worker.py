"""A worker knows whether anything is left to do, and says in one place why something failed."""

import threading

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from mmdesk.core.errors import UserError
from mmdesk.core.progress import Progress
from mmdesk.work.job import Steps
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import LongWorker


class Counting(LongWorker):
    """Counts, asks and fails."""

    told = Signal(object)

    def __init__(self, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self.lanes, self.may_end = lanes, threading.Event()
        self.newest = self._latest(lanes.quick, self.told)

    def count(self, upto: int) -> None:
        self._begin(self.lanes.index, self._steps(upto), self.told)

    def fail(self) -> None:
        self._run(self.lanes.quick, self._fail, self.told)

    def _steps(self, upto: int) -> Steps:
        yield Progress(0, upto)
        self.may_end.wait()
        yield Progress(upto, upto)
        return upto

    def _fail(self) -> None:
        raise UserError("The disk is full.")


@pytest.fixture
def worker(lanes: Lanes, root: QObject) -> Counting:
    return Counting(lanes, root)


def test_a_second_long_job_is_refused_while_one_is_under_way(worker: Counting, qtbot: QtBot) -> None:
    told: list[object] = []
    worker.told.connect(told.append)
    with qtbot.waitSignals([worker.started, worker.progressed]):
        worker.count(1)
    worker.count(2)
    assert worker.is_running
    assert not worker.is_idle
    with qtbot.waitSignal(worker.ended):
        worker.may_end.set()
    assert told == [1]
    assert not worker.is_running
    assert worker.is_idle


def test_a_long_job_is_stopped(worker: Counting, qtbot: QtBot) -> None:
    with qtbot.waitSignal(worker.progressed):
        worker.count(1)
    with qtbot.waitSignal(worker.ended):
        worker.stop()
        worker.may_end.set()
    assert worker.is_idle


def test_a_paused_job_takes_no_further_step_until_it_goes_on(worker: Counting, qtbot: QtBot) -> None:
    with qtbot.waitSignal(worker.progressed):
        worker.count(1)
    worker.pause()
    assert worker.is_paused
    worker.may_end.set()
    with qtbot.waitSignal(worker.progressed):
        pass
    with qtbot.assertNotEmitted(worker.ended, wait=100):
        pass
    with qtbot.waitSignal(worker.ended):
        worker.resume()
    assert not worker.is_paused


def test_whatever_fails_is_told_in_one_place(worker: Counting, qtbot: QtBot) -> None:
    with qtbot.waitSignal(worker.failed) as failure:
        worker.fail()
    assert failure.args == ["The disk is full."]
    with qtbot.waitSignal(worker.failed) as failure:
        worker.newest.ask(worker._fail)
    assert failure.args == ["The disk is full."]
    qtbot.waitUntil(lambda: worker.is_idle)
