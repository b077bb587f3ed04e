"""`mmdesk bench window`: the real window on a made-up library, timed from its start to its scrolling."""

import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QTimer

from mmdesk.app import build_window, make_application, wait_until
from mmdesk.benchmark.grid import GridFigures, PaintWatch, measure_grid
from mmdesk.benchmark.report import BenchReport, MachineFacts, Result
from mmdesk.benchmark.synthetic_library import add_synthetic_vectors, make_synthetic_library
from mmdesk.benchmark.typing import TypingFigures, measure_typing
from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.core.query import SearchResult
from mmdesk.core.resident import resident_bytes
from mmdesk.core.settings import Settings
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import open_library
from mmdesk.tasks.vectors import vector_store

STARTS = 5
"""Fresh processes, of which the median counts."""

WINDOW_SIZE = (1440, 900)
PATIENCE_S = 60.0
MODEL, DEVICE = Settings().model, "cpu"

START = """
import sys, mmdesk.cli.main, mmdesk.window_door
from mmdesk.benchmark.window import start
start(sys.argv[1])
"""
"""What a fresh process runs: all that `mmdesk` imports, then the window."""


def bench_window(places: Places, photos: int) -> BenchReport:
    """Measure the window on a library of `photos` photos, made up in a folder below `places` and removed."""
    places.create()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=places.data_dir) as folder:
        made_up = Places(Path(folder))
        make_synthetic_library(made_up, photos)
        starts = [_time_start(made_up) for _ in range(STARTS)]
        _add_vectors(made_up)
        figures, resident, typing = _measure_here(made_up, photos)
    to_window, to_photos = (statistics.median(times) for times in zip(*starts, strict=True))
    results = (
        Result("process_to_window_ms", to_window, "ms"),
        Result("process_to_photos_ms", to_photos, "ms"),
        Result("grid_reset_ms", figures.reset_ms, "ms"),
        Result("scroll_p50_ms", figures.scroll_p50_ms, "ms"),
        Result("scroll_p99_ms", figures.scroll_p99_ms, "ms"),
        Result("rss_mb", resident / 1e6, "MB"),
        Result("typing_p50_ms", typing.p50_ms, "ms"),
        Result("typing_p99_ms", typing.p99_ms, "ms"),
        Result("typing_most_ms", typing.most_ms, "ms"),
    )
    return BenchReport("window", MachineFacts.here(DEVICE, "none"), results)


def _add_vectors(places: Places) -> None:
    """Let the photos be searched by words."""
    with open_library(places) as library:
        clip = ClipModel(places, MODEL, DEVICE)
        add_synthetic_vectors(library, vector_store(library, clip), clip.folder.dim)


def _measure_here(places: Places, photos: int) -> tuple[GridFigures, int, TypingFigures]:
    """The grid's figures, the memory of a process that has shown and scrolled it, and those of typing."""
    with build_window(make_application(), places, MODEL, DEVICE) as desk:
        grid = desk.window.library.gallery.grid
        desk.window.resize(*WINDOW_SIZE)
        desk.window.show()
        wait_until(lambda: grid.count == photos, PATIENCE_S)
        return measure_grid(grid), resident_bytes(), measure_typing(desk.window)


def _time_start(places: Places) -> tuple[float, float]:
    """Milliseconds from starting a process to its window, and to the first photos in it, being painted.

    Raises UserError where it ends without showing any.
    """
    began = time.perf_counter()
    command = [sys.executable, "-c", START, str(places.data_dir)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE) as process,
        closing(process.stdout or sys.stdin) as told,
    ):
        times = [1000 * (time.perf_counter() - began) for _ in told]
    if len(times) != 2:
        raise UserError("The window did not start; `mmdesk doctor` may tell why.")
    return times[0], times[1]


def start(data_dir: str) -> None:
    """The fresh process: open the window, tell when it and its photos are painted, and end.

    It tells by a line on stdout each.
    """
    application = make_application()
    with build_window(application, Places(Path(data_dir)), MODEL, DEVICE) as desk:
        grid = desk.window.library.gallery.grid
        PaintWatch(desk.window, lambda: True, _tell)
        PaintWatch(grid.viewport(), lambda: grid.count > 0, application.quit)
        desk.window.resize(*WINDOW_SIZE)
        desk.window.show()
        application.exec()
        _tell()


def search_at_once(data_dir: str, model: str, device: str, words: str) -> None:
    """The fresh process: open the window, search when it is painted, and tell in how many seconds it found.

    It tells nothing where that fails.
    """
    application = make_application()
    with build_window(application, Places(Path(data_dir)), model, device) as desk:
        begun = found = 0.0

        def ask() -> None:
            nonlocal begun
            begun = time.perf_counter()
            desk.window.search_line.set_words(words)

        def note(_result: SearchResult) -> None:
            nonlocal found
            found = time.perf_counter()
            application.quit()

        desk.workers.search.found.connect(note)
        PaintWatch(desk.window, lambda: True, ask)
        QTimer.singleShot(int(1000 * PATIENCE_S), application.quit)
        desk.window.show()
        application.exec()
    sys.stdout.write(f"{found - begun}\n" if found else "")


def _tell() -> None:
    sys.stdout.write("\n")
    sys.stdout.flush()
