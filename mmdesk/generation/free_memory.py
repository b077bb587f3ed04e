"""Memory that is free for a painting now."""

import sys

import psutil
import torch

if sys.platform != "win32":
    import resource


def free_memory() -> int:
    """Bytes that this process may still take: those of the accelerator where there is one, else those of the
    machine, within the limit of the process.
    """
    if torch.cuda.is_available():
        return torch.cuda.mem_get_info()[0] + torch.cuda.memory_reserved()
    return min(int(psutil.virtual_memory().available), _within_limit())


def _within_limit() -> int:
    """What is left of the address space the process was given (`ulimit -v`)."""
    if sys.platform == "win32":
        return sys.maxsize
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return sys.maxsize
    return max(0, limit - int(psutil.Process().memory_info().vms))
