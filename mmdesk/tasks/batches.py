"""Encoding beside decoding: one batch in a thread of its own, while the next one is gathered.

Torch lets go of the interpreter while it computes, so the decoding processes are
fed all the time and neither side waits for the other.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import compress
from types import TracebackType

import numpy as np

from mmdesk.core.vectors import Vectors
from mmdesk.library.reading.request import ReadPhoto
from mmdesk.tasks.frame_vectors import frames_of_each, mean_of

Encode = Callable[[Sequence[ReadPhoto]], Vectors]

PATIENCE_S = 0.5
"""A batch that is not full goes anyway when the encoder has been idle for so long: photos appear early."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A batch of photos with their vectors, row for row, and for each, where there are films, those of its
    frames [n, dim].
    """

    photos: Sequence[ReadPhoto]
    vectors: Vectors
    frames: Sequence[Vectors] = ()

    @classmethod
    def of(cls, photos: Sequence[ReadPhoto], vectors: Vectors) -> "Encoded":
        """The batch of which the `vectors` [frames of all photos, dim] are."""
        if len(vectors) == len(photos):
            return cls(photos, vectors)
        frames = frames_of_each(vectors, [photo.frames for photo in photos])
        return cls(photos, np.stack([mean_of(rows) for rows in frames]), frames)

    def only(self, wanted: Sequence[bool]) -> "Encoded":
        """The part of the batch that is wanted."""
        return Encoded(
            list(compress(self.photos, wanted)),
            self.vectors[list(wanted)],
            list(compress(self.frames, wanted)),
        )


class BatchEncoder:
    """Gathers photos into batches and encodes them one batch at a time.

    `encode` is called in the thread, and gives a row for each frame of each photo; `size` says how many
    photos make a batch now.
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
        return Encoded.of(batch, self._encode(batch))
