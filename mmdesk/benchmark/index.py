"""The speed of indexing: the real pipeline against a plain loop and the nearest peer, on drawn JPEGs."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from mmdesk.benchmark.bench_process import BenchProcess, Steps, bench_process
from mmdesk.benchmark.memory import PeakMemory
from mmdesk.benchmark.peer import PeerEncoder
from mmdesk.benchmark.plain_search import PlainEncoder
from mmdesk.benchmark.random_clip import put_model
from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.stopwatch import Stopwatch, differ
from mmdesk.benchmark.synthetic_library import add_synthetic_vectors, make_synthetic_library
from mmdesk.benchmark.synthetic_photos import SIZE, draw_photos
from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.process_pool import usual_workers
from mmdesk.library.reading.reader import read_photo
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.onnx_graphs import find_graphs
from mmdesk.tasks.clip_model import ClipModel, find_model
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import back_up, open_library
from mmdesk.tasks.vectors import vector_store

PASSES = 2
"""Ours and the other ways take turns so many times."""

SHARES = {"plain": 16, "peer": 48}
"""Photos of a turn of the others: a photo costs them the same in any number of their batches."""

SIDES = (16, 16_000)
"""Least and most pixels of a side."""

SINGLE_READS = 8
"""Photos decoded one by one to know what decoding alone costs."""


@dataclass(frozen=True)
class _Speeds:
    """Seconds per photo of each way, and of ours in parts: `decode` on one core, `encode` on all.

    `kept` are the bytes that each photo takes up in a catalogue that had some before. `others` has the ways
    "plain" and, where the model has graphs, "peer".
    """

    ours: float
    others: Mapping[str, float]
    decode: float
    encode: float
    noisy: bool
    peak_mb: float | None
    cores: int
    kept: float | None

    @property
    def limit(self) -> float:
        """Seconds per photo if decoding and encoding shared all cores and nothing else were to be done."""
        return self.decode / self.cores + self.encode


def bench_index(
    photos: int,
    arch: str | None,
    model_name: str,
    device: str,
    places: Places,
    into: int = 0,
    size: tuple[int, int] = SIZE,
) -> BenchReport:
    """Index `photos` drawn photos of `size` pixels into a library of its own, which is thrown away.

    With `arch`, one of open_clip's architectures, random weights see them; else the model `model_name`
    of `places`. The library holds `into` made-up photos with their vectors already. Loading the model is not
    counted, on any side; starting the reading processes is. Raises UserError.
    """
    if not SIDES[0] <= min(size) <= max(size) <= SIDES[1]:
        raise UserError(f"A made-up photo has {SIDES[0]} to {SIDES[1]} pixels a side.")
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        temporary = Path(folder)
        clip = _clip(temporary, arch, model_name, device, places)
        drawn = draw_photos(temporary / "photos", photos, size)
        speeds = _measure(temporary, clip, drawn, into)
        plan = clip.load().plan
        machine = MachineFacts.here(plan.device, plan.dtype)
        return BenchReport("index", machine, _results(speeds), _ratios(speeds), speeds.noisy)


def _clip(temporary: Path, arch: str | None, model_name: str, device: str, places: Places) -> ClipModel:
    """The model, loaded, its plan probed anew."""
    ours = Places(temporary / "data")
    clip = ClipModel(ours, put_model(ours, arch, find_model(places, model_name).path), device)
    clip.load()
    return clip


def _measure(temporary: Path, clip: ClipModel, drawn: Sequence[Path], into: int) -> _Speeds:
    """All ways in turn, then the parts of ours. The others' processes must not count as our memory."""
    watch, memory = Stopwatch(), PeakMemory()
    first, *others = [_library_of(temporary / f"library-{turn}", clip, into) for turn in range(PASSES)]
    watch.measure("ours", partial(_index, first, clip, drawn[0].parent, memory))
    peak_mb = memory.mb
    with _other_ways(clip.folder, drawn) as ways:
        turns = [{name: way.step() for name, way in ways.items()}]
        for library in others:
            watch.measure("ours", partial(_index, library, clip, drawn[0].parent, memory))
            turns.append({name: way.step() for name, way in ways.items()})
    return _Speeds(
        ours=watch.median("ours") / len(drawn),
        others={
            name: median(turn[name] for turn in turns) / min(SHARES[name], len(drawn)) for name in turns[0]
        },
        decode=_seconds_to_decode(clip, drawn[:SINGLE_READS]),
        encode=_seconds_to_encode(clip),
        noisy=differ([turn["plain"] for turn in turns]),
        peak_mb=peak_mb,
        cores=usual_workers(),
        kept=_bytes_kept(first) / (into + len(drawn)) if into else None,
    )


@contextmanager
def _other_ways(model: ClipFolder, drawn: Sequence[Path]) -> Iterator[Mapping[str, BenchProcess]]:
    """The other ways by name, each in a process that encodes its share of the photos at every step.

    Their first step, which finds nothing in its place yet, is done.
    """
    steps = {"plain": _plain_steps, "peer": _peer_steps}
    with ExitStack() as running:
        ways = {
            name: running.enter_context(bench_process(way, _Album(model, tuple(drawn[: SHARES[name]]))))
            for name, way in steps.items()
            if name == "plain" or find_graphs(model)
        }
        for way in ways.values():
            way.wait_until_ready()
            way.step()
        yield ways


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
    """The model and the photos that another way is given."""

    model: ClipFolder
    photos: tuple[Path, ...]


def _plain_steps(album: _Album) -> Steps:
    """A batch at each step."""
    plain = PlainEncoder(album.model)
    yield "float32"
    while True:
        plain.encode_files(album.photos)
        yield ""


def _peer_steps(album: _Album) -> Steps:
    """Some batches at each step. Raises LookupError for a model without graphs."""
    graphs = find_graphs(album.model)
    if graphs is None:
        raise LookupError("the peer runs graphs only")
    peer = PeerEncoder(graphs.image, album.model.recipe.size)
    yield "float32"
    while True:
        peer.encode_files(album.photos)
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
        *(Result(f"{name}_photos_per_second", 1 / each, "1/s") for name, each in speeds.others.items()),
        Result("decode_ms", speeds.decode * 1000, "ms"),
        Result("encode_ms", speeds.encode * 1000, "ms"),
        *memory,
        *kept,
    )


def _ratios(speeds: _Speeds) -> tuple[Ratio, ...]:
    return (
        *(Ratio(f"vs_{name}", each / speeds.ours) for name, each in speeds.others.items()),
        Ratio("of_limit", speeds.limit / speeds.ours),
    )
