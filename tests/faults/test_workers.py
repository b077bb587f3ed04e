"""Reading processes that die, hang, eat memory or answer nonsense cost one file each."""

import os
import shutil
import threading
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil
import pytest
from pebble.pool import process as pebble_process

from mmdesk.library.reading import pool as pool_module
from mmdesk.library.reading import reasons
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.process_pool import ReadingProcesses
from mmdesk.tasks.library import Library
from tests.faults import strange_worker
from tests.faults.late_starter import LateStart
from tests.faults.small_program import index
from tests.library.reading.hazards import reading_processes

MANNERS = {
    "segfault": reasons.CRASHED,
    "glutton": "The picture needs more than the 300 MB of memory a picture may take.",
    "nonsense": reasons.RUBBISH,
    "nothing": reasons.RUBBISH,
    "another": reasons.RUBBISH,
    "short": reasons.RUBBISH,
    "thumbless": reasons.RUBBISH,
    "liar": reasons.RUBBISH,
    "sizeless": reasons.RUBBISH,
}


class Scales:
    """Weighs the reading processes all the time; `heaviest` is the most that one of them held, in bytes."""

    def __init__(self) -> None:
        self.heaviest = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._weigh)

    def __enter__(self) -> "Scales":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _weigh(self) -> None:
        while not self._stop.wait(0.02):
            for process in reading_processes():
                try:
                    self.heaviest = max(self.heaviest, process.memory_info().rss)
                except psutil.Error:
                    continue  # it has just ended


def test_a_strange_worker_costs_its_file_and_nothing_else(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = ReadingLimits(memory_bytes=300 << 20)
    monkeypatch.setattr(pool_module, "answer", strange_worker.answer)
    monkeypatch.setattr(pool_module, "ReadingLimits", lambda: limits)
    sound = sorted(photos.rglob("*.jpg"))
    for number, manner in enumerate(MANNERS):
        shutil.copy(sound[number % len(sound)], photos / f"{manner}.jpg")
        with (photos / f"{manner}.jpg").open("ab") as file:
            file.write(bytes([number]))  # or it would be a copy of a photo, and not be looked at
    with Scales() as scales:
        summary = index(library, photos)
    assert {os.path.basename(file.path).decode()[:-4]: file.reason for file in summary.skipped} == MANNERS
    assert (summary.indexed, library.photos.count(), library.skipped.count()) == (12, 12, len(MANNERS))
    assert scales.heaviest < limits.memory_bytes + (100 << 20)
    again = index(library, photos)  # nothing of it is tried again while it stays as it is
    assert (again.unchanged, len(again.skipped)) == (12, len(MANNERS))


def test_a_worker_that_hangs_is_ended_and_costs_its_file(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert index(library, photos).indexed == 12
    shutil.copy(next(photos.rglob("*.jpg")), photos / "hang.jpg")
    with (photos / "hang.jpg").open("ab") as file:
        file.write(b"\0")
    monkeypatch.setattr(pool_module, "answer", strange_worker.answer)
    monkeypatch.setattr(pool_module, "ReadingLimits", lambda: ReadingLimits(seconds=2))
    for _ in range(2):  # nor is it tried again
        summary = index(library, photos)
        assert (summary.unchanged, summary.indexed) == (12, 0)
        [hanging] = summary.skipped
        assert hanging.path == bytes(photos / "hang.jpg")
        assert hanging.reason == "Reading this file took longer than 2 seconds."


def test_nothing_is_left_of_processes_that_were_ended(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "answer", strange_worker.answer)
    monkeypatch.setattr(pool_module, "ReadingLimits", lambda: ReadingLimits(seconds=1))
    for name in ("hang.jpg", "segfault.jpg"):
        shutil.copy(next(photos.rglob("*-00001.jpg")), photos / name)
    before = set(reading_processes())  # of other tests, which have them for longer
    index(library, photos)
    ours = psutil.Process().children(recursive=True)
    assert [child for child in ours if child.status() == psutil.STATUS_ZOMBIE] == []
    assert set(reading_processes()) <= before


def test_processes_ended_while_they_start_say_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It goes on starting when the pool has let go of all they share, and has not ended it yet."""
    late = LateStart(tmp_path)
    stop_process = pebble_process.stop_process

    def stop_once_it_has_begun(process: BaseProcess) -> None:
        late.go_on()
        while process.is_alive() and not late.has_begun():
            time.sleep(0.01)
        stop_process(process)

    monkeypatch.setattr(pebble_process, "stop_process", stop_once_it_has_begun)
    with ReadingProcesses(1, ReadingLimits(), late):
        pass
    assert capfd.readouterr().err == ""
    assert late.has_begun()
