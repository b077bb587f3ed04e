"""A library of any size with nothing behind it: rows and thumbnails, for measuring the window alone."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
from PIL import Image

from mmdesk.core.photo import PhotoId
from mmdesk.core.places import Places
from mmdesk.library.vector_store import VectorStore
from mmdesk.tasks.library import Library, open_library

ROOT = b"/made-up"
"""Where the photos are said to lie."""

PHOTOS_PER_DIRECTORY = 500
DIFFERENT = 240
"""Different pictures; photos share them, as the store would be gigabytes otherwise."""

SHAPES = ((512, 341), (341, 512), (512, 384), (512, 288))
"""Width and height of the thumbnails: the usual shapes of photographs."""

VECTORS_AT_ONCE = 20_000

ENLARGED = 12
"""Factor by which each photo is said to be larger than its thumbnail."""

_INSERT = """
    INSERT INTO photos (path, directory_id, size, mtime_ns, content_hash, width, height, taken_at, taken_from,
                        camera, rating)
    VALUES (?, ?, 4000000, 0, ?, ?, ?, ?, 'exif', 'Made Up 100', ?)
"""


def make_synthetic_library(places: Places, photos: int) -> None:
    """Fill the data folder `places` with a library of `photos` photos."""
    with open_library(places) as library:
        library.thumbnails.put_many((_hash_of(number), _thumbnail(number)) for number in range(DIFFERENT))
        _insert_rows(library, photos)


def add_synthetic_vectors(library: Library, store: VectorStore, dim: int) -> None:
    """Give every photo of a made-up library a vector of `dim` numbers."""
    chance = np.random.default_rng(11)
    ids = [PhotoId(int(photo)) for photo in library.photos.ids()]
    for start in range(0, len(ids), VECTORS_AT_ONCE):
        part = ids[start : start + VECTORS_AT_ONCE]
        vectors = chance.standard_normal((len(part), dim), np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        with library.catalogue.writing() as db:
            store.put(db, dict(zip(part, vectors, strict=True)))


def _insert_rows(library: Library, photos: int) -> None:
    """Straight into the tables: there are no files that could be indexed."""
    directories = [(ROOT + b"/%05d" % number,) for number in range(-(-photos // PHOTOS_PER_DIRECTORY))]
    with library.catalogue.writing() as db:
        db.execute("INSERT INTO folders (path) VALUES (?)", [ROOT])
        db.conn.executemany("INSERT INTO directories (path) VALUES (?)", directories)
        known = dict(db.execute("SELECT path, id FROM directories"))
        db.conn.executemany(_INSERT, _rows(photos, [known[path] for (path,) in directories]))


def _rows(photos: int, directory_ids: list[int]) -> Iterator[tuple[object, ...]]:
    """One photo after the other, a few minutes apart."""
    began = datetime(2001, 5, 1, 12)
    for number in range(photos):
        directory = number // PHOTOS_PER_DIRECTORY
        path = ROOT + b"/%05d/IMG_%07d.jpg" % (directory, number)
        width, height = (ENLARGED * side for side in _shape(number))
        taken_at = (began + timedelta(minutes=7 * number)).isoformat()
        yield path, directory_ids[directory], _hash_of(number), width, height, taken_at, number % 6


def _hash_of(number: int) -> bytes:
    return b"%016d" % (number % DIFFERENT)


def _shape(number: int) -> tuple[int, int]:
    return SHAPES[number % DIFFERENT % len(SHAPES)]


def _thumbnail(number: int) -> bytes:
    """Coloured clouds with a little grain: about as hard to decode as a photograph."""
    chance = np.random.default_rng(number)
    width, height = _shape(number)
    clouds = chance.integers(0, 256, (5, 7, 3), dtype=np.uint8)
    picture = np.asarray(Image.fromarray(clouds).resize((width, height), Image.Resampling.BICUBIC), np.int16)
    grain = chance.integers(-12, 13, (height, width, 1), dtype=np.int16)
    pixels = np.clip(picture + grain, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=82)
    return file.getvalue()
