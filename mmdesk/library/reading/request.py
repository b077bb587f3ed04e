"""What is asked of a reading process, and what it answers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mmdesk.core.photo import FileStamp, PhotoFacts
from mmdesk.core.turns import AS_IT_IS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


FACTS_VERSION = 3
"""Raised whenever a file's facts are read in another way: those of an older version are read once more."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A file to read. If its content has one of the `known` hashes, its hash is all that is wanted, or, where
    `wants_facts`, its facts as they are read today.

    `stamp` is the file's, where it is at hand: with it, a file that crashes or hangs is remembered. `turn` is
    how its photo is turned against it.
    """

    path: bytes
    known: frozenset[bytes] = frozenset()
    stamp: FileStamp | None = None
    wants_facts: bool = False
    turn: int = AS_IT_IS


@dataclass(frozen=True, slots=True)
class ReadPhoto:
    """A photograph, read.

    `content_hash` is the 16-byte BLAKE2b of the file; `thumbnail` a JPEG file of at most
    512 pixels on the long side. `pixel_bytes` are the model's input, `side` rows of `side` pixels
    of three bytes: plain bytes, because the processes that make them do without numpy. Of a film it is
    that of several `frames`, one after the other, the one of the thumbnail first. `look` is that of the
    thumbnail (`library.reading.looks`). Size, thumbnail and pixels are those of the picture after a `turn`.
    """

    path: bytes
    stamp: FileStamp
    content_hash: bytes
    facts: PhotoFacts
    thumbnail: bytes
    side: int
    pixel_bytes: bytes
    look: bytes = b""
    frames: int = 1
    turn: int = AS_IT_IS

    @property
    def pixels(self) -> "NDArray[np.uint8]":
        """The model's input, shape [side, side, 3], read-only; of a film, that of the frame that is shown."""
        first: NDArray[np.uint8] = self.frame_pixels[0]
        return first

    @property
    def frame_pixels(self) -> "NDArray[np.uint8]":
        """The model's input, shape [frames, side, side, 3], read-only."""
        import numpy as np  # noqa: PLC0415  the processes that import this module do without numpy

        pixels = np.frombuffer(self.pixel_bytes, dtype=np.uint8)
        return pixels.reshape(self.frames, self.side, self.side, 3)


@dataclass(frozen=True, slots=True)
class SameContent:
    """A file that holds, byte for byte, what the catalogue knows already: moved, copied, or only touched.

    `facts` are those of the file, where they were wanted.
    """

    path: bytes
    stamp: FileStamp
    content_hash: bytes
    facts: PhotoFacts | None = None
