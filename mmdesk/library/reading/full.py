"""Photographs in full, for the loupe: decoded in a process of their own, as safely as for indexing."""

import math
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired
from PIL import Image

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture, PictureLevels
from mmdesk.core.language import tr
from mmdesk.core.turns import AS_IT_IS
from mmdesk.library.reading import reasons
from mmdesk.library.reading.decoding import decode, turned
from mmdesk.library.reading.films.content import is_film
from mmdesk.library.reading.films.reader import film_picture
from mmdesk.library.reading.levels import Sides, remove_left_behind, room_for_pixels, taken_from, written
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.process_pool import ReadingProcesses
from mmdesk.library.reading.reader import read_file
from mmdesk.library.reading.thumbnail import fitted
from mmdesk.library.reading.worker import limit_ahead_process, set_alarm

MOST_PIXELS = 100_000_000
"""Larger pictures are shown reduced to about so many: 300 MB of memory."""

Asked = ParamSpec("Asked")
Returned = TypeVar("Returned")

NOT_NEEDED = tr("The picture is not needed any more.")


def never_turned(_path: bytes) -> int:
    """How pictures are turned that are no photos of a library: not at all."""
    return AS_IT_IS


class FullReader:
    """Reads one picture at a time for each thread that asks. The process starts with the first picture.

    `turn_of` tells how the photo in a file is turned, as `core.turns` numbers it.
    """

    def __init__(
        self, limits: ReadingLimits | None = None, turn_of: Callable[[bytes], int] = never_turned
    ) -> None:
        self._limits = limits or ReadingLimits()
        self._turn_of = turn_of
        self._processes: ReadingProcesses | None = None
        self._is_closed = False
        self._lock = threading.Lock()

    def read(self, path: bytes, longest: int | None = None) -> FullPicture:
        """The upright picture in sRGB, its long side at most `longest`. Raises UserError with the reason."""
        return self._answer(read_full, path, longest, self._limits, self._turn_of(path))

    def read_levels(self, path: bytes, longest: int | None = None) -> PictureLevels:
        """The same at halving sizes, ready to be painted: no other thread is held up while they come.

        They lie in a file that is gone from its folder, not in a message: to take over a hundred megabytes of
        that would stop all threads for tenths of a second.
        """
        with room_for_pixels() as room:
            turn = self._turn_of(path)
            sizes, whole = self._answer(read_into, path, longest, self._limits, room, turn)
            return PictureLevels(sizes, taken_from(room), whole)

    def close(self) -> None:
        """End the process. Threads that wait for a picture, or ask for one later, get a UserError."""
        with self._lock:
            self._is_closed = True
            if self._processes is not None:
                self._processes.stop()
            self._processes = None

    def _answer(
        self, read: Callable[Asked, Returned | str], *asked: Asked.args, **none: Asked.kwargs
    ) -> Returned:
        """What `read` returns in the process. Raises UserError with the reason."""
        return outcome_of(self._submit(read, *asked, **none), self._limits)

    def _submit(
        self, read: Callable[Asked, Returned], *asked: Asked.args, **none: Asked.kwargs
    ) -> Future[Returned]:
        with self._lock:
            if self._is_closed:
                raise UserError(NOT_NEEDED)
            if self._processes is None:
                remove_left_behind()
                self._processes = ReadingProcesses(1, self._limits, limit_ahead_process)
            return self._processes.submit(read, *asked, **none)


def outcome_of(future: Future[Returned | str], limits: ReadingLimits) -> Returned:
    """What a reading process found; where that is a sentence, it is the reason. Raises UserError with it."""
    try:
        result = future.result()
    except TimeoutError as error:
        raise UserError(str(reasons.too_slow(limits))) from error
    except (ProcessExpired, BrokenProcessPool) as error:
        raise UserError(reasons.CRASHED) from error
    except MemoryError as error:
        raise UserError(str(reasons.out_of_memory(limits))) from error
    except CancelledError as error:
        raise UserError(NOT_NEEDED) from error
    if isinstance(result, str):
        raise UserError(result)
    return result


def read_full(
    path: bytes, longest: int | None, limits: ReadingLimits, turn: int = AS_IT_IS
) -> FullPicture | str:
    """The picture, or the reason why not. Runs in the reading process."""
    try:
        image, _ = _read(path, longest, limits, turn)
    except reasons.RefusedError as refusal:
        return str(refusal)
    return FullPicture(image.width, image.height, image.tobytes())


def read_into(
    path: bytes, longest: int | None, limits: ReadingLimits, room: str, turn: int = AS_IT_IS
) -> tuple[tuple[Sides, ...], Sides] | str:
    """Write the picture at halving sizes into the file `room`; returns them, and the size of it whole.

    Or the reason why not. Runs in the reading process.
    """
    try:
        image, whole = _read(path, longest, limits, turn)
        return written(image, room), whole
    except reasons.RefusedError as refusal:
        return str(refusal)


def _read(path: bytes, longest: int | None, limits: ReadingLimits, turn: int) -> tuple[Image.Image, Sides]:
    """The picture, and the size that it has when nobody asks for a smaller one. Raises RefusedError."""
    set_alarm(2 * limits.seconds)
    try:
        image, whole = _decoded(path, longest, limits, turn)
    finally:
        set_alarm(0)
    affordable = int(max(image.size) * math.sqrt(MOST_PIXELS / (image.width * image.height)))
    image = fitted(image, min(longest or affordable, affordable))
    return image, whole if longest else image.size


def _decoded(path: bytes, longest: int | None, limits: ReadingLimits, turn: int) -> tuple[Image.Image, Sides]:
    """The turned picture, or a frame of a film, and its whole size. Raises RefusedError."""
    if is_film(path):
        return film_picture(path, longest, limits)
    data, _ = read_file(path, limits)
    decoded = turned(decode(path, data, longest or math.inf, limits), turn)
    return decoded.image, decoded.full_size
