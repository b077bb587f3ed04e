"""The painters of a cluster, as the driver at the other end of a pipe tells of them.

Several paintings are under way at once, each in a thread that waits for its answers; so is it in the driver
(see `tasks.cluster.driver`, also for why there is one).
"""

import contextlib
import itertools
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, NamedTuple, cast

from mmdesk.core.cluster import ClusterAddress, ClusterError
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.tasks.cluster.driver import keep_quiet, started
from mmdesk.tasks.cluster.painting.distant import ClusterPainters
from mmdesk.tasks.cluster.painting.orders import PainterAnswer, PainterLostError, PaintOrder
from mmdesk.tasks.cluster.painting.ray_painters import RayPainters
from mmdesk.tasks.cluster.ray_door import connected, refuse_without_ray

MOST_AT_ONCE = 64
"""Questions that are answered at once."""

TIDY_S = 5.0

GONE = tr("The cluster is gone. What is painted is kept, and goes on from there.")


class DriverQuestion(NamedTuple):
    """What a painter, or all of them, are asked; the answer goes by the same `ticket`."""

    ticket: int
    name: str
    values: tuple[object, ...]


class DriverReply(NamedTuple):
    """The answer to a question, or what is raised in its place; without a ticket, of all from now on."""

    ticket: int | None
    answer: object = None
    error: Exception | None = None


class PaintersApart:
    """The painters of the cluster, as the driver at the other end of `pipe` tells of them.

    Any thread may ask.
    """

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._tickets = itertools.count()
        self._open: dict[int, Future[object]] = {}
        self._end: Exception | None = None
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def take(self, order: PaintOrder) -> "PainterApart | None":
        """A painter that has taken the order; None where all are busy, after a moment.

        Raises UserError where nobody can do it, and PainterLostError where one was lost over it.
        """
        taken = self.ask("take", order)
        return PainterApart(self, *cast("tuple[int, str]", taken)) if taken else None

    def ask(self, name: str, *values: object) -> object:
        """Wait for an answer."""
        future: Future[object] = Future()
        with self._lock:
            if self._end is not None:
                raise self._end
            ticket = next(self._tickets)
            self._open[ticket] = future
            with contextlib.suppress(OSError):  # then `_listen` ends, too
                self._pipe.send(DriverQuestion(ticket, name, values))
        return future.result()

    def _listen(self) -> None:
        """Pass on what the driver says, until it is gone."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                self._pass_on(self._pipe.recv())
        self._pass_on(DriverReply(None, error=ClusterError(GONE)))

    def _pass_on(self, reply: DriverReply) -> None:
        with self._lock:
            if reply.ticket is None:
                self._end = self._end or reply.error
                told, self._open = list(self._open.values()), {}
            else:
                told = [self._open.pop(reply.ticket)]
        for future in told:
            error = reply.error if reply.ticket is not None else self._end
            future.set_exception(error) if error is not None else future.set_result(reply.answer)


class PainterApart:
    """One of them, on the computer `node`, that has been given an order."""

    def __init__(self, painters: PaintersApart, number: int, node: str) -> None:
        self._painters, self._number, self.node = painters, number, node

    def plans(self) -> Mapping[str, Any]:
        """Plans that machines found to be the fastest. Raises PainterLostError."""
        return cast("Mapping[str, Any]", self._painters.ask("ask", self._number, "plans"))

    def step(self) -> PainterAnswer:
        """The next step; after the last, the picture. Raises UserError and PainterLostError."""
        return cast("PainterAnswer", self._painters.ask("ask", self._number, "step"))

    def state(self) -> bytes:
        """Everything needed to go on after the last step. Raises UserError and PainterLostError."""
        return cast("bytes", self._painters.ask("ask", self._number, "state"))

    def leave(self) -> None:
        """Let it be free for others."""
        with contextlib.suppress(ClusterError):
            self._painters.ask("leave", self._number)


@contextmanager
def painters_apart(address: ClusterAddress) -> Iterator[ClusterPainters]:
    """The painters of the cluster at `address`; none is left afterwards. Raises UserError."""
    refuse_without_ray()
    with started(drive_painters, address) as pipe:
        yield PaintersApart(pipe)


def drive_painters(address: ClusterAddress, pipe: Connection) -> None:
    """Ask painters what comes through the pipe, and send what they answer, until it is closed."""
    keep_quiet()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            with (
                connected(address) as ray,
                ThreadPoolExecutor(MOST_AT_ONCE) as pool,
                RayPainters(ray) as all_,
            ):
                _serve(pipe, pool, all_)
        except UserError as error:
            pipe.send(DriverReply(None, error=ClusterError(str(error))))


def _serve(pipe: Connection, pool: ThreadPoolExecutor, painters: RayPainters) -> None:
    sending = threading.Lock()

    def send(ticket: int, done: Future[object]) -> None:
        with sending, contextlib.suppress(OSError):
            pipe.send(_reply(ticket, done))

    while True:
        if pipe.poll(TIDY_S):
            asked = pipe.recv()
            done = pool.submit(getattr(painters, asked.name), *asked.values)
            done.add_done_callback(partial(send, asked.ticket))
        painters.tidy()


def _reply(ticket: int, done: Future[object]) -> DriverReply:
    error = done.exception()
    if error is None:
        return DriverReply(ticket, done.result())
    if isinstance(error, UserError | PainterLostError):
        return DriverReply(ticket, error=error)
    return DriverReply(
        ticket, error=RuntimeError(f"{type(error).__name__}: {error}")
    )  # Ray is not known at the other end
