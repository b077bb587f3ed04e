"""Photos looked at by the nodes of a cluster, of which one dies, and by a program that dies, too.

Ray takes half a minute to begin and to end, so that is one of the slow ones. `MMDESK_TEST_CLUSTER=3000` makes
a longer version, with so many pictures.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
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
    compare(program, local(program, tmp_path))


def test_ctrl_c_leaves_no_process(program: Program, nodes: Nodes, tmp_path: Path) -> None:
    draw_pictures(tmp_path / "drawn", PICTURES)
    idle = processes_of(tmp_path)
    run = program.start("add", tmp_path / "drawn", "--cluster", nodes.address)
    wait_until(lambda: indexed_so_far(program) > 0)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert (run.returncode, b"what is done is kept" in said) == (1, True)
    wait_until(lambda: not processes_of(tmp_path) - idle, patience_s=30)


def local(program: Program, tmp_path: Path) -> Program:
    """The same pictures, looked at without a cluster."""
    here = Program(tmp_path / "here").knowing_the_machine(program)
    here.run_as_process("add", tmp_path / "drawn", code=3)
    return here


def compare(one: Program, other: Program) -> None:
    """Row by row, the same but for what tells when it was found."""
    ours, theirs = rows_of(one), rows_of(other)
    assert ours.keys() == theirs.keys()
    assert len(ours) == PICTURES
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
