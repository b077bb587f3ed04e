"""What nodes have to give, and why one cannot do what it was asked."""

from collections.abc import Iterator, Mapping
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

NOT_INSTALLED = tr("mmdesk is not installed there")


def reason_of(error: Any) -> str:
    """Why a node refuses, out of what Ray raises for it. Raises `error` where that is a bug."""
    cause = error.cause
    if isinstance(cause, UserError):
        return str(cause).rstrip(".")
    if isinstance(cause, ImportError):
        return NOT_INSTALLED
    raise error


def shares_of(resources: Mapping[str, float]) -> Iterator[Mapping[str, int]]:
    """What each actor of a node gets: an accelerator, if there are any, and an equal share of the cores."""
    cores, accelerators = int(resources.get("CPU", 0)), int(resources.get("GPU", 0))
    actors = max(1, min(accelerators, cores))
    for _ in range(actors if cores else 0):
        yield {"num_cpus": cores // actors, "num_gpus": 1 if accelerators else 0}
