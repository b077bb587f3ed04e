"""The queue: its order, its rests, and its life after a kill."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.core.painting.queue import Night
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.paintings.queue import PaintQueue

NOON = datetime(2026, 1, 1, 12)
MIDNIGHT = datetime(2026, 1, 1, 0)


@pytest.fixture
def queue(tmp_path: Path) -> PaintQueue:
    return PaintQueue(tmp_path / "queue.json")


def prompts(queue: PaintQueue) -> list[str]:
    return [entry.spec.prompt for entry in queue.entries()]


def test_entries_keep_their_order_until_moved(queue: PaintQueue, spec: PaintSpec) -> None:
    _first, second, third = (queue.add(replace(spec, prompt=word)) for word in ("one", "two", "three"))
    queue.move(third.id, 0)
    assert prompts(queue) == ["three", "one", "two"]
    queue.remove(second.id)
    assert prompts(queue) == ["three", "one"]
    with pytest.raises(UserError, match="not in the queue"):
        queue.hold(second.id)


def test_what_is_held_is_passed_over(queue: PaintQueue, spec: PaintSpec) -> None:
    first, second = queue.add(spec), queue.add(spec)
    queue.hold(first.id)
    assert queue.next(NOON) == second
    queue.release(first.id)
    assert queue.next(NOON) == first
    queue.pause()
    assert queue.next(NOON) is None
    queue.go_on()
    assert queue.next(NOON) == first


@given(st.times(), st.times(), st.datetimes())
def test_a_night_and_the_day_between_share_all_moments(begins, ends, now) -> None:
    night = Night(begins.isoformat("seconds"), ends.isoformat("seconds"), on=True)
    day = Night(night.ends, night.begins, on=True)
    assert night.allows(now) != day.allows(now) or night.begins == night.ends


def test_by_night_nothing_begins_at_noon(queue: PaintQueue, spec: PaintSpec) -> None:
    entry = queue.add(spec)
    queue.set_night(Night("22:00", "07:00", on=True))
    assert queue.next(NOON) is None
    assert queue.next(MIDNIGHT) == entry
    with pytest.raises(UserError, match="no time of day"):
        Night("25:00")


def test_after_a_kill_everything_is_there_and_the_one_under_way_waits_with_its_run(
    tmp_path: Path, spec: PaintSpec
) -> None:
    queue = PaintQueue(tmp_path / "queue.json")
    first, second = queue.add(spec), queue.add(replace(spec, prompt="later"))
    queue.begin(first.id, "some-run")
    queue.pause()
    assert queue.entries()[0].state == "painting"
    again = PaintQueue(tmp_path / "queue.json")
    assert again.entries() == [replace(first, run="some-run"), second]
    assert again.paused


def test_a_queue_spoiled_by_hand_keeps_what_is_sound(tmp_path: Path, spec: PaintSpec) -> None:
    queue = PaintQueue(tmp_path / "queue.json")
    entry = queue.add(spec)
    text = (tmp_path / "queue.json").read_text()
    (tmp_path / "queue.json").write_text(text.replace('"entries": [', '"entries": [7, {"id": "x"},'))
    assert queue.entries() == [entry]
    (tmp_path / "queue.json").write_text("{")
    assert queue.entries() == []
