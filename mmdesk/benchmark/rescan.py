"""The time it takes to see that nothing has changed: ours beside `find`, which only lists the files."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.stopwatch import Stopwatch
from mmdesk.core.errors import UserError
from mmdesk.core.photo import IndexSummary, PhotoId
from mmdesk.core.places import Places
from mmdesk.library.reading.request import FACTS_VERSION
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.vectors import vector_store

FILES_PER_DIRECTORY = 500

TURNS = 3
"""Each way gets its turn so many times; the disk's cache is warm for both."""

CONTENT = b"not looked at"
"""What is in the files. A file that has not changed is never opened, so this need not be a picture."""

_INSERT = """
    INSERT INTO photos (path, directory_id, size, mtime_ns, content_hash, width, height, facts_version)
    VALUES (?, ?, ?, ?, ?, 8, 8, ?)
"""


def bench_rescan(files: int, model: str) -> BenchReport:
    """Look again at `files` files that are in the library and have not changed.

    Raises UserError where there is no `find` that can be asked for sizes and times (GNU's).
    """
    find = _find_command()
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        places = Places(Path(folder) / "data")
        root = os.fsencode(Path(folder) / "photos")
        with open_library(places) as library:
            clip = ClipModel(places, model)
            _fill(library, clip, root, files)
            watch = _take_turns(library, clip, root, [*find, os.fsdecode(root), "-printf", "%s %T@\n"], files)
    machine = MachineFacts.here("cpu", "none")
    return BenchReport("rescan", machine, _results(watch, files), _ratios(watch), watch.is_noisy("find"))


def _find_command() -> list[str]:
    find = shutil.which("find")
    if find is None or subprocess.run([find, "--version"], capture_output=True, check=False).returncode:
        raise UserError("There is no GNU find here to measure against.")
    return [find]


def _fill(library: Library, clip: ClipModel, root: bytes, files: int) -> None:
    """Make the files, and put them into the library as if each had been looked at."""
    for start in range(0, files, FILES_PER_DIRECTORY):
        directory = root + b"/%05d" % (start // FILES_PER_DIRECTORY)
        os.makedirs(directory)
        names = [b"IMG_%07d.jpg" % number for number in range(start, min(files, start + FILES_PER_DIRECTORY))]
        _store(library, clip, directory, start, names)
    library.folders.add(root)


def _store(library: Library, clip: ClipModel, directory: bytes, first: int, names: list[bytes]) -> None:
    """One directory, straight into the tables: what is measured is not how they got there."""
    hashes = [b"%016d" % (first + number) for number in range(len(names))]
    library.thumbnails.put_many((content, b"") for content in hashes)
    with library.catalogue.writing() as db:
        directory_id = db.execute("INSERT INTO directories (path) VALUES (?)", [directory]).lastrowid
        ids = [
            PhotoId(
                db.execute(_INSERT, [path, directory_id, size, mtime, content, FACTS_VERSION]).lastrowid or 0
            )
            for (path, size, mtime), content in zip(_made(directory, names), hashes, strict=True)
        ]
        vector_store(library, clip).put(db, dict.fromkeys(ids, np.ones(2, np.float32)))


def _made(directory: bytes, names: list[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """Each file, made, with its size and time."""
    for name in names:
        path = os.path.join(directory, name)
        with open(path, "wb") as file:
            file.write(CONTENT)
        status = os.stat(path)
        yield path, status.st_size, status.st_mtime_ns


def _take_turns(library: Library, clip: ClipModel, root: bytes, find: list[str], files: int) -> Stopwatch:
    watch = Stopwatch()
    for _ in range(TURNS):
        summary = watch.measure("ours", lambda: _rescan(library, clip, root))
        if summary.unchanged != files:
            raise UserError("Somebody changed the files of the bench while they were looked at.")
        watch.measure("find", lambda: subprocess.run(find, stdout=subprocess.DEVNULL, check=True))
    return watch


def _rescan(library: Library, clip: ClipModel, root: bytes) -> IndexSummary:
    steps = index_folders(library, clip, [root])
    while True:
        try:
            next(steps)
        except StopIteration as end:
            summary: IndexSummary = end.value
            return summary


def _results(watch: Stopwatch, files: int) -> tuple[Result, ...]:
    ours = watch.median("ours")
    return (
        Result("seconds", ours, "s"),
        Result("find_seconds", watch.median("find"), "s"),
        Result("files_per_second", files / ours, "files/s"),
    )


def _ratios(watch: Stopwatch) -> tuple[Ratio, ...]:
    """Time of ours as a multiple of that of `find`: less is better, 1 would be as quick."""
    return (Ratio("vs_find", watch.median("ours") / watch.median("find")),)
