"""Looking at photos: from files to what the catalogue is to know of them, with their vectors.

It is done in two ways, by processes of this computer (`look_here`) and by those of a cluster
(`tasks.cluster.looking`). Whoever stores what was found need not know which.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from typing import Protocol

from mmdesk.core.photo import Skipped
from mmdesk.core.vectors import Vectors
from mmdesk.library.reading.pool import ReadingPool
from mmdesk.library.reading.request import ReadPhoto, ReadRequest, SameContent
from mmdesk.tasks.batches import BatchEncoder, Encoded
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.frame_vectors import encode_frames


@dataclass(frozen=True, slots=True)
class StillLooking:
    """Nothing was found for a moment: an occasion to pause or to stop."""


Finding = Encoded | SameContent | Skipped | StillLooking
"""A batch of photos with their vectors, or what became of a file that needs none."""


class PhotoLooker(Protocol):
    """Finds out what is to be known of files."""

    @property
    def note(self) -> str:
        """A few words for people on how it goes; empty where there is nothing to add."""

    def look_at(self, requests: Iterable[ReadRequest]) -> Generator[Finding, None, None]:
        """What became of each of the files, in the order they are finished.

        Closing the generator drops what is under way.
        """


OpenLooker = Callable[[ClipModel, int], AbstractContextManager[PhotoLooker]]
"""What looks at so many files with a model; leaving it leaves no process behind. Raises UserError."""


class LocalLooker:
    """Looks at photos on this computer: files are read ahead while a batch is encoded."""

    note = ""

    def __init__(self, pool: ReadingPool, encoder: BatchEncoder) -> None:
        self._pool = pool
        self._encoder = encoder

    def look_at(self, requests: Iterable[ReadRequest]) -> Generator[Finding, None, None]:
        """What became of each of the files, in the order they are finished."""
        with closing(self._pool.read_files(requests)) as answers:
            for answer in answers:
                if isinstance(answer, ReadPhoto):
                    yield from self._encoder.take(answer)
                else:
                    yield answer
            yield from self._encoder.flush()


@contextmanager
def look_here(clip: ClipModel, files: int) -> Iterator[PhotoLooker]:
    """What looks at so many `files` with `clip`, by processes of this computer."""
    clip.expect_pictures(files)

    def encode(photos: Sequence[ReadPhoto]) -> Vectors:
        return encode_frames(clip, photos)

    with ReadingPool(clip.recipe, files=files) as pool, BatchEncoder(encode, clip.batch_size) as encoder:
        yield LocalLooker(pool, encoder)
