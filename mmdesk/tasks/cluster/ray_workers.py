"""The workers of a Ray cluster: an actor for each node, or for each of its accelerators."""

import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trc
from mmdesk.library.reading.request import ReadRequest
from mmdesk.tasks.cluster.dealing import WorkerAnswered, WorkerDied, WorkerEvent, WorkerJoined
from mmdesk.tasks.cluster.model_parts import parts_of
from mmdesk.tasks.cluster.nodes import reason_of, shares_of
from mmdesk.tasks.cluster.photo_actor import PhotoActor, ProgramVersion
from mmdesk.tasks.cluster.worker import WorkerSetup

WAIT_S = 0.5
"""Seconds after which it is told that nothing happened."""

LOOK_FOR_NODES_S = 3.0
"""Seconds between two looks for nodes that have come."""

CLOSE_S = 5.0
"""Seconds that actors have to end their reading processes; then they are ended themselves."""

THREADS = 6
"""Chunks that an actor may have, and what else it may be asked meanwhile."""

TRIES = 3
"""Times that an actor may die on a node before anything was done there, until the node is given up."""

# translators: of a computer
DIED = tr("its processes die")
# translators: {why} is nothing, or " (", each computer with what is wrong with it, and ")"
NOBODY = tr(
    "No computer of the cluster can look at photos{why}. What is done is kept, and the next run carries on."
)

log = logging.getLogger(__name__)


@dataclass
class RunningActor:
    """An actor, ready once its reading processes are."""

    number: int
    node: str
    name: str
    handle: Any
    is_ready: bool = False


@dataclass(frozen=True)
class ActorQuestion:
    """A question to an actor: to begin, or to look at a chunk."""

    actor: RunningActor
    chunk: int | None = None


@dataclass
class RayWorkers:
    """The workers of the cluster that `ray` is connected with. They come and go with the nodes.

    A model that a node does not have is brought to it from `model`. Leaving it ends them all.
    """

    ray: Any
    setup: WorkerSetup
    model: Path
    _actors: dict[int, RunningActor] = field(default_factory=dict)
    _asked: dict[Any, ActorQuestion] = field(default_factory=dict)
    _given_up: dict[str, str] = field(default_factory=dict)
    _stillborn: Counter[str] = field(default_factory=Counter)
    _last: int = 0
    _looked_at: float = -LOOK_FOR_NODES_S

    def __enter__(self) -> "RayWorkers":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def give(
        self, worker: int, number: int, files: Sequence[ReadRequest], contents: Sequence[bytes] | None
    ) -> None:
        """Let a worker look at the files of a chunk. One that has died meanwhile is told of by `wait`."""
        actor = self._actors.get(worker)
        if actor is not None:
            self._asked[actor.handle.look.remote(number, files, contents)] = ActorQuestion(actor, number)

    def wait(self) -> WorkerEvent | None:
        """What happens next. Raises UserError where no worker is left."""
        self._look_for_nodes()
        if not self._actors:
            raise UserError(NOBODY.format(why=self._reasons()))
        done, _ = self.ray.wait(list(self._asked), num_returns=1, timeout=WAIT_S) if self._asked else ([], [])
        if done:
            return self._told(done[0])
        if not self._asked:  # nothing was waited for
            time.sleep(WAIT_S)
        return None

    def close(self) -> None:
        """End all workers with their processes."""
        closing = [actor.handle.close.remote() for actor in self._actors.values() if actor.is_ready]
        if closing:
            self.ray.wait(closing, num_returns=len(closing), timeout=CLOSE_S)
        for actor in self._actors.values():
            self.ray.kill(actor.handle)
        self._actors.clear()

    def _told(self, ref: Any) -> WorkerEvent | None:
        """What an answer means."""
        asked = self._asked.pop(ref)
        if asked.actor.number not in self._actors:  # it has been taken for dead before
            return None
        try:
            answer = self.ray.get(ref)
        except self.ray.exceptions.RayTaskError as error:
            return self._refuse(asked.actor, error)
        except self.ray.exceptions.RayError as error:
            return self._bury(asked.actor, str(error))
        if asked.chunk is not None:
            return WorkerAnswered(asked.actor.number, answer)
        return self._begun(asked.actor, is_ready=answer)

    def _begun(self, actor: RunningActor, *, is_ready: bool) -> WorkerEvent | None:
        if not is_ready:
            self._bring_model(actor)
            self._asked[actor.handle.begin.remote(ProgramVersion())] = ActorQuestion(actor)
            return None
        actor.is_ready = True
        return WorkerJoined(actor.number, actor.name)

    def _refuse(self, actor: RunningActor, error: Any) -> WorkerEvent | None:
        """Give up a node that cannot do what it was asked. Raises the error where it is a bug."""
        reason = reason_of(error)
        self._given_up[actor.node] = reason
        return self._bury(actor, reason)

    def _bury(self, actor: RunningActor, reason: str) -> WorkerEvent | None:
        """Take an actor for dead: what it was asked will not be waited for any more."""
        log.warning("A worker on %s is lost: %s", actor.name, reason.splitlines()[0] if reason else "")
        del self._actors[actor.number]
        self._asked = {ref: asked for ref, asked in self._asked.items() if asked.actor is not actor}
        self.ray.kill(actor.handle)
        if actor.is_ready:
            return WorkerDied(actor.number)
        self._stillborn[actor.node] += 1
        if self._stillborn[actor.node] >= TRIES:
            self._given_up.setdefault(actor.node, DIED)
        return None

    def _look_for_nodes(self) -> None:
        """Begin an actor wherever one is missing."""
        if time.monotonic() - self._looked_at < LOOK_FOR_NODES_S and self._actors:
            return
        self._looked_at = time.monotonic()
        there = Counter(actor.node for actor in self._actors.values())
        for node in self.ray.nodes():
            if node["Alive"] and node["NodeID"] not in self._given_up:
                for share in list(shares_of(node["Resources"]))[there[node["NodeID"]] :]:
                    self._begin(node, share)

    def _begin(self, node: Mapping[str, Any], share: Mapping[str, int]) -> None:
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy  # noqa: PLC0415

        here = NodeAffinitySchedulingStrategy(node_id=node["NodeID"], soft=False)
        remote = self.ray.remote(PhotoActor).options(
            max_concurrency=THREADS, scheduling_strategy=here, max_restarts=0, **share
        )
        self._last += 1
        handle = remote.remote(self.setup, share["num_cpus"])
        actor = RunningActor(self._last, node["NodeID"], node["NodeManagerHostname"], handle)
        self._actors[actor.number] = actor
        self._asked[handle.begin.remote(ProgramVersion())] = ActorQuestion(actor)

    def _bring_model(self, actor: RunningActor) -> None:
        """Bring the model to an actor, piece by piece. Raises UserError where it cannot be read here."""
        try:
            for part in parts_of(self.model):
                self.ray.get(actor.handle.take_part.remote(part))
        except OSError as error:
            raise UserError(
                tr("The model {path} cannot be read: {reason}.", path=self.model, reason=error.strerror)
            ) from error
        self.ray.get(actor.handle.finish_model.remote())

    def _reasons(self) -> str:
        names = {node["NodeID"]: node["NodeManagerHostname"] for node in self.ray.nodes()}
        told = [
            f"{names.get(node, trc('a computer', 'one'))}: {reason}"
            for node, reason in self._given_up.items()
        ]
        return f" ({'; '.join(told)})" if told else ""
