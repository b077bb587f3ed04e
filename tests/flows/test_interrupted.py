"""The power cut, Ctrl+C, and a second program at work on the same library.

`MMDESK_TEST_KILLS=20` makes the long version of the first test: so many kills, on 2,000 pictures.
"""

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path

import pytest

from mmdesk.tasks.engines import WORTH_TORCH
from tests.flows.pictures import draw_pictures
from tests.flows.program import Program, kill

KILLS = int(os.environ.get("MMDESK_TEST_KILLS", "3"))
PICTURES = 2000 if KILLS > 3 else WORTH_TORCH - 4
"""So few that no process imports torch for them, which takes seconds."""


def catalogue_is_whole(program: Program) -> bool:
    with sqlite3.connect(program.data_dir / "catalogue.sqlite") as database:
        verdict = database.execute("PRAGMA integrity_check").fetchall()
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
    database.close()
    return verdict == [("ok",)] and not broken


def found_paths(program: Program, *options: str) -> Counter[bytes]:
    """Every photo a search can find, and how often."""
    words = ("search", "anything", "--paths0", "--limit", "100000", *options)
    return Counter(program.run(*words).stdout.split(b"\0")[:-1])


def wait_until(condition, patience_s: float = 300) -> None:
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def indexed_so_far(program: Program) -> int:
    """What another program sees of the catalogue now, read only."""
    catalogue = program.data_dir / "catalogue.sqlite"
    if not catalogue.exists():
        return 0
    database = sqlite3.connect(f"file:{catalogue}?mode=ro", uri=True)
    try:
        return int(database.execute("SELECT count(*) FROM vectors").fetchone()[0])
    except sqlite3.OperationalError:  # its tables are not there yet
        return 0
    finally:
        database.close()


def test_killed_at_any_moment_an_add_loses_and_doubles_nothing(program: Program, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    drawn = {os.fsencode(path) for path in draw_pictures(photos, PICTURES)}
    moments = random.Random(7)
    kept = 0
    for number in range(KILLS):
        add = program.start("add", photos)
        if number % 3:
            more = kept + moments.randrange(PICTURES // (2 * KILLS))
            wait_until(lambda: indexed_so_far(program) > more or add.poll() is not None)  # noqa: B023
        else:  # at any moment of the start: while it imports, opens the catalogue, looks for photos
            time.sleep(moments.random() * 3)
        time.sleep(moments.random() / 5)
        kill(add)
        assert catalogue_is_whole(program)
        assert indexed_so_far(program) >= kept, "committed photos were lost"
        kept = indexed_so_far(program)
    last = program.json("add", photos)
    assert last["found"] == PICTURES
    assert last["indexed"] + last["unchanged"] == PICTURES
    assert last["unchanged"] == kept, "what was committed is not done again"
    assert found_paths(program) == Counter(drawn)
    assert catalogue_is_whole(program)


def test_ctrl_c_keeps_what_is_done(program: Program, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    draw_pictures(photos, PICTURES)
    add = program.start("add", photos)
    wait_until(lambda: indexed_so_far(program) > 0)
    os.killpg(add.pid, signal.SIGINT)
    _, stderr = add.communicate(timeout=300)
    kept = indexed_so_far(program)
    assert add.returncode == 1, stderr
    assert stderr.decode().count("\n") == 1, stderr
    assert b"Traceback" not in stderr
    assert 0 < kept < PICTURES
    assert program.json("status")["indexed"] == kept
    assert program.json("add", photos)["unchanged"] == kept


def test_two_programs_may_add_at_the_same_time(program: Program, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    drawn = [os.fsencode(path) for path in draw_pictures(photos, 48)]
    adds = [program.start("add", photos, "--model", "dummy") for _ in range(2)]
    for add in adds:
        _, stderr = add.communicate(timeout=300)
        assert add.returncode == 0, stderr.decode()
    assert found_paths(program, "--model", "dummy") == Counter(drawn)
    assert catalogue_is_whole(program)


def test_a_photo_that_changed_is_looked_at_again(program: Program, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    [path] = draw_pictures(photos, 1)
    program.run("add", photos)
    [changed] = draw_pictures(tmp_path / "other", 1, seed=2)
    path.write_bytes(changed.read_bytes())
    document = program.json("add", photos)
    assert (document["indexed"], document["unchanged"]) == (1, 0)
    [hit] = program.json("similar", changed)["hits"]
    assert hit["score"] == pytest.approx(1, abs=0.01)
