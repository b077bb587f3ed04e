"""Reading the text in pictures in a process of its own, as safely as photos are read for indexing."""

import threading
from concurrent.futures import CancelledError, Future
from typing import cast

from mmdesk.core.errors import UserError
from mmdesk.core.photo_text import PhotoText, ReadText
from mmdesk.core.turns import AS_IT_IS
from mmdesk.library.reading.full import NOT_NEEDED, outcome_of
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.process_pool import ReadingProcesses
from mmdesk.library.reading.text import read_text
from mmdesk.library.reading.worker import limit_background_process

TEXT_LIMITS = ReadingLimits(memory_bytes=4 << 30, seconds=180.0)
"""Limits for one picture: a page full of small letters takes a busy computer a minute."""


class TextReader:
    """Reads one picture at a time. Its process, the least urgent there is, starts with the first one.

    Use as a context manager, or `close` it in the end.
    """

    def __init__(self, limits: ReadingLimits = TEXT_LIMITS) -> None:
        self._limits = limits
        self._processes: ReadingProcesses | None = None
        self._is_closed = False
        self._lock = threading.Lock()

    def __enter__(self) -> "TextReader":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def read(self, path: bytes, turn: int = AS_IT_IS) -> ReadText:
        """What can be read in the file `path`, turned as `core.turns` numbers it.

        Raises UserError where the reader was closed meanwhile.
        """
        with self._lock:
            if self._is_closed:
                raise UserError(NOT_NEEDED)
            if self._processes is None:
                self._processes = ReadingProcesses(1, self._limits, limit_background_process)
            future: Future[ReadText] = self._processes.submit(read_text, path, self._limits, turn)
        try:
            return outcome_of(cast("Future[ReadText | str]", future), self._limits)
        except UserError as refusal:
            if isinstance(refusal.__cause__, CancelledError):
                raise
            return ReadText(PhotoText(trouble=str(refusal)))

    def rest(self) -> None:
        """End the process, which holds a third of a gigabyte; the next picture starts another."""
        with self._lock:
            if self._processes is not None:
                self._processes.stop()
            self._processes = None

    def close(self) -> None:
        """End the process for good. A thread that waits for a picture gets a UserError."""
        self._is_closed = True
        self.rest()
