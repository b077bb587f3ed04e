"""Cycles die on the GUI thread, whoever made the last straw."""

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import Mock

import pytest
from pytestqt.qtbot import QtBot

from mmdesk.work.garbage_collector import GarbageCollector


class Knot:
    """Holds itself, and notes on which thread it dies."""

    def __init__(self, died_on: list[threading.Thread]) -> None:
        self.myself = self
        self.died_on = died_on

    def __del__(self) -> None:
        self.died_on.append(threading.current_thread())


def _make_much_garbage() -> None:
    for _ in range(20_000):
        cycle: list[object] = []
        cycle.append(cycle)


def test_cycles_die_on_the_gui_thread(qtbot: QtBot) -> None:
    collector = GarbageCollector()
    died_on: list[threading.Thread] = []
    knot = weakref.ref(Knot(died_on))
    with ThreadPoolExecutor(1) as lane:
        lane.submit(_make_much_garbage).result()
    assert knot() is not None, "the lane's thread must leave it alone"
    qtbot.waitUntil(lambda: knot() is None)
    assert died_on == [threading.main_thread()]
    collector.stop()
    assert gc.isenabled()


def test_what_was_there_before_is_not_looked_through(qtbot: QtBot) -> None:
    old = [[] for _ in range(1000)]
    collector = GarbageCollector()
    assert all(one is not old for one in gc.get_objects()), "the collector does not see it"
    collector.stop()
    assert any(one is old for one in gc.get_objects())


@pytest.mark.parametrize(
    ("counts", "generation"), [((11, 0, 0), 0), ((11, 6, 0), 1), ((0, 6, 3), 2), ((10, 5, 2), None)]
)
def test_the_oldest_generation_that_is_due_is_collected(
    counts: tuple[int, int, int], generation: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[int] = []
    monkeypatch.setattr("mmdesk.work.garbage_collector.gc.get_threshold", lambda: (10, 5, 2))
    monkeypatch.setattr("mmdesk.work.garbage_collector.gc.get_count", lambda: counts)
    monkeypatch.setattr("mmdesk.work.garbage_collector.gc.collect", collected.append)
    GarbageCollector.tidy(Mock(spec=GarbageCollector))
    assert collected == ([] if generation is None else [generation])
