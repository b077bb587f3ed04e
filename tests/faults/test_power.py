"""Kills, full disks, two programs at once, locks left behind."""

import os
import random
import resource
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.library import catalogue as catalogue_module
from mmdesk.tasks.dummy_clip import BATCH
from mmdesk.tasks.library import Library, open_library
from tests.faults.conftest import assert_whole, photos_in
from tests.faults.small_program import CountingClip, ended, index, run, start
from tests.flows.pictures import draw_pictures
from tests.skips import IS_SLOW

KILLS = int(os.environ.get("MMDESK_TEST_KILLS", "6" if IS_SLOW else "4")) // 2
PICTURES = 3000 if KILLS > 3 else 240


def kill(process: "subprocess.Popen[bytes]") -> None:
    """The program and its reading processes are gone in the middle of whatever they do."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_killed_at_any_moment_nothing_is_lost_or_doubled_and_only_the_rest_is_done(
    data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "photos"
    draw_pictures(folder, PICTURES)
    moments = random.Random(11)
    kept = 0
    for _ in range(KILLS):  # within a batch: each photo takes about ten statements
        dead = run("die", data, str(moments.randrange(10, 120)), folder)
        assert dead.code == -signal.SIGKILL
        assert_whole(data)
        assert photos_in(data) >= kept, "committed photos were lost"
        kept = photos_in(data)
    for _ in range(KILLS):  # at any moment
        add = start("add", data, folder)
        more = kept + moments.randrange(max(1, PICTURES // (2 * KILLS)))
        while photos_in(data) <= more and add.poll() is None:
            time.sleep(0.001)
        time.sleep(moments.random() / 10)
        kill(add)
        assert_whole(data)
        now = photos_in(data)
        assert now >= kept, "committed photos were lost"
        kept = now
    carried_on = run("add", data, folder)
    assert (carried_on.code, carried_on.document["unchanged"]) == (0, kept), carried_on
    assert carried_on.document["indexed"] == PICTURES - kept
    assert photos_in(data) == PICTURES
    assert_whole(data)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where this user may have one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_is_told_in_a_sentence_and_costs_no_stored_photo(
    small_disk: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "photos"
    draw_pictures(folder, 160)
    data = small_disk / "data"
    full = run("add", data, folder)
    assert full.code == 1
    assert "disk" in full.stderr
    assert "Traceback" not in full.stderr
    assert len(full.stderr.splitlines()) == 1
    kept = photos_in(data)
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    carried_on = run("add", data, folder)
    assert (carried_on.code, carried_on.document["unchanged"]) == (0, kept)
    assert carried_on.document["indexed"] == 160 - kept
    assert_whole(data)


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Every write beyond `size` bytes of a file fails, SQLite's too."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_whichever_write_of_the_database_fails_the_next_run_does_the_rest(
    library: Library, data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "photos"
    draw_pictures(folder, 40)
    failures, size, kept = 0, 4096, 0
    while True:
        try:
            with no_file_longer_than(size):
                summary = index(library, folder)
        except UserError:  # and nothing else
            failures += 1
            assert_whole(data)
        else:
            break
        assert photos_in(data) >= kept
        kept = photos_in(data)
        size += 24 * 1024
    assert failures > 3
    assert (summary.unchanged, summary.indexed) == (kept, 40 - kept)
    assert_whole(data)


def test_two_programs_at_once_do_each_photo_once(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    draw_pictures(folder, 80)
    slow = start("hold", data, "5")  # a third one, which takes long over a batch
    assert slow.stdout is not None
    slow.stdout.readline()
    both = [start("add", data, folder), start("add", data, folder)]
    for one in both:
        answer = ended(one)
        assert (answer.code, answer.document.get("found")) == (0, 80), answer.stderr
    assert ended(slow).code == 0
    assert photos_in(data) == 80
    assert_whole(data)


def test_who_begins_a_library_while_another_does_waits_for_it(
    data: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data.mkdir()
    another = sqlite3.connect(data / "catalogue.sqlite", isolation_level=None)
    another.execute("BEGIN IMMEDIATE")
    ours = threading.current_thread()

    def be_done_meanwhile(_seconds: float) -> None:
        if threading.current_thread() is ours:
            another.close()

    monkeypatch.setattr(time, "sleep", be_done_meanwhile)
    with open_library(Places(data)) as library:
        monkeypatch.undo()
        assert index(library, photos).indexed == 12
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        another.execute("COMMIT")
    assert_whole(data)


def test_who_died_while_writing_holds_nobody_up(
    data: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its log and its shared memory are left behind, with half a transaction in them."""
    assert run("add", data, photos).document["indexed"] == 12
    holder = start("hold", data)
    assert holder.stdout is not None
    holder.stdout.readline()
    kill(holder)
    assert (data / "catalogue.sqlite-wal").exists()
    monkeypatch.setattr(catalogue_module, "BUSY_TIMEOUT_S", 0)  # whoever has to wait fails
    with open_library(Places(data)) as library:
        assert library.catalogue.value("SELECT count(*) FROM directories WHERE path = x'41'") == 0
        assert index(library, photos).unchanged == 12
    assert_whole(data)


def test_who_lives_and_holds_on_is_told_of(data: Path, photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("add", data, photos).document["indexed"] == 12
    holder = start("hold", data)
    assert holder.stdout is not None
    holder.stdout.readline()
    monkeypatch.setattr(catalogue_module, "BUSY_TIMEOUT_S", 0.3)
    with open_library(Places(data)) as library:
        assert library.photos.count() == 12  # reading goes on
        with pytest.raises(UserError, match="Another program keeps"):
            library.photos.set_rating([1], 3)
    kill(holder)


def test_what_was_stored_is_not_encoded_again_after_a_crash_of_the_encoder(
    library: Library, data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "photos"
    draw_pictures(folder, 3 * BATCH)

    class Tired(CountingClip):
        def encode_pixels(self, pixels):
            if self.encoded >= BATCH:
                raise UserError("The accelerator is gone.")
            return super().encode_pixels(pixels)

    with pytest.raises(UserError, match="accelerator"):
        index(library, folder, clip=Tired(library.places))
    kept = photos_in(data)
    assert kept >= BATCH
    clip = CountingClip(library.places)
    assert index(library, folder, clip=clip).unchanged == kept
    assert clip.encoded == 3 * BATCH - kept
