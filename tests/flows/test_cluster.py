"""Photos looked at by the nodes of a cluster, of which one dies, and by a program that dies, too.

Ray takes half a minute to begin and to end, so that is one of the slow ones. `MMDESK_TEST_CLUSTER=3000` makes
a longer version, with so many pictures.
"""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mmdesk.core.cores import limit_cores
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import ClipModel
from tests.flows.cluster_of import HERE_ONLY, processes_of
from tests.flows.pictures import draw_pictures
from tests.flows.program import Program
from tests.flows.test_interrupted import catalogue_is_whole, indexed_so_far, wait_until
from tests.looked_before import know_machine
from tests.skips import SLOW

pytestmark = SLOW

PICTURES = int(os.environ.get("MMDESK_TEST_CLUSTER", "300"))

ROWS = "SELECT photos.*, vector FROM photos JOIN vectors ON photo_id = photos.id"

NOT_ALIKE = ("id", "directory_id", "location_id", "added_at", "vector")
"""Columns that depend on when a photo was found."""

NEAR = 1e-3
"""Difference of cosines that another number of threads may make."""


@dataclass(frozen=True)
class Nodes:
    """A cluster that runs, and the processes that are its nodes."""

    address: str
    pids: list[int]


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch, program: Program, tmp_path: Path) -> Iterator[Nodes]:
    pytest.importorskip("ray", reason="the extra cluster is not installed")
    know_nodes(Places(tmp_path / "cache" / "mmdesk" / "node"))
    for name, value in {**HERE_ONLY, "XDG_CACHE_HOME": str(tmp_path / "cache")}.items():
        monkeypatch.setenv(name, value)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.flows.cluster_of", "3"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        yield Nodes(process.stdout.readline().decode().strip(), json.loads(process.stdout.readline()))
    finally:
        process.communicate(b"", timeout=120)
    wait_until(lambda: not processes_of(tmp_path), patience_s=90)


def know_nodes(places: Places) -> None:
    """Spare nodes of one core the trials that each would make."""
    places.create()
    limit_cores(1)
    know_machine(places, ClipModel(places))
    limit_cores(0)


def test_nodes_and_program_die_and_nothing_is_lost_or_doubled(
    program: Program, nodes: Nodes, tmp_path: Path
) -> None:
    pictures = draw_pictures(tmp_path / "drawn", PICTURES)
    poor = tmp_path / "drawn" / "broken.jpg"
    poor.write_bytes(pictures[0].read_bytes()[:200])
    add = ("add", tmp_path / "drawn", "--cluster", nodes.address)
    idle = processes_of(tmp_path)

    run = program.start(*add)
    wait_until(lambda: indexed_so_far(program) > PICTURES // 4)
    os.kill(nodes.pids[0], signal.SIGKILL)
    wait_until(lambda: indexed_so_far(program) > PICTURES // 2)
    run.kill()  # the driver sees that, and ends by itself
    run.communicate(timeout=60)
    wait_until(lambda: not processes_of(tmp_path) - idle)
    assert catalogue_is_whole(program)
    done = indexed_so_far(program)

    summary = program.run_as_process(*add, "--json", code=3)
    told = json.loads(summary.stdout)
    assert (told["indexed"], told["unchanged"]) == (PICTURES - done, done)
    wait_until(lambda: not processes_of(tmp_path) - idle)
    assert catalogue_is_whole(program)
    compare(program, local(program, tmp_path, code=3), PICTURES)


def test_folders_are_found_by_their_other_names_and_the_rest_is_carried(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in the mapped folder looks the same from outside, and is something else: so one sees which is
    read. Where the carried folder is said to be, there is nothing.
    """
    pytest.importorskip("ray", reason="the extra cluster is not installed")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    here, share = tmp_path / "drawn" / "1-mapped", tmp_path / "share"
    draw_pictures(tmp_path / "drawn" / "2-carried", 40)
    for place, (name, other) in enumerate(pairwise(draw_pictures(here, 11, seed=2))):
        pad_alike(name, other, share / name.relative_to(here), 10**9 * (10**9 + place))
    other.unlink()
    maps = ("--map", f"{here}={share}", "--map", f"{tmp_path / 'drawn' / '2-carried'}=/nowhere")
    program.run_as_process("add", tmp_path / "drawn", "--cluster", "local:2", *maps)
    wait_until(lambda: not processes_of(tmp_path), patience_s=30)
    shutil.copytree(share, here, dirs_exist_ok=True)
    compare(program, local(program, tmp_path, code=0), 50)


def pad_alike(here: Path, other: Path, there: Path, mtime_ns: int) -> None:
    """Give two pictures the same size and time: the one `here`, and what `there` has of the `other` one."""
    there.parent.mkdir(parents=True, exist_ok=True)
    shown = [here.read_bytes(), other.read_bytes()]
    for path, content in zip((here, there), shown, strict=True):
        path.write_bytes(content.ljust(max(map(len, shown)), b"\0"))
        os.utime(path, ns=(mtime_ns, mtime_ns))


def test_ctrl_c_leaves_no_process(program: Program, nodes: Nodes, tmp_path: Path) -> None:
    draw_pictures(tmp_path / "drawn", PICTURES)
    idle = processes_of(tmp_path)
    run = program.start("add", tmp_path / "drawn", "--cluster", nodes.address)
    wait_until(lambda: indexed_so_far(program) > 0)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert (run.returncode, b"what is done is kept" in said) == (1, True)
    wait_until(lambda: not processes_of(tmp_path) - idle, patience_s=30)


def local(program: Program, tmp_path: Path, *, code: int) -> Program:
    """The same pictures, looked at without a cluster."""
    here = Program(tmp_path / "here").knowing_the_machine(program)
    here.run_as_process("add", tmp_path / "drawn", code=code)
    return here


def compare(one: Program, other: Program, pictures: int) -> None:
    """Row by row, the same but for what tells when it was found."""
    ours, theirs = rows_of(one), rows_of(other)
    assert ours.keys() == theirs.keys()
    assert len(ours) == pictures
    for path, row in ours.items():
        same = theirs[path]
        assert all(row[name] == same[name] for name in row if name not in NOT_ALIKE)
        first, second = (np.frombuffer(each["vector"], np.float16).astype(float) for each in (row, same))
        cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
        assert 1 - cosine < NEAR, path


def rows_of(program: Program) -> dict[bytes, dict[str, Any]]:
    database = sqlite3.connect(program.data_dir / "catalogue.sqlite")
    database.row_factory = sqlite3.Row
    rows = [dict(row) for row in database.execute(ROWS)]
    database.close()
    assert len({row["path"] for row in rows}) == len(rows)
    return {row["path"]: row for row in rows}
