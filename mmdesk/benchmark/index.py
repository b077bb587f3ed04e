"""The speed of indexing: the real pipeline against a plain loop, on drawn 12-megapixel JPEGs."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from mmdesk.benchmark.bench_process import Steps, bench_process
from mmdesk.benchmark.memory import PeakMemory
from mmdesk.benchmark.plain_search import PlainEncoder
from mmdesk.benchmark.random_clip import write_random_clip
from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.stopwatch import Stopwatch
from mmdesk.benchmark.synthetic_library import add_synthetic_vectors, make_synthetic_library
from mmdesk.benchmark.synthetic_photos import draw_photos
from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.process_pool import usual_workers
from mmdesk.library.reading.reader import read_photo
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.tasks.clip_model import ClipModel, find_model
from mmdesk.tasks.indexing import index_folders, vector_store
from mmdesk.tasks.library import back_up, open_library

PASSES = 2
"""Ours and the plain way take turns so many times."""

PLAIN_PHOTOS = 16
"""The plain way gets one of its batches per turn: a photo costs it the same in any number."""

SINGLE_READS = 8
"""Photos decoded one by one to know what decoding alone costs."""


@dataclass(frozen=True)
class _Speeds:
    """Seconds per photo of either way, and of ours in parts: `decode` on one core, `encode` on all.

    `kept` are the bytes that each photo takes up in a catalogue that had some before.
    """

    ours: float
    plain: float
    decode: float
    encode: float
    peak_mb: float | None
    cores: int
    kept: float | None

    @property
    def limit(self) -> float:
        """Seconds per photo if decoding and encoding shared all cores and nothing else were to be done."""
        return self.decode / self.cores + self.encode


def bench_index(
    photos: int, arch: str | None, model_name: str, device: str, places: Places, into: int = 0
) -> BenchReport:
    """Index `photos` drawn photos into a library of its own, which is thrown away.

    With `arch`, one of open_clip's architectures, random weights see them; else the model `model_name`
    of `places`. The library holds `into` made-up photos with their vectors already. Loading the model is not
    counted, on either side; starting the reading processes is.
    """
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        temporary = Path(folder)
        clip = _clip(temporary, arch, model_name, device, places)
        drawn = draw_photos(temporary / "photos", photos)
        speeds = _measure(temporary, clip, drawn, into)
        plan = clip.load().plan
        return BenchReport(
            "index", MachineFacts.here(plan.device, plan.dtype), _results(speeds), _ratios(speeds)
        )


def _clip(temporary: Path, arch: str | None, model_name: str, device: str, places: Places) -> ClipModel:
    """The model, loaded, its plan probed anew."""
    model = temporary / "models" / (arch or "")
    if arch is None:
        model = find_model(places, model_name).path
    elif not arch or os.path.basename(arch) != arch:
        raise UserError(f"There is no architecture {arch} in open_clip.")
    else:
        write_random_clip(arch, model)
    clip = ClipModel(Places(temporary / "data"), str(model), device)
    clip.load()
    return clip


def _measure(temporary: Path, clip: ClipModel, drawn: Sequence[Path], into: int) -> _Speeds:
    """Both ways in turn, then the parts of ours. The plain way's process must not count as our memory."""
    watch, memory = Stopwatch(), PeakMemory()
    album = _Album(clip.folder, tuple(drawn[:PLAIN_PHOTOS]))
    first, *others = [_library_of(temporary / f"library-{turn}", clip, into) for turn in range(PASSES)]
    watch.measure("ours", partial(_index, first, clip, drawn[0].parent, memory))
    peak_mb = memory.mb
    with bench_process(_plain_steps, album) as plain:
        plain.wait_until_ready()
        plain.step()  # its first batch finds nothing in its place yet
        batches = [plain.step()]
        for library in others:
            watch.measure("ours", partial(_index, library, clip, drawn[0].parent, memory))
            batches.append(plain.step())
    return _Speeds(
        ours=watch.median("ours") / len(drawn),
        plain=median(batches) / len(album.photos),
        decode=_seconds_to_decode(clip, drawn[:SINGLE_READS]),
        encode=_seconds_to_encode(clip),
        peak_mb=peak_mb,
        cores=usual_workers(),
        kept=_bytes_kept(first) / (into + len(drawn)) if into else None,
    )


def _library_of(data_dir: Path, clip: ClipModel, photos: int) -> Places:
    """A library that holds so many photos already, with today's backup made, which no run then waits for."""
    places = Places(data_dir)
    if photos:
        make_synthetic_library(places, photos)
        with open_library(places) as library:
            add_synthetic_vectors(library, vector_store(library, clip), clip.folder.dim)
            back_up(library)
        if hasattr(os, "sync"):
            os.sync()  # or the first photos stored would wait until the disk has all of that
    return places


def _bytes_kept(places: Places) -> int:
    """Bytes of the catalogue: rows, tags and vectors. Thumbnails come beside it."""
    return places.catalogue.stat().st_size


@dataclass(frozen=True)
class _Album:
    """The model and the photos that the plain way is given."""

    model: ClipFolder
    photos: tuple[Path, ...]


def _plain_steps(album: _Album) -> Steps:
    """A batch at each step."""
    plain = PlainEncoder(album.model)
    yield "float32"
    while True:
        plain.encode_files(album.photos)
        yield ""


def _index(places: Places, clip: ClipModel, folder: Path, memory: PeakMemory) -> None:
    """The program's own way, from the folder to the catalogue."""
    with open_library(places) as library:
        for _ in index_folders(library, clip, [os.fsencode(folder)]):
            memory.look()


def _seconds_to_decode(clip: ClipModel, drawn: Sequence[Path]) -> float:
    """Seconds of one photo, in one process with nothing beside it."""
    watch = Stopwatch()
    for path in drawn:
        watch.measure("read", partial(read_photo, os.fsencode(path), clip.recipe, ReadingLimits()))
    return watch.best("read")


def _seconds_to_encode(clip: ClipModel) -> float:
    """Seconds of one photo in a batch, with nothing beside it."""
    watch, side, batch = Stopwatch(), clip.recipe.size, clip.load().plan.batch
    pixels = np.random.default_rng(0).integers(0, 256, (batch, side, side, 3), dtype=np.uint8)
    for _ in range(5):
        watch.measure("encode", partial(clip.encode_pixels, pixels))
    return watch.best("encode") / batch


def _results(speeds: _Speeds) -> tuple[Result, ...]:
    memory = () if speeds.peak_mb is None else (Result("peak_rss_mb", speeds.peak_mb, "MiB"),)
    kept = () if speeds.kept is None else (Result("catalogue_bytes_per_photo", speeds.kept, "B"),)
    return (
        Result("photos_per_second", 1 / speeds.ours, "1/s"),
        Result("plain_photos_per_second", 1 / speeds.plain, "1/s"),
        Result("decode_ms", speeds.decode * 1000, "ms"),
        Result("encode_ms", speeds.encode * 1000, "ms"),
        *memory,
        *kept,
    )


def _ratios(speeds: _Speeds) -> tuple[Ratio, ...]:
    return (
        Ratio("vs_plain", speeds.plain / speeds.ours),
        Ratio("of_limit", speeds.limit / speeds.ours),
    )
