"""The painters of a Ray cluster: an actor for each accelerator, or for a node without any.

One is begun where it is needed, those with accelerators first, and ended once it has had nothing to do for a
while: the computers of a cluster have other work, too.
"""

import logging
import os
import threading
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mmdesk.core.cluster import ClusterError
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.tasks.cluster.nodes import reason_of, shares_of
from mmdesk.tasks.cluster.painting.orders import PainterLostError, PaintOrder
from mmdesk.tasks.cluster.painting.paint_actor import PaintActor
from mmdesk.tasks.cluster.photo_actor import ProgramVersion

WAIT_S = 0.5
"""Seconds after which it is told that nobody is free."""

PATIENCE_S = 20.0
"""Seconds that a node has to begin an actor, until another one is asked, too: it may be busy otherwise."""

IDLE_S = 60.0
"""Seconds after which an actor that paints nothing is ended."""

NOBODY = tr("No computer of the cluster can paint. What is done is kept.")

log = logging.getLogger(__name__)


@dataclass
class PaintNode:
    """A share of a node: what an actor may have there."""

    node: str
    name: str
    place: int
    cores: int
    accelerators: int

    @property
    def order(self) -> tuple[int, int, int]:
        """Numbers that are the smaller, the sooner it is to be asked.

        Several programs do not begin with the same of equal ones.
        """
        return -self.accelerators, -self.cores, zlib.crc32(f"{os.getpid()} {self.node}".encode())


@dataclass
class PaintProcess:
    """An actor on a node, ready once it has `begun`, and free where it is idle since a moment."""

    number: int
    at: PaintNode
    handle: Any
    begun: Any
    asked_at: float
    is_ready: bool = False
    idle_since: float | None = None


@dataclass
class RayPainters:
    """The painters of the cluster that `ray` is connected with. Any thread may ask; leaving it ends them."""

    ray: Any
    _processes: dict[int, PaintProcess] = field(default_factory=dict)
    _refused: dict[str, str] = field(default_factory=dict)
    _unfit: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    _lost_at: Counter[str] = field(default_factory=Counter)
    _last: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __enter__(self) -> "RayPainters":
        return self

    def __exit__(self, *_error: object) -> None:
        with self._lock:
            for process in list(self._processes.values()):
                self._end(process)

    def take(self, order: PaintOrder) -> tuple[int, str] | None:
        """Number and node of a painter that has taken the order; None where all are busy, after a moment.

        Raises ClusterError where nobody can paint, UserError where nobody can paint this, and
        PainterLostError where one was lost over it.
        """
        process = self._free_one(order)
        if process is None:
            return None
        try:
            self._ask(process, "open", order)
        except UserError as error:
            self.leave(process.number)
            self._unfit[order.run][process.at.node] = str(error).rstrip(".")
            return None
        self._unfit.pop(order.run, None)
        return process.number, process.at.name

    def ask(self, number: int, question: str) -> Any:
        """What a painter answers: to "plans", "step", or "state". Raises UserError, and PainterLostError."""
        process = self._processes.get(number)
        if process is None:
            raise PainterLostError("a computer")
        return self._ask(process, question)

    def leave(self, number: int) -> None:
        """Let a painter be free."""
        with self._lock:
            process = self._processes.get(number)
            if process is not None:
                process.handle.leave.remote()
                process.idle_since = time.monotonic()

    def tidy(self) -> None:
        """End those that have had nothing to do for long."""
        with self._lock:
            for process in list(self._processes.values()):
                if process.idle_since is not None and time.monotonic() - process.idle_since > IDLE_S:
                    self._end(process)

    def _ask(self, process: PaintProcess, question: str, *values: object) -> Any:
        try:
            return self.ray.get(getattr(process.handle, question).remote(*values))
        except self.ray.exceptions.RayTaskError as error:
            raise UserError(f"{reason_of(error)}.") from error
        except self.ray.exceptions.RayError as error:
            log.warning("A painter on %s is lost: %s", process.at.name, error)
            with self._lock:
                self._lost_at[process.at.node] += 1
                self._end(process)
            raise PainterLostError(process.at.name) from error

    def _free_one(self, order: PaintOrder) -> PaintProcess | None:
        """A painter that is free, and not any more; None after a moment where none is."""
        with self._lock:
            self._welcome()
            fit = [process for process in self._processes.values() if self._is_fit(process.at, order)]
            free = [process for process in fit if process.idle_since is not None]
            if free:
                chosen = min(free, key=lambda process: process.at.order)
                chosen.idle_since = None
                return chosen
            self._begin_another(order, fit)
            beginning = self._beginning()
        if beginning:
            self.ray.wait([process.begun for process in beginning], num_returns=1, timeout=WAIT_S)
        else:
            time.sleep(WAIT_S)
        return None

    def _beginning(self) -> list[PaintProcess]:
        return [process for process in self._processes.values() if not process.is_ready]

    def _is_fit(self, at: PaintNode, order: PaintOrder) -> bool:
        return at.node not in self._unfit.get(order.run, ())

    def _welcome(self) -> None:
        """Take note of those that have begun, or cannot."""
        for process in self._beginning():
            if not self.ray.wait([process.begun], timeout=0)[0]:
                continue
            try:
                self.ray.get(process.begun)
            except self.ray.exceptions.RayTaskError as error:
                self._refused[process.at.node] = reason_of(error)
                self._end(process)
            except self.ray.exceptions.RayError:
                self._lost_at[process.at.node] += 1
                self._end(process)
            else:
                process.is_ready, process.idle_since = True, time.monotonic()

    def _begin_another(self, order: PaintOrder, fit: list[PaintProcess]) -> None:
        """Begin a painter where it will be soonest; while one has just been begun, wait for that.

        Raises ClusterError and UserError as `take`.
        """
        now = time.monotonic()
        if any(not process.is_ready and now - process.asked_at < PATIENCE_S for process in fit):
            return
        taken = {(process.at.node, process.at.place) for process in self._processes.values()}
        open_ = [at for at in self._nodes() if (at.node, at.place) not in taken and self._is_fit(at, order)]
        if open_:
            self._begin(min(open_, key=lambda at: (self._lost_at[at.node], *at.order)))
        elif not fit and self._unfit.get(order.run):
            why = _told(self._unfit.pop(order.run))
            raise UserError(tr("No computer of the cluster can paint this: {why}.", why=why))
        elif not self._processes:
            if not self._refused:
                raise ClusterError(NOBODY)
            why = _told(self._refused)
            raise ClusterError(
                tr("No computer of the cluster can paint ({why}). What is done is kept.", why=why)
            )

    def _nodes(self) -> Iterator[PaintNode]:
        for node in self.ray.nodes():
            if node["Alive"] and node["NodeID"] not in self._refused:
                for place, share in enumerate(shares_of(node["Resources"])):
                    yield PaintNode(
                        node["NodeID"],
                        node["NodeManagerHostname"],
                        place,
                        share["num_cpus"],
                        share["num_gpus"],
                    )

    def _begin(self, at: PaintNode) -> None:
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy  # noqa: PLC0415

        here = NodeAffinitySchedulingStrategy(node_id=at.node, soft=False)
        remote = self.ray.remote(PaintActor).options(
            num_cpus=at.cores, num_gpus=at.accelerators, scheduling_strategy=here, max_restarts=0
        )
        self._last += 1
        handle = remote.remote(at.cores)
        begun = handle.begin.remote(ProgramVersion())
        self._processes[self._last] = PaintProcess(self._last, at, handle, begun, time.monotonic())

    def _end(self, process: PaintProcess) -> None:
        self._processes.pop(process.number, None)
        self.ray.kill(process.handle)


def _told(reasons: dict[str, str]) -> str:
    return "; ".join(dict.fromkeys(reasons.values()))
