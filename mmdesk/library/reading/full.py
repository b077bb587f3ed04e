"""Photographs in full, for the loupe: decoded in a process of their own, as safely as for indexing."""

import math
import threading
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool

from pebble import ProcessExpired

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.library.reading import reasons
from mmdesk.library.reading.decoding import decode
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.process_pool import ReadingProcesses
from mmdesk.library.reading.reader import fitted, read_file
from mmdesk.library.reading.worker import set_alarm

MOST_PIXELS = 100_000_000
"""Larger pictures are shown reduced to about so many: 300 MB of memory."""

NOT_NEEDED = "The picture is not needed any more."


class FullReader:
    """Reads one picture at a time for each thread that asks. The process starts with the first picture."""

    def __init__(self, limits: ReadingLimits | None = None) -> None:
        self._limits = limits or ReadingLimits()
        self._processes: ReadingProcesses | None = None
        self._is_closed = False
        self._lock = threading.Lock()

    def read(self, path: bytes, longest: int | None = None) -> FullPicture:
        """The upright picture in sRGB, its long side at most `longest`. Raises UserError with the reason."""
        future = self._submit(path, longest)
        try:
            result = future.result()
        except TimeoutError as error:
            raise UserError(str(reasons.too_slow(self._limits))) from error
        except (ProcessExpired, BrokenProcessPool) as error:
            raise UserError(reasons.CRASHED) from error
        except MemoryError as error:
            raise UserError(str(reasons.out_of_memory(self._limits))) from error
        except CancelledError as error:
            raise UserError(NOT_NEEDED) from error
        if isinstance(result, str):
            raise UserError(result)
        return result

    def close(self) -> None:
        """End the process. Threads that wait for a picture, or ask for one later, get a UserError."""
        with self._lock:
            self._is_closed = True
            if self._processes is not None:
                self._processes.stop()
            self._processes = None

    def _submit(self, path: bytes, longest: int | None) -> Future[FullPicture | str]:
        with self._lock:
            if self._is_closed:
                raise UserError(NOT_NEEDED)
            if self._processes is None:
                self._processes = ReadingProcesses(1, self._limits)
            return self._processes.submit(read_full, path, longest, self._limits)


def read_full(path: bytes, longest: int | None, limits: ReadingLimits) -> FullPicture | str:
    """The picture, or the reason why not. Runs in the reading process."""
    set_alarm(2 * limits.seconds)
    try:
        data, _ = read_file(path, limits)
        decoded = decode(path, data, longest or math.inf, limits)
    except reasons.RefusedError as refusal:
        return str(refusal)
    finally:
        set_alarm(0)
    image = decoded.image
    affordable = int(max(image.size) * math.sqrt(MOST_PIXELS / (image.width * image.height)))
    image = fitted(image, min(longest or affordable, affordable))
    return FullPicture(image.width, image.height, image.tobytes(), decoded.full_size if longest else None)
