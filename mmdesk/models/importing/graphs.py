"""Export of a model's graphs in a process of its own: torch works there, and this one stays light."""

import multiprocessing
import os
import signal
import time
import warnings
from collections.abc import Generator
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.models.clip_folder import ClipFolder

POLL_S = 0.2

LONGEST_S = 900.0
"""Seconds after which an export is given up; a model of a gigabyte takes one minute."""

NICENESS = 10
"""Priority below that of everything the user waits for."""


def export_graphs_apart(path: Path) -> Generator[Progress, None, None]:
    """Write graphs into the model folder `path`; without them, the model is run by torch all the same.

    Closing the generator ends the process.
    """
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(path,), daemon=True)
    process.start()
    deadline = time.monotonic() + LONGEST_S
    try:
        while process.is_alive() and time.monotonic() < deadline:
            yield Progress(0, None, tr("Preparing {name} for quick searches", name=path.name))
            process.join(POLL_S)
    finally:
        process.kill()
        process.join()
        process.close()


def _work(path: Path) -> None:
    """The work of the process. A model that cannot be exported has its reason in the index."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which ends this process
    warnings.simplefilter("ignore")
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    from mmdesk.models.onnx_export import export_graphs  # noqa: PLC0415  (imports torch)

    try:
        export_graphs(ClipFolder.read(path))
    except (UserError, OSError):  # whoever uses the model is told what is wrong with it
        return
