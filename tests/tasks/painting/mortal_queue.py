"""A program that works off the queue of paintings, and is killed with -9 after so many steps of them."""

import multiprocessing
import os
import signal
from datetime import datetime
from pathlib import Path

import torch

from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.runs import Painted
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import open_library
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.painting.work_off import work_off


def killed_after(steps: int, data: Path) -> bool:
    """Whether it was killed, as it should be where the queue has more than `steps` left."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_work, args=(dict(os.environ), steps, data))
    process.start()
    process.join()
    code = process.exitcode
    process.close()
    assert code in (0, -signal.SIGKILL), code
    return code == -signal.SIGKILL


def work_all_off(session: PaintingSession, steps_to_live: int | None = None) -> list[Painted]:
    """Paint what waits; dies after so many steps of all, where it shall."""
    painted: list[Painted] = []
    seen = 0
    session.queue.load()
    while (entry := session.queue.next(datetime.now())) is not None:
        steps = work_off(session, entry)
        try:
            while True:
                seen += isinstance(next(steps), Frame)
                if seen == steps_to_live:
                    os.kill(os.getpid(), signal.SIGKILL)
        except StopIteration as end:
            painted.append(end.value)
    return painted


def _work(environment: dict[str, str], steps: int, data: Path) -> None:
    os.environ.update(environment)
    torch.set_num_threads(1)
    places = Places(data)
    with open_library(places) as library:
        work_all_off(PaintingSession(library, ClipModel(places)), steps)
