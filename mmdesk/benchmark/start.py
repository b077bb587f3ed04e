"""`mmdesk bench start`: whole processes, from their start to their end: a search, a status, one new photo.

Commands take turns with a process that does nothing but import what they cannot do without: numpy, Pillow and
the engine. The window's first search counts from the moment the window is on the screen.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from mmdesk.benchmark.random_clip import put_model
from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.stopwatch import differ
from mmdesk.benchmark.synthetic_photos import draw_photos
from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import find_model

PHOTOS, SIZE = 8, (640, 480)
"""Photos in the library, and their width and height."""

WORDS = ("a red bicycle", "two dogs", "clouds over the sea", "a street at night", "an old tree")
"""Searches, one for each turn of all processes: none finds its vector remembered."""

IMPORTS = "import numpy, PIL.Image, onnxruntime"

TIMED = """
import json, subprocess, sys, time
begun = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
took, peak = time.perf_counter() - begun, None
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
except ImportError:
    pass
told = [one.decode(errors="replace") for one in (done.stdout, done.stderr)]
print(json.dumps([done.returncode, took, peak, *told]))
"""
"""Starts a process from one that is small itself: what it had in memory would count as the other's peak."""

FIRST_SEARCH = """
import sys, mmdesk.cli.main
from mmdesk.window_door import make_qt_ready
make_qt_ready()
from mmdesk.benchmark.window import search_at_once
search_at_once(*sys.argv[1:])
"""
"""What a fresh process runs: all that `mmdesk` imports, then the window."""


@dataclass(frozen=True)
class _Run:
    """Seconds and peak bytes of a process, the latter None where nobody knows, and what it printed."""

    seconds: float
    peak: int | None
    told: str


def bench_start(arch: str | None, model_name: str, device: str, places: Places) -> BenchReport:
    """Start the program again and again on a small library of its own, which is thrown away.

    With `arch`, one of open_clip's architectures, random weights see it; else the model `model_name` of
    `places`. Raises UserError where a command does not come to its end.
    """
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        ours = Places(Path(folder) / "data")
        model = put_model(ours, arch, find_model(places, model_name).path, whole=True)
        start = _Start(ours, model, device, _environment(Path(folder)))
        library, *others = _folders(Path(folder))
        start.run_mmdesk("add", str(library))
        turns = [start.turn(*pair) for pair in zip(WORDS, others, strict=True)]
    seconds = {name: median(turn[name].seconds for turn in turns) for name in turns[0]}
    peaks = {name: max((turn[name].peak or 0) for turn in turns) for name in turns[0]}
    machine, noisy = MachineFacts.here("cpu", "float32"), differ([turn["import"].seconds for turn in turns])
    return BenchReport("start", machine, tuple(_results(seconds, peaks)), tuple(_ratios(seconds)), noisy)


def _folders(temporary: Path) -> list[Path]:
    """The folder of the library, and one with a single photo for every turn."""
    drawn = draw_photos(temporary / "library", PHOTOS + len(WORDS), SIZE)
    ones = [temporary / f"one-{number}" for number in range(len(WORDS))]
    for folder, photo in zip(ones, drawn[PHOTOS:], strict=True):
        folder.mkdir()
        photo.rename(folder / photo.name)
    return [temporary / "library", *ones]


@dataclass(frozen=True)
class _Start:
    """Starts of the program on the library in `places`, with the `model` there."""

    places: Places
    model: str
    device: str
    environment: Mapping[str, str]

    def turn(self, words: str, folder: Path) -> dict[str, _Run]:
        """Each process once."""
        window = [str(self.places.data_dir), self.model, self.device, f"{words} in the window"]
        shown = _run([sys.executable, "-c", FIRST_SEARCH, *window], self.environment)
        return {
            "import": _run([sys.executable, "-c", IMPORTS], self.environment),
            "search": self.run_mmdesk("search", "--json", words),
            "status": self.run_mmdesk("status", "--json"),
            "add_one": self.run_mmdesk("add", str(folder)),
            "first_search": replace(shown, seconds=float(shown.told)),
        }

    def run_mmdesk(self, *words: str) -> _Run:
        """A command as a user gives it."""
        chosen = ["--data-dir", str(self.places.data_dir), "--model", self.model, "--device", self.device]
        return _run([sys.executable, "-m", "mmdesk", *chosen, *words], self.environment)


def _environment(temporary: Path) -> Mapping[str, str]:
    """This process's, but Python keeps what it compiles, below `temporary`, as it does for a user."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(temporary / "compiled")}


def _run(command: Sequence[str], environment: Mapping[str, str]) -> _Run:
    """Raises UserError where it fails."""
    done = subprocess.run(
        [sys.executable, "-c", TIMED, *command], stdout=subprocess.PIPE, env=environment, check=True
    )
    code, seconds, peak, told, complaint = json.loads(done.stdout)
    if code:
        raise UserError(f"A process of the bench failed: {(complaint.strip() or str(code)).splitlines()[-1]}")
    return _Run(seconds, peak, told)


def _results(seconds: Mapping[str, float], peaks: Mapping[str, int]) -> Iterator[Result]:
    for name, took in seconds.items():
        yield Result(f"{name}_s", took, "s")
        if peaks[name]:
            yield Result(f"{name}_mb", peaks[name] / 1e6, "MB")


def _ratios(seconds: Mapping[str, float]) -> Iterator[Ratio]:
    """Times as multiples of the imports': less is better."""
    for name in ("search", "status", "add_one"):
        yield Ratio(f"{name}_vs_import", seconds[name] / seconds["import"])
