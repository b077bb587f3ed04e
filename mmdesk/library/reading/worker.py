"""What a reading process does: it makes itself harmless, then reads one file after the other."""

import os
import signal
import warnings

from PIL import Image

from mmdesk.core.photo import FileStamp, Skipped
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_request
from mmdesk.library.reading.reasons import RefusedError
from mmdesk.library.reading.request import ReadPhoto, ReadRequest, SameContent

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

Answer = ReadPhoto | SameContent | Skipped

ALARM_AFTER = 2.0
"""Times the limit: where the program that would end this process is itself gone, it ends on its own."""


LESS_URGENT, LEAST_URGENT = 5, 19
"""Values of `nice`: a third of the time of others, and the highest there is."""


def limit_process(limits: ReadingLimits) -> None:
    """Bound the process's memory, leave no core files, keep its libraries quiet, let it be ended at once."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a Python handler would wait for the parser to return
    if resource is not None:
        _limit(resource.RLIMIT_AS, limits.memory_bytes)
        _limit(resource.RLIMIT_CORE, 0)
    Image.MAX_IMAGE_PIXELS = limits.pixels
    warnings.simplefilter("ignore")
    # libtiff and others write to the terminal of whoever started the program.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    os.close(silence)


def limit_ahead_process(limits: ReadingLimits) -> None:
    """Make the process harmless, and let the window go first where both want the same core."""
    limit_process(limits)
    if hasattr(os, "nice"):
        os.nice(LESS_URGENT)


def limit_background_process(limits: ReadingLimits) -> None:
    """Make the process harmless, and leave the cores to whoever wants them.

    That is the window first of all, but also the encoder, whose threads wait for the slowest among them:
    reading then fills the gaps, and indexing as a whole is quicker.
    """
    limit_process(limits)
    if hasattr(os, "nice"):
        os.nice(LEAST_URGENT)


def answer(request: ReadRequest, recipe: PixelRecipe, limits: ReadingLimits) -> Answer:
    """The photograph, or why it is left out."""
    set_alarm(limits.seconds * ALARM_AFTER)
    stamp = FileStamp.at(request.path)  # from before it is read: one still being written is tried again
    try:
        return read_request(request, recipe, limits)
    except RefusedError as refusal:
        return Skipped(request.path, str(refusal), stamp if refusal.for_good else None)
    finally:
        set_alarm(0)


def do_nothing() -> None:
    """Shows that the process has started and listens."""


def set_alarm(seconds: float) -> None:
    """End this process after so many seconds; 0 calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit(what: int, most: int) -> None:
    """Lower a limit of the process; what the system allows is never exceeded."""
    _, allowed = resource.getrlimit(what)
    most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
    resource.setrlimit(what, (most, allowed))
