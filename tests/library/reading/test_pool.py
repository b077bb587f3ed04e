"""Reading in processes: what one file does costs no other, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from mmdesk.core.photo import FileStamp, Skipped
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading import reasons
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.pool import ReadingPool
from mmdesk.library.reading.process_pool import FILES_EACH, ReadingProcesses, usual_workers
from mmdesk.library.reading.reader import read_photo
from mmdesk.library.reading.request import ReadPhoto, ReadRequest, SameContent
from tests.library.conftest import RECIPE
from tests.library.drawing import blots, saved
from tests.library.reading.hazards import busy_process, is_gone, reading_processes

MODULES_NOT_WANTED = ("torch", "numpy", "PySide6", "sqlite3", "open_clip")


@pytest.fixture
def good(album: Path) -> list[bytes]:
    """Five sound pictures."""
    return [saved(blots(80, 60, seed=number), album / f"{number}.jpg") for number in range(5)]


def reason(answers: Sequence[object], path: bytes) -> str:
    return next(answer.reason for answer in answers if isinstance(answer, Skipped) and answer.path == path)


def photos(answers: Sequence[object]) -> set[bytes]:
    return {answer.path for answer in answers if isinstance(answer, ReadPhoto)}


def pids() -> set[int]:
    return {process.pid for process in reading_processes()}


def until_cancelled(answers: Iterable[object]) -> None:
    with pytest.raises(CancelledError):
        list(answers)


def wait_for(happened: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_photos_come_as_read_in_this_process(pool: ReadingPool, good: list[bytes]) -> None:
    answers = {answer.path: answer for answer in pool.read(good)}
    assert answers == {path: read_photo(path, RECIPE, ReadingLimits()) for path in good}


def test_each_file_has_one_answer(pool: ReadingPool, good: list[bytes], album: Path) -> None:
    bad = album / "bad.jpg"
    bad.write_bytes(b"no picture")
    gone = bytes(album / "gone.jpg")
    answers = list(pool.read([good[0], bytes(bad), good[1], gone, *good[2:]]))
    assert len(answers) == 7
    assert photos(answers) == set(good)
    assert reason(answers, bytes(bad)) == reasons.NO_PICTURE
    assert reason(answers, gone) == reasons.GONE


def test_what_cannot_change_by_itself_is_remembered_by_its_stamp(pool: ReadingPool, album: Path) -> None:
    bad = album / "bad.jpg"
    bad.write_bytes(b"no picture")
    status = bad.stat()
    stamps = {answer.path: answer.stamp for answer in pool.read([bytes(bad), bytes(album / "gone.jpg")])}
    assert stamps == {bytes(bad): FileStamp(10, status.st_mtime_ns), bytes(album / "gone.jpg"): None}


def test_known_content_is_not_decoded(pool: ReadingPool, good: list[bytes]) -> None:
    (photo,) = pool.read(good[:1])
    assert isinstance(photo, ReadPhoto)
    known = frozenset({photo.content_hash, b"x" * 16})
    answers = list(pool.read_files([ReadRequest(good[0], known), ReadRequest(good[1], known)]))
    same = [answer for answer in answers if isinstance(answer, SameContent)]
    assert same == [SameContent(good[0], photo.stamp, photo.content_hash)]
    assert photos(answers) == {good[1]}


def test_it_reads_only_a_little_ahead(good: list[bytes], pool: ReadingPool) -> None:
    asked: list[bytes] = []

    def asking() -> object:
        for number in range(200):
            asked.append(good[number % 5])
            yield asked[-1]

    patient = ReadingPool(RECIPE, workers=1, ahead=4)
    with patient:
        answers = patient.read(asking())  # type: ignore[arg-type]
        for _ in range(10):
            next(answers)
        time.sleep(0.3)
        assert len(asked) <= 14
        answers.close()  # type: ignore[attr-defined]


def halt_one(processes: set[int]) -> None:
    """Stop the busy one, unless the machine is so slow that its time is over already."""
    with suppress(psutil.NoSuchProcess):
        os.kill(busy_process(processes).pid, signal.SIGSTOP)


def test_a_file_that_hangs_costs_itself_alone(slow: bytes, good: list[bytes]) -> None:
    """Its process stands still in the middle of the file, however quick or busy the machine is."""
    before = pids()
    stamp = FileStamp(1, 2)
    with ReadingPool(RECIPE, ReadingLimits(seconds=2), workers=1) as pool:
        list(pool.read(good[:1]))  # the process has started
        answers = pool.read_files([ReadRequest(slow, stamp=stamp), *map(ReadRequest, good)])
        halting = threading.Thread(target=lambda: halt_one(pids() - before))
        halting.start()
        listed = list(answers)
        halting.join()
    assert reason(listed, slow) == "Reading this file took longer than 2 seconds."
    assert [answer.stamp for answer in listed if isinstance(answer, Skipped)] == [stamp]
    assert photos(listed) == set(good)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="not on this system: memory has no limit")
def test_what_needs_more_than_its_share_of_the_memory_is_read_alone(slow: bytes, good: list[bytes]) -> None:
    limits = ReadingLimits(seconds=600)  # a busy machine is no bug
    with ReadingPool(RECIPE, limits, workers=2, together=limits.memory_bytes + (440 << 20)) as pool:
        assert photos(list(pool.read([slow, *good]))) == {slow, *good}


def test_all_processes_together_have_a_limit() -> None:
    limits = ReadingLimits()
    for gigabytes in (2, 4, 8, 16, 64):
        workers = usual_workers(limits, gigabytes << 30)
        each = limits.for_each(workers, gigabytes << 30).memory_bytes
        assert 1 <= workers <= 8
        assert workers * each + limits.memory_bytes <= max(gigabytes, 4) << 30
        assert each <= limits.memory_bytes
    assert usual_workers(limits, 4 << 30) == 1


def test_few_files_keep_few_processes() -> None:
    assert [usual_workers(files=files) for files in (0, 1, FILES_EACH)] == [1, 1, 1]
    assert usual_workers(files=FILES_EACH + 1) == min(2, usual_workers())
    assert usual_workers(files=10**6) == usual_workers()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="not on this system: memory has no limit")
def test_a_file_that_needs_too_much_memory_costs_itself_alone(slow: bytes, good: list[bytes]) -> None:
    with ReadingPool(RECIPE, ReadingLimits(memory_bytes=220 << 20, seconds=600), workers=1) as pool:
        answers = list(pool.read([good[0], slow, *good[1:]]))
    assert reason(answers, slow) == "The picture needs more than the 220 MB of memory a picture may take."
    assert photos(answers) == set(good)


@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT])
def test_a_crash_costs_one_file_alone(slow: bytes, good: list[bytes], how: signal.Signals) -> None:
    before = pids()
    with ReadingPool(RECIPE, workers=1) as pool:
        list(pool.read(good[:1]))
        answers = pool.read([slow, *good])
        killer = threading.Thread(target=lambda: os.kill(busy_process(pids() - before).pid, how))
        killer.start()
        listed = list(answers)
        killer.join()
    assert reason(listed, slow) == reasons.CRASHED
    assert photos(listed) == set(good)


def test_all_processes_killed_while_idle_are_replaced(good: list[bytes]) -> None:
    """The system may kill processes when memory is short; no file is to blame."""
    before = pids()
    with ReadingPool(RECIPE, workers=2) as pool:
        list(pool.read(good[:2]))
        for pid in pids() - before:
            os.kill(pid, signal.SIGKILL)
        assert photos(list(pool.read(good))) == set(good)


def test_leaving_ends_the_processes_in_the_middle_of_their_files(slow: bytes) -> None:
    before = pids()
    with ReadingPool(RECIPE, workers=2) as pool:
        answers = pool.read([slow, slow, slow, slow])
        thread = threading.Thread(target=lambda: until_cancelled(answers))
        thread.start()
        busy_process(pids() - before)
        own = pids() - before
    assert all(is_gone(pid) for pid in own)
    thread.join(5)
    assert not thread.is_alive()


def test_closing_the_generator_drops_what_is_under_way(slow: bytes, good: list[bytes]) -> None:
    before = pids()
    with ReadingPool(RECIPE, workers=1) as pool:
        answers = pool.read([*good, slow, slow])
        next(answers)
        answers.close()  # type: ignore[attr-defined]
        assert photos(list(pool.read(good))) == set(good)
    assert pids() == before


def test_whoever_pulls_after_the_pool_was_left_brings_no_process_back(good: list[bytes]) -> None:
    before = pids()
    with ReadingPool(RECIPE, workers=1, ahead=2) as pool:
        answers = pool.read(good)
        next(answers)
    with pytest.raises(CancelledError):
        list(answers)
    assert pids() == before


ORPHANS = """
import sys
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading.pool import ReadingPool
from mmdesk.library.reading.limits import ReadingLimits
if __name__ == "__main__":
    with ReadingPool(PixelRecipe(32), ReadingLimits(seconds=2), workers=2) as pool:
        answers = pool.read([sys.argv[1].encode()] * 50)
        next(answers)
        print("reading", flush=True)
        list(answers)
"""


def test_a_killed_program_leaves_no_processes(slow: bytes, tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(ORPHANS)
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    program = subprocess.Popen(
        [sys.executable, str(script), os.fsdecode(slow)], stdout=subprocess.PIPE, env=environment
    )
    assert program.stdout is not None
    assert program.stdout.readline() == b"reading\n"
    children = psutil.Process(program.pid).children(recursive=True)
    program.kill()
    program.communicate()
    wait_for(lambda: not any(child.is_running() and child.status() != "zombie" for child in children))


NOT_A_PROGRAM = """
import sys
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading.pool import ReadingPool
with ReadingPool(PixelRecipe(32), workers=1) as pool:
    print(list(pool.read([sys.argv[1].encode()])))
"""


def test_where_no_process_can_start_no_file_is_blamed(good: list[bytes], tmp_path: Path) -> None:
    """A script that starts processes without asking whether it is the main module: they start some, too."""
    script = tmp_path / "script.py"
    script.write_text(NOT_A_PROGRAM)
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    command = [sys.executable, str(script), os.fsdecode(good[0])]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=99, check=False)
    assert "UserError: The processes that read photographs cannot be started" in result.stderr
    assert result.stdout == ""


WORKER_MODULES = """
import sys
from mmdesk.library.reading import worker
print([name for name in sys.argv[1:] if name in sys.modules])
"""


def test_a_reading_process_loads_only_what_reading_takes() -> None:
    command = [sys.executable, "-c", WORKER_MODULES, *MODULES_NOT_WANTED]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b"[]\n"


def shout() -> int:
    """Runs in a reading process: writes where libtiff does."""
    return os.write(2, b"a library complains")


def test_libraries_in_the_process_do_not_reach_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with ReadingProcesses(1, ReadingLimits()) as crew:
        assert crew.submit(shout).result() == 19
    assert capfd.readouterr().err == ""


def test_a_bug_of_ours_is_raised_and_not_taken_for_a_bad_file(good: list[bytes]) -> None:
    with (
        ReadingPool(PixelRecipe(-1), workers=1) as pool,
        pytest.raises(ValueError, match="0"),
    ):
        list(pool.read(good[:1]))
