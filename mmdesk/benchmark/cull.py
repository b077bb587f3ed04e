"""`mmdesk bench cull`: a card of drawn photos is culled in the real window, key by key."""

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication

from mmdesk.app import OpenWindow, build_window, make_application, wait_for_rest, wait_until
from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.stopwatch import Stopwatch
from mmdesk.benchmark.synthetic_photos import DISTINCT, SIZE, draw_photos
from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.library.ingest import Ingest
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_photo
from mmdesk.tasks.dummy_clip import DUMMY, DummyClip
from mmdesk.tasks.library import open_library
from mmdesk.tasks.vectors import vector_store
from mmdesk.ui.culling.cull_page import CullPage

WINDOW_SIZE = (1680, 1050)
PACE_S = 0.3
"""Seconds from one photo to the next: quicker than anybody judges photos for long."""

PLAIN_PHOTOS = 24
PATIENCE_S = 60.0
PAUSE_S = 0.001


@dataclass(slots=True)
class CullTimes:
    """Milliseconds of each step and of each mark, and the longest time that the window stood still."""

    steps: list[float]
    marks: list[float]
    stall_ms: float = 0.0


def bench_cull(photos: int, size: tuple[int, int] = SIZE) -> BenchReport:
    """Cull `photos` drawn photos of `size` pixels in a library of its own, which is thrown away."""
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        drawn = draw_photos(Path(folder) / "card", photos, size)
        places = Places(Path(folder) / "data")
        _fill(places, drawn)
        times = _cull(places, photos)
        plain = _time_plain_way(drawn[:PLAIN_PHOTOS])
    next_p95, plain_p95 = float(np.percentile(times.steps, 95)), 1000 * plain.percentile("plain", 95)
    results = (
        Result("next_p50_ms", float(np.percentile(times.steps, 50)), "ms"),
        Result("next_p95_ms", next_p95, "ms"),
        Result("mark_p50_ms", float(np.percentile(times.marks, 50)), "ms"),
        Result("mark_p99_ms", float(np.percentile(times.marks, 99)), "ms"),
        Result("largest_stall_ms", times.stall_ms, "ms"),
        Result("decode_on_press_p95_ms", plain_p95, "ms"),
    )
    ratios = (Ratio("next_vs_decode_on_press", next_p95 / plain_p95),)
    machine = MachineFacts.here("cpu", "none")
    return BenchReport("cull", machine, results, ratios, plain.is_noisy("plain", in_a_row=8))


def _fill(places: Places, drawn: Sequence[Path]) -> None:
    """Have a library of the photos; the same pictures are read once, as only their names differ."""
    with open_library(places) as library:
        clip = DummyClip(places)
        limits = ReadingLimits()
        read = [read_photo(os.fsencode(path), clip.recipe, limits) for path in drawn[:DISTINCT]]
        each = [
            replace(
                read[number % DISTINCT],
                path=os.fsencode(path),
                content_hash=blake2b(os.fsencode(path), digest_size=16).digest(),
            )
            for number, path in enumerate(drawn)
        ]
        library.folders.add(os.fsencode(drawn[0].parent))
        vectors = clip.encode_pixels(np.stack([photo.pixels for photo in each]))
        Ingest(library.catalogue, library.thumbnails, vector_store(library, clip)).store(each, vectors)


def _cull(places: Places, photos: int) -> CullTimes:
    """Mark every photo and go to the next, at the pace of somebody quick."""
    with build_window(make_application(), places, DUMMY, "cpu") as desk:
        page = _open_page(desk, photos)
        wait_for_rest(desk.workers, PATIENCE_S)
        times = CullTimes([], [])
        for _ in range(photos - 1):  # from the first photo on
            times.marks.append(_timed_until(page, Qt.Key.Key_P, lambda: True))
            times.steps.append(_timed_until(page, Qt.Key.Key_Right, lambda: page.is_sharp))
            times.stall_ms = max(times.stall_ms, _live(PACE_S))
    times.stall_ms = max(times.stall_ms, *times.marks)
    return times


def _open_page(desk: OpenWindow, photos: int) -> CullPage:
    """The page of culling, as large as a usual screen. Raises UserError where it does not come."""
    window = desk.window
    window.show()
    wait_until(lambda: window.library.gallery.grid.count == photos, PATIENCE_S)
    window.culling.begin()
    page = window.findChild(CullPage)
    if page is None:
        raise UserError("The photos were not shown; `mmdesk doctor` may tell why.")
    page.bar.advance.setChecked(False)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*WINDOW_SIZE)
    return page


def _timed_until(page: CullPage, key: Qt.Key, is_done: Callable[[], bool]) -> float:
    """Milliseconds from a key to the paint that shows what it did."""
    began = time.perf_counter()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(page, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))
    while not is_done():
        QCoreApplication.processEvents()
    QCoreApplication.sendEvent(page.window(), QEvent(QEvent.Type.UpdateRequest))
    return 1000 * (time.perf_counter() - began)


def _live(seconds: float) -> float:
    """Let the window live for a while; the most milliseconds that it stood still, whoever held it up."""
    ends, longest = time.perf_counter() + seconds, 0.0
    while (now := time.perf_counter()) < ends:
        QCoreApplication.processEvents()
        time.sleep(PAUSE_S)
        longest = max(longest, time.perf_counter() - now - PAUSE_S)
    return 1000 * longest


def _time_plain_way(drawn: Sequence[Path]) -> Stopwatch:
    """Decode each photo when its key is pressed, as viewers do that read nothing ahead."""
    watch = Stopwatch()
    for path in drawn:
        watch.measure("plain", partial(_show_plainly, path))
    return watch


def _show_plainly(path: Path) -> None:
    picture = QImage(str(path)).scaled(
        *WINDOW_SIZE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    screen = QImage(*WINDOW_SIZE, QImage.Format.Format_RGB32)
    with QPainter(screen) as painter:
        painter.drawImage(0, 0, picture)
