"""Computers of a cluster that die: made-up ones, given chunks and paintings by the program's own dealers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.photo import Skipped
from mmdesk.library.reading.request import ReadRequest
from mmdesk.tasks.cluster.dealing import ChunkDealer, WorkerDied, WorkerEvent, WorkerJoined
from mmdesk.tasks.cluster.painting.distant import DistantPainting
from mmdesk.tasks.cluster.painting.orders import PaintedThrough, PainterLostError, PaintOrder
from tests.tasks.cluster.test_chunks import files_called
from tests.tasks.cluster.test_dealing import MadeUpWorkers, answered, paths_of

STEPS = 6


def test_a_worker_that_dies_costs_no_photo() -> None:
    files, given = files_called(30), list[int]()

    def look(worker: int, number: int, files: Sequence[ReadRequest], contents: object) -> list[WorkerEvent]:
        given.append(worker)
        if worker == 0:
            return [WorkerDied(0)] if given.count(0) == 1 else []
        return [answered(worker, number, files)]

    findings = list(ChunkDealer(MadeUpWorkers(2, look), 30).look_at(iter(files)))
    assert sorted(paths_of(findings)) == sorted(file.path for file in files)


def test_a_photo_that_kills_workers_is_left_out() -> None:
    files = files_called(10)
    workers = MadeUpWorkers(1, lambda *_: [])
    lives = iter(range(1, 5))

    def look(worker: int, number: int, files: Sequence[ReadRequest], contents: object) -> list[WorkerEvent]:
        if any(file.path.endswith(b"/3.jpg") for file in files):
            nxt = next(lives, None)
            return [WorkerDied(worker)] + ([WorkerJoined(nxt, "node")] if nxt else [])
        return [answered(worker, number, files)]

    workers._look = look
    findings = list(ChunkDealer(workers, 10).look_at(iter(files)))
    assert [finding.path[-6:] for finding in findings if isinstance(finding, Skipped)] == [b"/3.jpg"]
    assert len(paths_of(findings)) == 9


class MadeUpPainter:
    """Counts its steps, and is lost when it is asked for one step too many."""

    def __init__(self, node: str, step: int, last: int) -> None:
        self.node, self._step, self._last = node, step, last

    def plans(self) -> dict[str, Any]:
        return {}

    def step(self) -> Frame | PaintedThrough:
        if self._step == STEPS:
            return PaintedThrough(FullPicture(1, 1, bytes(3)), None)
        if self._step == self._last:
            raise PainterLostError(self.node)
        self._step += 1
        return Frame(self._step, STEPS, None)

    def state(self) -> bytes:
        return bytes([self._step])

    def leave(self) -> None:
        pass


class MadeUpPainters:
    """Computers, each of which is lost at a step of `lost_at`."""

    def __init__(self, lost_at: list[int]) -> None:
        self._lost_at = lost_at
        self.begun_at: list[int] = []

    def take(self, order: PaintOrder) -> MadeUpPainter:
        if len(self.begun_at) > 5:
            raise UserError("nobody is left")
        self.begun_at.append(order.state[0] if order.state else 0)
        last = self._lost_at.pop(0) if self._lost_at else STEPS
        return MadeUpPainter(f"node-{len(self.begun_at)}", self.begun_at[-1], last)


def painted(painters: MadeUpPainters, folder: Path) -> list[int]:
    """The steps that are told, of a painting that is saved after every second."""
    order = PaintOrder("run", PaintSpec("a red rose", steps=STEPS), {}, {}, {}, {})
    painting, told = DistantPainting(painters, order, 0, print), list[int]()
    for value in painting.steps():
        if isinstance(value, Frame):
            told.append(value.step)
            if value.step % 2 == 0:
                painting.save(folder / "state")
    return told


def test_a_painter_that_dies_costs_no_step_and_repeats_none(tmp_path: Path) -> None:
    painters = MadeUpPainters([5])
    assert painted(painters, tmp_path) == [1, 2, 3, 4, 5, 6]
    assert painters.begun_at == [0, 4]


def test_a_painting_that_kills_painters_is_given_up(tmp_path: Path) -> None:
    painters = MadeUpPainters([3, 3, 3, 3, 3, 3])
    with pytest.raises(UserError, match="at step 4"):
        painted(painters, tmp_path)
