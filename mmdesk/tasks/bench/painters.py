"""Two painters, each in a process of its own, so that each one's memory can be told from the other's."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.tasks.bench.memory import PeakMemory
from mmdesk.tasks.painting.materials import Pictures

Way = Generator[str, None, None]

_NO_PICTURES: Pictures = {}

PATIENCE_S = 60.0
"""For a painter to end after its last step."""


@dataclass(frozen=True)
class Task:
    """What both painters do: `spec`, with the models in two folders; `plans` holds what ours found out."""

    spec: PaintSpec
    vqgan: Path
    clip: Path
    device: str
    plans: Path


@dataclass(frozen=True)
class Painter:
    """A process that paints a step when told to."""

    pipe: Connection

    def wait_until_ready(self) -> str:
        """The data type it paints in."""
        return str(self.pipe.recv())

    def step(self) -> float:
        """Seconds of one step."""
        self.pipe.send("step")
        return float(self.pipe.recv())

    def end(self) -> float | None:
        """The most memory it had while it painted, in MiB, or None where nobody knows."""
        self.pipe.send("end")
        peak: float | None = self.pipe.recv()
        return peak


@contextmanager
def open_painter(way: Callable[[Task], Way], task: Task) -> Iterator[Painter]:
    """Start a process that paints `task` in one `way`; it ends with the block."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(theirs, way, task), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Painter(ours)
    finally:
        ours.close()
        process.join(PATIENCE_S)
        process.kill()
        process.join()


def our_way(task: Task) -> Way:
    """The program's own loop: its data type, then a pause after each step."""
    from mmdesk.generation.studio import open_painting  # noqa: PLC0415  (the lazy door, as in plain_way)
    from mmdesk.models.clip_encoder import load_encoder  # noqa: PLC0415
    from mmdesk.models.vqgan.loaded import load_vqgan  # noqa: PLC0415

    clip = load_encoder(ClipFolder.read(task.clip), task.device, task.plans)
    vqgan = load_vqgan(VqganFolder.read(task.vqgan), task.device, task.plans)
    painting = open_painting(task.spec, [clip], vqgan, _NO_PICTURES.__getitem__)
    yield vqgan.plan.dtype
    for value in painting.steps():
        if isinstance(value, Frame):
            yield ""


def plain_way(task: Task) -> Way:
    """The loop of the notebooks: its data type, then a pause after each step."""
    from mmdesk.generation.plain import PlainPainting  # noqa: PLC0415

    vqgan, clip = VqganFolder.read(task.vqgan), ClipFolder.read(task.clip)
    painting = PlainPainting(vqgan, clip, task.spec.width, task.spec.cutouts)
    yield "float32"
    while True:
        painting.step()
        yield ""


def _serve(pipe: Connection, way: Callable[[Task], Way], task: Task) -> None:
    """Runs in the painter's process: a step for each word, until the pipe is closed.

    Loading the models, and trying out how to run them, is not counted on either side.
    """
    steps = way(task)
    pipe.send(next(steps))
    memory = PeakMemory()
    with suppress(EOFError):  # nobody wants to know any more
        while pipe.recv() == "step":
            begun = time.perf_counter()
            next(steps)
            pipe.send(time.perf_counter() - begun)
        memory.look()
        pipe.send(memory.mb)
