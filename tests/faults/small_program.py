"""mmdesk with the dummy model: it starts in a second, and may be killed at will.

    python -m tests.faults.small_program add DATA FOLDER
    python -m tests.faults.small_program die DATA N FOLDER
    python -m tests.faults.small_program hold DATA [SECONDS]

`add` indexes as the program does, with the real catalogue, reading processes and batches; only the model is
another. `die` does the same, and kills itself with the N-th statement it gives to the catalogue. `hold`
begins to write and takes its time.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.core.photo import IndexSummary
from mmdesk.core.places import Places
from mmdesk.core.vectors import Vectors
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library


class CountingClip(DummyClip):
    """The dummy model, which counts the pictures it encodes."""

    encoded = 0

    def encode_pixels(self, pixels: NDArray[np.uint8], *, urgent: bool = False) -> Vectors:
        self.encoded += len(pixels)
        return super().encode_pixels(pixels, urgent=urgent)


def index(library: Library, *folders: Path | bytes, clip: ClipModel | None = None) -> IndexSummary:
    """Index folders to the end, in this process."""
    clip = clip or DummyClip(library.places)
    steps = index_folders(library, clip, [os.fsencode(folder) for folder in folders])
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@dataclass(frozen=True)
class Ended:
    """How a run of the small program ended. `document` is what it printed."""

    code: int
    document: dict[str, Any]
    stderr: str


def start(
    command: str, data: Path, *arguments: Path | str, prefix: Sequence[str] = ()
) -> "subprocess.Popen[bytes]":
    """Start it as another process, in a group of its own; `prefix` is a program that starts it."""
    program = [sys.executable, "-m", "tests.faults.small_program", command, str(data)]
    return subprocess.Popen(
        [*prefix, *program, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def ended(process: "subprocess.Popen[bytes]") -> Ended:
    stdout, stderr = process.communicate(timeout=120)
    return Ended(process.returncode, json.loads(stdout or b"{}"), stderr.decode(errors="replace"))


def run(command: str, data: Path, *arguments: Path | str, prefix: Sequence[str] = ()) -> Ended:
    return ended(start(command, data, *arguments, prefix=prefix))


def _add(places: Places, folders: Sequence[str]) -> None:
    with open_library(places) as library:
        summary = index(library, *map(os.fsencode, folders))
    counts = {name: getattr(summary, name) for name in ("found", "indexed", "unchanged", "renamed")}
    skipped = [[os.fsdecode(file.path), file.reason] for file in summary.skipped]
    print(json.dumps(counts | {"skipped": skipped}))


def _die(places: Places, number: int, folders: Sequence[str]) -> None:
    left = number

    def count(_statement: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.killpg(0, signal.SIGKILL)

    with open_library(places) as library:
        library.catalogue._writer.conn.set_trace_callback(count)
        index(library, *map(os.fsencode, folders))


def _hold(places: Places, seconds: float = 600) -> None:
    with open_library(places) as library, library.catalogue.writing() as db:
        db.execute("INSERT INTO directories (path) VALUES (x'41')")
        print("{}", flush=True)
        time.sleep(seconds)


def main(command: str, data: str, *folders: str) -> int:
    try:
        if command == "hold":
            _hold(Places(Path(data)), *map(float, folders))
        elif command == "die":
            _die(Places(Path(data)), int(folders[0]), folders[1:])
        else:
            _add(Places(Path(data)), folders)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
