"""Encoding beside decoding: one batch in a thread of its own, while the next one is gathered.

Torch lets go of the interpreter while it computes, so the decoding processes are
fed all the time and neither side waits for the other.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType

from mmdesk.core.vectors import Vectors
from mmdesk.library.reading.request import ReadPhoto

Encode = Callable[[Sequence[ReadPhoto]], Vectors]

PATIENCE_S = 0.5
"""A batch that is not full goes anyway when the encoder has been idle for so long: photos appear early."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A batch of photos with their vectors, row for row."""

    photos: Sequence[ReadPhoto]
    vectors: Vectors


class BatchEncoder:
    """Gathers photos into batches and encodes them one batch at a time.

    `encode` is called in the thread; `size` says how many photos make a batch now.
    Use as a context manager; leaving it drops what is not encoded yet and waits
    for the batch under way, so that no thread outlives it.
    """

    def __init__(self, encode: Encode, size: Callable[[], int]) -> None:
        self._encode = encode
        self._size = size
        self._gathered: list[ReadPhoto] = []
        self._since = time.monotonic()
        self._under_way: Future[Encoded] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="encode")

    def __enter__(self) -> "BatchEncoder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def take(self, photo: ReadPhoto) -> Iterator[Encoded]:
        """Gather one more photo; yields a batch that has meanwhile been encoded, if there is one."""
        self._gathered.append(photo)
        if len(self._gathered) >= self._size():
            yield from self._finished()
            self._send()
        elif self._under_way is None or self._under_way.done():
            yield from self._finished()
            if time.monotonic() - self._since > PATIENCE_S:
                self._send()

    def flush(self) -> Iterator[Encoded]:
        """Encode what is left; yields the last batches."""
        yield from self._finished()
        if self._gathered:
            self._send()
            yield from self._finished()

    def _send(self) -> None:
        batch, self._gathered = self._gathered, []
        self._since = time.monotonic()
        self._under_way = self._thread.submit(self._encode_batch, batch)

    def _finished(self) -> Iterator[Encoded]:
        """Wait for the batch under way and hand it out."""
        if self._under_way is not None:
            encoded = self._under_way.result()
            self._under_way = None
            self._since = time.monotonic()
            yield encoded

    def _encode_batch(self, batch: Sequence[ReadPhoto]) -> Encoded:
        return Encoded(batch, self._encode(batch))
