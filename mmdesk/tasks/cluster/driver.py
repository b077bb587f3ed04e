"""The driver: a process of its own that is connected with the cluster.

Ray ends the process it is in when the cluster goes away, sets handlers for signals and leaves threads behind:
the program, and its window, are to live without all that. The driver passes on what the program asks and what
the workers answer; it ends with the program, however that ends, and takes the workers with it.

What goes through the pipe is pickled, as is what goes between workers: by our own processes, for our own.
"""

import contextlib
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from mmdesk.core.cluster import ClusterAddress
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.library.reading.request import ReadRequest
from mmdesk.tasks.cluster.dealing import ClusterWorkers, WorkerEvent
from mmdesk.tasks.cluster.ray_door import connected, refuse_without_ray
from mmdesk.tasks.cluster.ray_workers import RayWorkers
from mmdesk.tasks.cluster.worker import WorkerSetup

POLL_S = 0.5
"""Seconds after which it is told that nothing happened."""

LISTEN_S = 0.02
"""Seconds in which the program usually has something new for a worker that has just answered."""

END_S = 20.0
"""Seconds that the driver has to end the workers, and a cluster of the moment."""

GONE = tr("The cluster is gone. What is done is kept, and the same command carries on.")


class Given(NamedTuple):
    """A chunk for a worker."""

    worker: int
    number: int
    files: Sequence[ReadRequest]
    contents: Sequence[bytes] | None


class WorkersApart:
    """The workers of the cluster, as the driver at the other end of `pipe` tells of them."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def give(
        self, worker: int, number: int, files: Sequence[ReadRequest], contents: Sequence[bytes] | None
    ) -> None:
        """Let a worker look at the files of a chunk. Raises UserError where the driver is gone."""
        try:
            self._pipe.send(Given(worker, number, files, contents))
        except OSError as error:
            raise UserError(GONE) from error

    def wait(self) -> WorkerEvent | None:
        """What happens next. Raises UserError where no worker is left, or the driver is gone."""
        try:
            told: WorkerEvent | UserError | None = self._pipe.recv() if self._pipe.poll(POLL_S) else None
        except (EOFError, OSError) as error:
            raise UserError(GONE) from error
        if isinstance(told, UserError):
            raise told
        return told


@contextmanager
def workers_apart(address: ClusterAddress, setup: WorkerSetup, model: Path) -> Iterator[ClusterWorkers]:
    """The workers of the cluster at `address`; none is left afterwards. Raises UserError."""
    refuse_without_ray()
    with started(drive, address, setup, model) as pipe:
        yield WorkersApart(pipe)


@contextmanager
def started(driver: Callable[..., None], *arguments: object) -> Iterator[Connection]:
    """The pipe to a `driver`, called with `arguments` and the other end; it ends when that is closed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=driver, args=(*arguments, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        _end(process)


def _end(process: BaseProcess) -> None:
    """Wait for a process that has been told to end, and end it where it does not."""
    process.join(END_S)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()


def keep_quiet() -> None:
    """Let nothing that Ray says reach the terminal, or the document on the program's stdout.

    Ctrl+C is for the program, which closes the pipe.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("mmdesk").addHandler(logging.NullHandler())
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    os.close(silence)


def drive(address: ClusterAddress, setup: WorkerSetup, model: Path, pipe: Connection) -> None:
    """Tell workers what comes through the pipe, and the pipe what they answer, until it is closed."""
    keep_quiet()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            with connected(address) as ray, RayWorkers(ray, setup, model) as workers:
                while True:
                    pipe.send(workers.wait())
                    while pipe.poll(LISTEN_S):
                        workers.give(*pipe.recv())
        except UserError as error:
            pipe.send(error)
