"""Looking at photos on a cluster."""

from collections.abc import Iterator
from contextlib import contextmanager

from mmdesk.core.cluster import Cluster
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.cluster.dealing import ChunkDealer
from mmdesk.tasks.cluster.driver import workers_apart
from mmdesk.tasks.cluster.ray_door import refuse_without_ray
from mmdesk.tasks.cluster.worker import WorkerSetup
from mmdesk.tasks.looking import OpenLooker, PhotoLooker, look_here


def looker_on(cluster: Cluster | None) -> OpenLooker:
    """What looks at files on `cluster`; here where there is none. Raises UserError where Ray is missing."""
    if cluster is None:
        return look_here
    refuse_without_ray()

    @contextmanager
    def look_there(clip: ClipModel, files: int) -> Iterator[PhotoLooker]:
        setup = WorkerSetup.of(clip, files, cluster.rules)
        with workers_apart(cluster.address, setup, clip.folder.path) as workers:
            yield ChunkDealer(workers, files)

    return look_there
