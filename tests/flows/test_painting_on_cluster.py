"""Paintings on the nodes of a real Ray cluster, of which one dies with a picture half done.

Ray takes half a minute to begin and to end, so that is one of the slow ones.
"""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import ClipModel
from tests.flows.cluster_of import processes_of
from tests.flows.program import Program
from tests.flows.test_cluster import Nodes, nodes
from tests.flows.test_interrupted import wait_until
from tests.looked_before import know_machine
from tests.skips import SLOW

__all__ = ["nodes"]

pytestmark = SLOW

SMALL = ("--size", "32x32", "--cutouts", "2", "--seed", "7", "--steps", "60")

ENGINES = ("pixel", "fft")


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as the nodes have: their sums are to be rounded in the same order."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


def test_a_node_dies_and_its_painting_goes_on_elsewhere_to_the_same_pixels(
    program: Program, nodes: Nodes, tmp_path: Path
) -> None:
    know_machine(Places(program.data_dir), ClipModel(Places(program.data_dir)))
    for engine in ENGINES:
        program.run_as_process(*paint(engine), "--out", tmp_path / f"here-{engine}.png")
    shutil.rmtree(Places(program.data_dir).runs)
    idle = processes_of(tmp_path)

    there = ("--cluster", nodes.address, "--json")
    running = {
        engine: program.start(*paint(engine), *there, "--out", tmp_path / f"there-{engine}.png")
        for engine in ENGINES
    }
    wait_until(lambda: len(steps_done(program)) == 2 and min(steps_done(program)) >= 14, patience_s=400)
    os.kill(busy_node(nodes), signal.SIGKILL)
    told = {engine: finished(process) for engine, process in running.items()}

    assert sum("goes on elsewhere from step" in said for said in told.values()) == 1
    for engine in ENGINES:
        assert pixels(tmp_path / f"there-{engine}.png") == pixels(tmp_path / f"here-{engine}.png")
    assert steps_done(program) == [60, 60]
    wait_until(lambda: not processes_of(tmp_path) - idle, patience_s=60)


def paint(engine: str) -> tuple[str, ...]:
    return ("paint", "a red rose", "--engine", engine, *SMALL)


def steps_done(program: Program) -> list[int]:
    """The lines that each run has noted so far."""
    logs = Places(program.data_dir).runs.glob("*/steps.jsonl")
    return [len({json.loads(line)["step"] for line in log.read_text().splitlines()}) for log in logs]


def busy_node(nodes: Nodes) -> int:
    """The process of a node that paints."""
    painting = [
        int((process / "stat").read_text().rpartition(")")[2].split()[1])
        for process in Path("/proc").glob("[0-9]*")
        if b"ray::PaintActor" in _command(process)
    ]
    return next(pid for pid in nodes.pids if pid in painting)


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:  # it has just ended
        return b""


def finished(process: subprocess.Popen[bytes]) -> str:
    _, said = process.communicate(timeout=400)
    assert process.returncode == 0, said
    return said.decode()


def pixels(path: Path) -> bytes:
    with Image.open(path) as image:
        return image.tobytes()
