"""Photos put into a catalogue without files, where a test is about the catalogue alone."""

from collections.abc import Sequence

import numpy as np

from mmdesk.core.photo import FileStamp, PhotoFacts, PhotoId
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.ingest import Ingest
from mmdesk.library.reading.request import ReadPhoto
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore


def made_photo(path: bytes, content: bytes | None = None, taken_at: str | None = None) -> ReadPhoto:
    """A photo as a reading process would answer it."""
    return ReadPhoto(
        path=path,
        stamp=FileStamp(1000, 2_000_000_000),
        content_hash=(content or path)[-16:].rjust(16, b"\0"),
        facts=PhotoFacts(
            400, 300, taken_at, "exif" if taken_at else None, "Camera", "Lens", "f/2.8", 1.5, -2.5
        ),
        thumbnail=b"jpeg of " + path,
        side=1,
        pixel_bytes=b"rgb",
    )


def store(
    catalogue: Catalogue,
    thumbnails: Thumbnails,
    shelf: VectorStore,
    photos: Sequence[ReadPhoto],
    seed: int = 0,
) -> list[PhotoId]:
    """Store photos with random vectors; returns their ids."""
    vectors = np.random.default_rng(seed).standard_normal((len(photos), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Ingest(catalogue, thumbnails, shelf).store(photos, vectors).ids
