"""The program's one door to Ray, in a process that has nothing else to do: see `tasks.cluster.driver`.

Ray is told not to report anything to anybody. A cluster of the moment, on this computer, listens to this
computer alone, and to those who know a token that is made up for it.
"""

import asyncio
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mmdesk.core.cluster import ClusterAddress
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.extras import CLUSTER, refuse_without

OBJECT_STORE_BYTES = 200 << 20
"""Memory in which Ray keeps what is on its way between processes of this computer."""

ANSWER_S = 10.0
"""Seconds that a head node has to answer."""

QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_enable_metrics_collection": "0",
    "RAY_DEDUP_LOGS": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
"""What every Ray is told by."""


def refuse_without_ray() -> None:
    """Raises UserError, with what to install, where Ray is missing."""
    # translators: begins “Work on a cluster needs ray, …”
    refuse_without(CLUSTER, tr("Work on a cluster"), "cluster")


@contextmanager
def connected(address: ClusterAddress) -> Iterator[Any]:
    """The module `ray`, connected with the cluster at `address`; one of the moment is begun and ended.

    Raises UserError where there is no cluster at that address.
    """
    refuse_without_ray()
    os.environ.update(QUIET)
    with _own_cluster(address.cores) if address.cores else _running_cluster(address.text) as ray:
        try:
            yield ray
        finally:
            ray.shutdown()


@contextmanager
def _own_cluster(cores: int) -> Iterator[Any]:
    os.environ.update(
        RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER="0",  # listens at 127.0.0.1 only
        RAY_AUTH_MODE="token",
        RAY_AUTH_TOKEN=secrets.token_hex(32),
    )
    import ray  # noqa: PLC0415  (takes a second, and not everybody has it)

    folder = tempfile.mkdtemp(prefix="mmdesk-ray-")
    try:
        ray.init(
            address="local",
            num_cpus=cores,
            object_store_memory=OBJECT_STORE_BYTES,
            include_dashboard=False,
            log_to_driver=False,
            logging_level="ERROR",
            _temp_dir=folder,
        )
        yield ray
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_unanswered(address: str) -> None:
    """Raises UserError where nobody listens at `address`: Ray would go on trying for minutes."""
    host, _, port = address.rpartition(":")
    try:
        asyncio.run(_knock(host.strip("[]"), int(port)))
    except OSError as error:  # as is a timeout
        raise UserError(
            tr(
                "Nobody answers at {address}; is that the head node of a cluster, and is it on?",
                address=address,
            )
        ) from error


async def _knock(host: str, port: int) -> None:
    _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), ANSWER_S)
    writer.close()
    await writer.wait_closed()


@contextmanager
def _running_cluster(address: str) -> Iterator[Any]:
    refuse_unanswered(address)
    import ray  # noqa: PLC0415

    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        said = str(error).strip()
        reason = said.splitlines()[0].rstrip(".") if said else tr("no answer")
        raise UserError(
            tr("The cluster {address} cannot be used: {reason}.", address=address, reason=reason)
        ) from error
    yield ray
