"""An implementation measured in a process of its own.

So neither of two finds the memory as the other one has left it, and the peak of each can be told.
"""

import multiprocessing
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TypeVar

from mmdesk.benchmark.memory import PeakMemory

Steps = Generator[str, None, None]
"""Prepares, and yields the data type it works in; from then on it yields after each step."""

Task = TypeVar("Task")

END_WAIT_S = 60.0
"""Time that a process has to end after its last step."""


@dataclass(frozen=True)
class BenchProcess:
    """A process that does a step when told to, through `pipe`."""

    pipe: Connection

    def wait_until_ready(self) -> str:
        """Wait for its preparations; returns the data type it works in."""
        return str(self.pipe.recv())

    def step(self) -> float:
        """Have it do one step; returns the seconds that took."""
        self.pipe.send("step")
        return float(self.pipe.recv())

    def end(self) -> float | None:
        """End it; returns its peak memory since it was ready, in MiB, or None where nobody knows."""
        self.pipe.send("end")
        peak: float | None = self.pipe.recv()
        return peak


@contextmanager
def bench_process(implementation: Callable[[Task], Steps], task: Task) -> Iterator[BenchProcess]:
    """Start a process that does the steps of `task`; it ends with the block."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(theirs, implementation, task), daemon=True)
    process.start()
    theirs.close()
    try:
        yield BenchProcess(ours)
    finally:
        ours.close()
        process.join(END_WAIT_S)
        process.kill()
        process.join()


def _serve(pipe: Connection, implementation: Callable[[Task], Steps], task: Task) -> None:
    """Runs in the process: a step for each word, until the pipe is closed.

    Loading the models, and trying out how to run them, is not counted on either side.
    """
    steps = implementation(task)
    pipe.send(next(steps))
    memory = PeakMemory()
    with suppress(EOFError):  # nobody wants to know any more
        while pipe.recv() == "step":
            begun = time.perf_counter()
            next(steps)
            pipe.send(time.perf_counter() - begun)
        memory.look()
        pipe.send(memory.mb)
