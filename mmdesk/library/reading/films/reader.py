"""Reading one film, start to end, as a photo is read: its facts, a thumbnail, frames for the model."""

import math
import os
import stat
from dataclasses import replace

from PIL import Image

from mmdesk.core.photo import FileStamp, PhotoFacts
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading import reasons
from mmdesk.library.reading.films.content import film_hash
from mmdesk.library.reading.films.facts import film_facts
from mmdesk.library.reading.films.frames import Frames, frames_of
from mmdesk.library.reading.films.opening import open_film
from mmdesk.library.reading.formats import FILMS_NEED, is_installed
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.looks import look_of
from mmdesk.library.reading.pixels import model_input
from mmdesk.library.reading.request import ReadPhoto, ReadRequest, SameContent
from mmdesk.library.reading.thumbnail import THUMBNAIL_SIDE, is_plain, thumbnail_of


def read_film(request: ReadRequest, recipe: PixelRecipe, limits: ReadingLimits) -> ReadPhoto | SameContent:
    """Read a film as a photo is read, but do not decode one of known content. Raises RefusedError."""
    stamp = _stamp(request.path)
    content = film_hash(request.path)
    if content in request.known:
        facts = _read(request.path, stamp, None, limits)[0] if request.wants_facts else None
        return SameContent(request.path, stamp, content, facts)
    facts, frames = _read(request.path, stamp, recipe, limits)
    thumbnail = thumbnail_of(frames.images[0])
    return ReadPhoto(
        path=request.path,
        stamp=stamp,
        content_hash=content,
        facts=facts,
        thumbnail=thumbnail,
        side=recipe.size,
        pixel_bytes=b"".join(model_input(image, recipe).tobytes() for image in frames.images),
        look=look_of(thumbnail),
        frames=len(frames.images),
    )


def film_picture(
    path: bytes, longest: int | None, limits: ReadingLimits
) -> tuple[Image.Image, tuple[int, int]]:
    """The frame that is shown of a film, as large as it is or as is needed, and its whole size.

    Raises RefusedError.
    """
    _stamp(path)
    with open_film(path, limits) as film:
        frames = frames_of(film, longest or math.inf)
    return frames.images[0], frames.full_size


def _read(
    path: bytes, stamp: FileStamp, recipe: PixelRecipe | None, limits: ReadingLimits
) -> tuple[PhotoFacts, Frames]:
    with open_film(path, limits) as film:
        frames = frames_of(film, THUMBNAIL_SIDE, recipe)
        facts = film_facts(film, frames.full_size, path, stamp)
    blank = is_plain(frames.images[0], frames.full_size)
    return replace(facts, damaged=frames.damaged, blank=blank), frames


def _stamp(path: bytes) -> FileStamp:
    """The file's stamp. Raises RefusedError for what is no film at all, or cannot be read here."""
    try:
        status = os.stat(path)
    except OSError as error:
        raise reasons.refused_by_disk(error) from error
    if not stat.S_ISREG(status.st_mode):
        raise reasons.RefusedError(reasons.NOT_A_FILE)
    if not status.st_size:
        raise reasons.RefusedError(reasons.EMPTY)
    if not is_installed("av"):
        raise reasons.RefusedError(FILMS_NEED, for_good=False)
    return FileStamp.of(status)
