"""Painting on a cluster: from runs of this program to painters there, as long as any is needed."""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from mmdesk.core.cluster import Cluster, ClusterError
from mmdesk.core.errors import UserError
from mmdesk.core.path_map import PathMap
from mmdesk.models.plan import ProbeCache
from mmdesk.paintings.run import Run
from mmdesk.tasks.cluster.painting.apart import painters_apart
from mmdesk.tasks.cluster.painting.distant import ClusterPainters, DistantPainting
from mmdesk.tasks.cluster.painting.orders import PaintOrder
from mmdesk.tasks.painting.session import PaintingSession


class PaintingCluster:
    """Opens paintings on the computers of a cluster. The first begins what it takes, `close` ends it.

    Any thread may use it. `lines` are the address and the rules as people write them (`Cluster.of_lines`).
    """

    def __init__(self, address: str, rules: str = "") -> None:
        self.lines = (address, rules)
        self._changed = threading.Condition()
        self._open = 0
        self._painters: ClusterPainters | None = None
        self._ending = ExitStack()

    @property
    def is_begun(self) -> bool:
        """Whether there is something to end."""
        return self._painters is not None

    @contextmanager
    def open_painting(self, session: PaintingSession, run: Run) -> Iterator[DistantPainting]:
        """What is left of a run, to be painted on a computer of the cluster.

        Raises ClusterError where there is no such cluster, and UserError as a painting here does.
        """
        cluster = self._cluster()
        step = run.step
        order = order_of(session, run, step, PathMap(cluster.rules))
        with self._used(cluster) as painters:
            painting = DistantPainting(painters, order, step, ProbeCache(session.places.plans).put_all)
            try:
                yield painting
            finally:
                painting.leave()

    def close(self) -> None:
        """End what was begun, once no painting is open any more; the next one begins it anew."""
        with self._changed:
            self._changed.wait_for(lambda: not self._open)
            self._painters = None
            self._ending.close()

    def _cluster(self) -> Cluster:
        try:
            cluster = Cluster.of_lines(*self.lines)
        except UserError as error:
            raise ClusterError(str(error)) from error
        assert cluster is not None
        return cluster

    @contextmanager
    def _used(self, cluster: Cluster) -> Iterator[ClusterPainters]:
        with self._changed:
            painters = self._painters or self._begun(cluster)
            self._painters = painters
            self._open += 1
        try:
            yield painters
        except ClusterError:
            self._painters = None  # the next one tries anew
            raise
        finally:
            with self._changed:
                self._open -= 1
                self._changed.notify_all()

    def _begun(self, cluster: Cluster) -> ClusterPainters:
        try:
            return self._ending.enter_context(painters_apart(cluster.address))
        except UserError as error:
            raise ClusterError(str(error)) from error


def order_of(session: PaintingSession, run: Run, step: int, mapped: PathMap) -> PaintOrder:
    """What a node is to be told of a run that goes on after `step`. Raises UserError."""
    models = session.models.keys(run.spec)
    return PaintOrder(
        run.id,
        run.spec,
        models,
        _folders(session, models, mapped),
        session.models.read(run.spec),
        ProbeCache(session.places.plans).all(),
        run.state_path(step).read_bytes() if step else None,
    )


def _folders(session: PaintingSession, models: Mapping[str, str], mapped: PathMap) -> dict[str, bytes]:
    found = {name: session.places.find_model(name) for name in models}
    return {name: mapped.of(os.fsencode(folder)) for name, folder in found.items() if folder is not None}
