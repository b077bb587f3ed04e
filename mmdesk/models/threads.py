"""Threads of torch, as many as heavy work may have cores."""

import threading

import torch

from mmdesk.core.cores import limit_of_cores, usable_cores

_here = threading.local()


def keep_to_cores() -> None:
    """Let torch compute in this thread, and in those to come, on no more cores than were granted.

    Where nobody limits them, torch keeps, or gets back, what it had.
    """
    limit = limit_of_cores()
    if limit == getattr(_here, "limit", 0):
        return
    usual: int = getattr(_here, "usual", torch.get_num_threads())
    _here.limit, _here.usual = limit, usual
    torch.set_num_threads(min(usual, usable_cores()) if limit else usual)
