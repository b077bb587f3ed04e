"""Which files are films, and what stands for their content."""

import hashlib
import os

from mmdesk.library.reading import reasons
from mmdesk.library.reading.formats import FILMS, extension
from mmdesk.library.reading.kinds import HEAD_BYTES, kind_of

HASHED_WHOLE = 64 << 20
"""Bytes. Of larger films, parts stand for all: to hash a whole evening would take minutes on a slow disk."""

PARTS, PART = 64, 1 << 20
"""Number of parts of a large film that are hashed, and bytes of each. A film is compressed: where one frame
differs, all that follows lies elsewhere.
"""


BOXES = frozenset((b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"uuid"))
"""Names of the first boxes of films by Apple and ISO/IEC 14496-12."""


def begins_as_film(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a container of films."""
    if head[4:8] in BOXES or head.startswith(b"\x1a\x45\xdf\xa3"):  # Matroska and WebM
        return True
    return (head[:4] == b"RIFF" and head[8:12] == b"AVI ") or b"G" in (head[:1], head[4:5])  # packets of MPEG


def is_film(path: bytes) -> bool:
    """Whether the file is to be read as a film: it is called one, and is no picture by its first bytes."""
    if extension(path) not in FILMS:
        return False
    try:
        with open(path, "rb", buffering=0) as file:
            return kind_of(file.read(HEAD_BYTES)) is None
    except OSError:  # whoever reads it will say why that cannot be
        return True


def film_hash(path: bytes) -> bytes:
    """16 bytes that stand for a film's content: of all of it, or of its size and many parts.

    Raises RefusedError.
    """
    digest = hashlib.blake2b(digest_size=16)
    try:
        with open(path, "rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            if size > HASHED_WHOLE:
                digest.update(b"%d bytes" % size)
            for start in _starts(size):
                file.seek(start)
                digest.update(file.read(PART))
    except OSError as error:
        raise reasons.refused_by_disk(error) from error
    return digest.digest()


def is_hashed_whole(size: int) -> bool:
    """Whether the hash of a film of so many bytes speaks of each of them."""
    return size <= HASHED_WHOLE


def _starts(size: int) -> list[int]:
    if is_hashed_whole(size):
        return list(range(0, size, PART))
    return [(size - PART) * part // (PARTS - 1) for part in range(PARTS)]
