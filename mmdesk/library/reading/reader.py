"""Reading one photograph, start to end. Runs inside a reading process."""

import hashlib
import os
import stat
from dataclasses import replace

from mmdesk.core.photo import FileStamp, PhotoFacts
from mmdesk.core.pixels import PixelRecipe
from mmdesk.core.turns import AS_IT_IS
from mmdesk.library.reading import reasons
from mmdesk.library.reading.decoding import Decoded, decode, turned
from mmdesk.library.reading.facts import is_generated, photo_facts
from mmdesk.library.reading.films.content import film_hash, is_film
from mmdesk.library.reading.films.reader import read_film
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.looks import look_of
from mmdesk.library.reading.motion import film_at
from mmdesk.library.reading.pixels import model_input
from mmdesk.library.reading.request import ReadPhoto, ReadRequest, SameContent
from mmdesk.library.reading.thumbnail import LEAST_SIDE, is_plain, thumbnail_of

THUMBNAIL_LEAST = 448
"""A JPEG that can be decoded at an eighth of its size at once may have a thumbnail a little smaller."""


def read_photo(path: bytes, recipe: PixelRecipe, limits: ReadingLimits, turn: int = AS_IT_IS) -> ReadPhoto:
    """Everything the library wants to know of the photograph in the file `path`, turned, at one reading.

    Raises RefusedError, with the reason, for anything that is not a sound picture within the limits.
    """
    data, stamp = read_file(path, limits)
    return _photo(path, data, stamp, recipe, limits, turn)


def read_request(request: ReadRequest, recipe: PixelRecipe, limits: ReadingLimits) -> ReadPhoto | SameContent:
    """Read a photo as `read_photo` does, but do not decode a file of known content. Raises RefusedError."""
    if is_film(request.path):
        return read_film(request, recipe, limits)
    data, stamp = read_file(request.path, limits)
    if request.known and (content := content_hash(data)) in request.known:
        facts = None
        if request.wants_facts:
            facts = _facts(request.path, data, stamp, decode(request.path, data, LEAST_SIDE, limits, recipe))
        return SameContent(request.path, stamp, content, facts)
    return _photo(request.path, data, stamp, recipe, limits, request.turn)


def read_file(path: bytes, limits: ReadingLimits) -> tuple[bytes, FileStamp]:
    """The file's bytes, and its stamp from before they were read. Raises RefusedError."""
    try:
        before = os.stat(path)
        if not stat.S_ISREG(before.st_mode):
            raise reasons.RefusedError(reasons.NOT_A_FILE)
        if before.st_size > limits.file_bytes:
            raise reasons.too_large(limits)
        with open(path, "rb", buffering=0) as file:
            data = file.readall()
    except OSError as error:
        raise reasons.refused_by_disk(error) from error
    if not data:
        raise reasons.RefusedError(reasons.EMPTY)
    return data, FileStamp.of(before)


def hash_of_file(path: bytes, limits: ReadingLimits) -> bytes:
    """What stands for the content of a photo or film. Raises RefusedError."""
    return film_hash(path) if is_film(path) else content_hash(read_file(path, limits)[0])


def content_hash(data: bytes) -> bytes:
    """16 bytes that stand for a file's content."""
    return hashlib.blake2b(data, digest_size=16).digest()


def _photo(
    path: bytes, data: bytes, stamp: FileStamp, recipe: PixelRecipe, limits: ReadingLimits, turn: int
) -> ReadPhoto:
    decoded = turned(decode(path, data, THUMBNAIL_LEAST, limits, recipe), turn)
    thumbnail = thumbnail_of(decoded.image)
    return ReadPhoto(
        path=path,
        stamp=stamp,
        content_hash=content_hash(data),
        facts=_facts(path, data, stamp, decoded),
        thumbnail=thumbnail,
        side=recipe.size,
        pixel_bytes=model_input(decoded.image, recipe).tobytes(),
        look=look_of(thumbnail),
        turn=turn,
    )


def _facts(path: bytes, data: bytes, stamp: FileStamp, decoded: Decoded) -> PhotoFacts:
    facts = photo_facts(decoded.exif, decoded.beside, decoded.full_size, path, stamp)
    return replace(
        facts,
        generated=is_generated(data),
        damaged=decoded.damaged,
        blank=is_plain(decoded.image, decoded.full_size),
        motion=film_at(data) is not None,
    )
