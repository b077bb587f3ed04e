"""The queue: its order, its rests, its life after a kill, and what other programs do to it."""

import json
import shutil
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
from mmdesk.paintings.run_store import RunStore

NOON = datetime(2026, 1, 1, 12)
MIDNIGHT = datetime(2026, 1, 1, 0)


@pytest.fixture
def runs(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def queue(tmp_path: Path, runs: RunStore) -> PaintQueue:
    return opened(tmp_path, runs)


def opened(folder: Path, runs: RunStore) -> PaintQueue:
    """The queue as a program finds it that has just begun."""
    queue = PaintQueue(folder / "queue.json", runs)
    queue.load()
    return queue


def prompts(queue: PaintQueue) -> list[str]:
    return [entry.spec.prompt for entry in queue.entries()]


def test_entries_keep_their_order_until_moved(queue: PaintQueue, runs: RunStore, spec: PaintSpec) -> None:
    specs = [replace(spec, prompt=word) for word in ("one", "two", "three")]
    _first, second, third = [queue.add(runs.prepare(one)) for one in specs]
    queue.move(third.id, 0)
    assert prompts(queue) == ["three", "one", "two"]
    queue.remove(second.id)
    assert prompts(queue) == ["three", "one"]
    with pytest.raises(UserError, match="not in the queue"):
        queue.hold(second.id)


def test_what_is_held_is_passed_over(queue: PaintQueue, runs: RunStore, spec: PaintSpec) -> None:
    first, second = queue.add(runs.prepare(spec)), queue.add(runs.prepare(spec))
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


def test_by_night_nothing_begins_at_noon(queue: PaintQueue, runs: RunStore, spec: PaintSpec) -> None:
    entry = queue.add(runs.prepare(spec))
    queue.set_night(Night("22:00", "07:00", on=True))
    assert queue.next(NOON) is None
    assert queue.next(MIDNIGHT) == entry
    with pytest.raises(UserError, match="no time of day"):
        Night("25:00")


def test_after_a_kill_everything_is_there_and_the_one_under_way_waits_with_its_run(
    tmp_path: Path, queue: PaintQueue, runs: RunStore, spec: PaintSpec
) -> None:
    first, second = queue.add(runs.prepare(spec)), queue.add(runs.prepare(replace(spec, prompt="later")))
    queue.begin(first.id)
    queue.pause()
    assert queue.entries()[0].state == "painting"
    again = opened(tmp_path, runs)
    assert again.entries() == [first, second]
    assert again.paused


def test_a_queue_spoiled_by_hand_keeps_what_is_sound(
    tmp_path: Path, queue: PaintQueue, runs: RunStore, spec: PaintSpec
) -> None:
    entry = queue.add(runs.prepare(spec))
    text = (tmp_path / "queue.json").read_text()
    spoiled = '"entries": [7, {"id": "x"}, {"id": "y", "run": "../gone"}, {"id": "z", "run": 8},'
    (tmp_path / "queue.json").write_text(text.replace('"entries": [', spoiled))
    assert queue.load()
    assert queue.entries() == [entry]
    (tmp_path / "queue.json").write_text("{")
    assert queue.load()
    assert queue.entries() == []


def test_two_programs_see_each_others_changes_and_keep_them(
    tmp_path: Path, queue: PaintQueue, runs: RunStore, spec: PaintSpec
) -> None:
    other = opened(tmp_path, runs)
    first = queue.add(runs.prepare(spec))
    assert other.entries() == []
    second = other.add(runs.prepare(spec))
    assert other.entries() == [first, second]
    assert queue.load()
    assert queue.entries() == [first, second]
    assert not queue.load()


def test_what_it_says_is_said_without_the_disk(
    tmp_path: Path, queue: PaintQueue, runs: RunStore, spec
) -> None:
    entry = queue.add(runs.prepare(spec))
    queue.set_night(Night("21:00", "06:00"))
    (tmp_path / "queue.json").unlink()
    shutil.rmtree(tmp_path / "runs")
    assert (queue.entries(), queue.next(NOON), queue.paused) == ([entry], entry, False)
    assert queue.night == Night("21:00", "06:00")


def test_the_spec_is_written_once_and_goes_with_what_was_never_begun(
    tmp_path: Path, queue: PaintQueue, runs: RunStore, spec: PaintSpec
) -> None:
    waiting, begun = (queue.add(runs.prepare(replace(spec, prompt="a heron"))) for _ in range(2))
    runs.get(begun.run).begin({})
    queue.begin(begun.id)
    holders = [path for path in tmp_path.rglob("*") if path.is_file() and b"a heron" in path.read_bytes()]
    assert {path.relative_to(tmp_path / "runs") for path in holders} == {
        Path(entry.run, "spec.json") for entry in (waiting, begun)
    }
    assert [run.id for run in runs.all()] == [begun.run], "what waits is not in the gallery"
    for entry in (waiting, begun):
        queue.remove(entry.id)
    assert [path.name for path in (tmp_path / "runs").iterdir()] == [begun.run]


def test_a_queue_and_runs_of_earlier_versions_are_read(
    tmp_path: Path, runs: RunStore, spec: PaintSpec
) -> None:
    begun = tmp_path / "runs" / "20250102-030405-a-red-rose"
    begun.mkdir(parents=True)
    about = {"spec": spec.to_document(), "made": "2025-01-02T03:04:05+00:00", "models": {"a": "b"}}
    (begun / "run.json").write_text(json.dumps(about))
    later = replace(spec, prompt="later")
    entries = [
        {"id": "1", "spec": spec.to_document(), "state": "painting", "run": begun.name, "note": ""},
        {"id": "2", "spec": later.to_document(), "state": "held", "run": "", "note": ""},
    ]
    night = {"begins": "23:00", "ends": "05:00", "on": True}
    (tmp_path / "queue.json").write_text(json.dumps({"entries": entries, "paused": True, "night": night}))
    queue = opened(tmp_path, runs)
    first, second = queue.entries()
    assert (first.id, first.run, first.spec, first.state) == ("1", begun.name, spec, "waiting")
    assert (second.id, second.spec, second.state) == ("2", later, "held")
    assert (queue.paused, queue.night) == (True, Night("23:00", "05:00", on=True))
    assert [(run.id, run.models, run.made) for run in runs.all()] == [(begun.name, {"a": "b"}, about["made"])]
    assert runs.get(second.run).spec == later
    assert opened(tmp_path, runs).entries() == [first, second], "each gets its run once"
    assert len(list((tmp_path / "runs").iterdir())) == 2
