"""The search for duplicates in a library of any size, with planted copies, beside comparing every two."""

import io
import os
import tempfile
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mmdesk.benchmark.memory import PeakMemory
from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.stopwatch import Stopwatch
from mmdesk.core.photo import FileStamp, PhotoId
from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.core.vectors import Ids, Vectors
from mmdesk.library.reading.looks import NUMBERS, look_of
from mmdesk.models.near_looks import PATTERNS
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.duplicates.find import DuplicateSearch
from mmdesk.tasks.duplicates.near_looks import alike, known_looks
from mmdesk.tasks.duplicates.same_shot import NEAR
from mmdesk.tasks.fresh_index import FreshIndex
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.vectors import vector_store

PLANTED = 200
"""Pairs of a picture and the same picture saved again: one in two has lost its date."""

DIM = 64
"""Numbers in a vector: only those of candidates are read, so longer ones cost no more time."""

UNDATED = 0.1
"""Share of all photos of which no camera says when they were taken."""

PER_DAY = 200
AT_ONCE = 20_000
PLAIN = 20_000
"""Photos that the plain way is given: its time grows with the square of their number."""

SPREADS = (1695, 345, 584, 656, 502, 162, 247, 218, 931, 240, 396, 336, 689, 200, 297, 366)
"""Standard deviations of the sums of looks (`models.near_looks`), of 20,000 photographs."""

COLOUR_SPREAD = 25
BRIGHTNESS = 115

_INSERT = """
    INSERT INTO photos (path, directory_id, size, mtime_ns, content_hash, width, height, taken_at, taken_from)
    VALUES (?, 1, ?, ?, ?, 3000, 2000, ?, ?)
"""


@dataclass(frozen=True)
class _Photos:
    """Some photos to be put into the library, row by row."""

    files: list[tuple[bytes, FileStamp]]
    hashes: list[bytes]
    looks: list[bytes]
    dates: list[str | None]
    vectors: Vectors
    thumbnails: dict[bytes, bytes] = field(default_factory=dict)


def bench_duplicates(photos: int) -> BenchReport:
    """Search `photos` made-up photos, and a tenth of them, for duplicates."""
    watch, memory = Stopwatch(), PeakMemory()
    found = [
        _search(max(1, photos // 10), watch, "tenth", memory),
        _search(photos, watch, "all", memory),
    ]
    pairs = _compare_ways(min(photos, PLAIN), watch)
    look_ms = _look_ms(watch)
    results = [
        Result("seconds", watch.median("all"), "s"),
        Result("seconds_at_tenth", watch.median("tenth"), "s"),
        Result("planted_found", min(found), "share"),
        Result("plain_seconds", watch.median("plain"), "s"),
        Result("ours_beside_plain_seconds", watch.median("ours"), "s"),
        Result("planted_found_by_both", pairs, "share"),
        Result("look_ms", look_ms, "ms"),
    ]
    if memory.mb is not None:
        results.append(Result("peak_rss_mb", memory.mb, "MiB"))
    ratios = (
        Ratio("growth", watch.median("all") / watch.median("tenth")),
        Ratio("vs_plain", watch.median("plain") / watch.median("ours")),
    )
    return BenchReport("duplicates", MachineFacts.here("cpu", "float16"), tuple(results), ratios)


def _search(photos: int, watch: Stopwatch, name: str, memory: PeakMemory) -> float:
    """Share of the planted copies that the search finds."""
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        places = Places(Path(folder) / "data")
        clip = DummyClip(places)
        with open_library(places) as library:
            planted = _fill(library, clip, Path(folder), photos)
            FreshIndex(clip, vector_store(library, clip)).get()  # any search before has done that
            groups = watch.measure(name, lambda: _groups(library, clip))
            memory.look()
    return sum(set(pair) in groups for pair in planted) / max(1, len(planted))


def _groups(library: Library, clip: DummyClip) -> list[set[PhotoId]]:
    steps = DuplicateSearch(library, clip).run()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return [set(group.ids) for group in end.value]


def _compare_ways(photos: int, watch: Stopwatch) -> float:
    """Share of the planted copies among the candidates of both ways."""
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        places = Places(Path(folder) / "data")
        clip = DummyClip(places)
        with open_library(places) as library:
            planted = _fill(library, clip, Path(folder), photos)
            index = FreshIndex(clip, vector_store(library, clip)).get()
            among = library.photos.ids(None, "name")
            ours = watch.measure("ours", lambda: _ours(library, among))
            plain = watch.measure("plain", lambda: list(index.near_pairs(NEAR, among)))
    both = {frozenset(pair) for pair in ours.tolist()}
    both &= {frozenset(pair) for _, pairs, _ in plain for pair in pairs.tolist()}
    return sum(frozenset(pair) in both for pair in planted) / max(1, len(planted))


def _ours(library: Library, among: Ids) -> Ids:
    steps = _candidates(library, among)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            pairs: Ids = end.value
            return pairs


def _candidates(library: Library, among: Ids) -> Generator[Progress, None, Ids]:
    pairs, _ = yield from alike((yield from known_looks(library, among)))
    return pairs


def _look_ms(watch: Stopwatch) -> float:
    """Time that looking at a thumbnail of an earlier version takes, once."""
    picture = Image.fromarray(_clouds(np.random.default_rng(3), (341, 512)))
    jpeg = _jpeg(picture, 82)
    for _ in range(20):
        watch.measure("look", lambda: look_of(jpeg))
    return watch.median("look") * 1000


def _fill(library: Library, clip: DummyClip, folder: Path, photos: int) -> list[tuple[PhotoId, PhotoId]]:
    """Fill the library; returns the pairs of a picture and its copy."""
    chance = np.random.default_rng(17)
    copies = min(PLANTED, photos // 10)
    with library.catalogue.writing() as db:
        db.execute("INSERT INTO folders (path) VALUES (?)", [os.fsencode(folder)])
        db.execute("INSERT INTO directories (id, path) VALUES (1, ?)", [os.fsencode(folder)])
    planted = _put(library, clip, _planted(chance, folder, copies))
    for start in range(2 * copies, photos, AT_ONCE):
        _put(library, clip, _others(chance, start, min(AT_ONCE, photos - start)))
    return [(planted[2 * number], planted[2 * number + 1]) for number in range(copies)]


def _put(library: Library, clip: DummyClip, some: _Photos) -> list[PhotoId]:
    library.thumbnails.put_looks(zip(some.hashes, some.looks, strict=True))
    library.thumbnails.put_many(some.thumbnails.items())
    store = vector_store(library, clip)
    with library.catalogue.writing() as db:
        ids = [
            PhotoId(int(db.execute(_INSERT, row).lastrowid or 0))
            for row in (
                (path, stamp.size, stamp.mtime_ns, content, date, "exif" if date else None)
                for (path, stamp), content, date in zip(some.files, some.hashes, some.dates, strict=True)
            )
        ]
        store.put(db, dict(zip(ids, some.vectors, strict=True)))
    return ids


def _others(chance: np.random.Generator, start: int, count: int) -> _Photos:
    numbers = range(start, start + count)
    is_dated = chance.random(count) >= UNDATED
    return _Photos(
        [(b"/made-up/%09d.jpg" % number, FileStamp(number, 0)) for number in numbers],
        [chance.bytes(16) for _ in numbers],
        [look.tobytes() for look in made_looks(chance, count)],
        [_date(number) if dated else None for number, dated in zip(numbers, is_dated.tolist(), strict=True)],
        _vectors(chance, count),
    )


def _planted(chance: np.random.Generator, folder: Path, copies: int) -> _Photos:
    """Pictures, each followed by a copy, with files and thumbnails."""
    vectors = np.repeat(_vectors(chance, copies), 2, axis=0)
    vectors += 0.01 * chance.standard_normal(vectors.shape, np.float32)
    planted = _Photos([], [], [], [], vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    for number in range(copies):
        picture = Image.fromarray(_clouds(chance, (128, 192)))
        for copy, jpeg in enumerate((_jpeg(picture, 90), _jpeg(picture.resize((144, 96)), 60))):
            path = folder / f"{number:05}-{copy}.jpg"
            path.write_bytes(jpeg)
            planted.files.append((os.fsencode(path), FileStamp.of(path.stat())))
            planted.hashes.append(content := chance.bytes(16))
            planted.thumbnails[content] = jpeg
            planted.looks.append(look_of(jpeg))
            planted.dates.append(None if copy and number % 2 else _date(number))
    return planted


def made_looks(chance: np.random.Generator, count: int) -> NDArray[np.uint8]:
    """Looks [count, 48] that are spread as those of photographs are."""
    sums = chance.standard_normal((count, len(SPREADS)), np.float32) * np.array(SPREADS, np.float32)
    grey = sums @ PATTERNS / (len(SPREADS) * 3) + BRIGHTNESS
    colour = chance.normal(0, COLOUR_SPREAD, (count, 1, 3))
    return np.clip(grey[:, :, None] + colour, 0, 255).astype(np.uint8).reshape(count, NUMBERS)


def _vectors(chance: np.random.Generator, count: int) -> Vectors:
    vectors = chance.standard_normal((count, DIM), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _date(number: int) -> str:
    """Date of a photo, of which PER_DAY have the same day."""
    day = np.datetime64("1990-01-01") + number // PER_DAY
    second = number % PER_DAY * 400
    return f"{day}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def _clouds(chance: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.uint8]:
    coarse = Image.fromarray(chance.integers(0, 256, (5, 7, 3), dtype=np.uint8))
    return np.asarray(coarse.resize((shape[1], shape[0]), Image.Resampling.BICUBIC))


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=quality)
    return data.getvalue()
