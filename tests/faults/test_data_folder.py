"""A data folder that is damaged, too new, not to be written, or whose disk fails now and then."""

import builtins
import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.library import backups as backups_module
from mmdesk.library.backups import KEPT, Backups
from mmdesk.library.faults import CatalogueDamagedError
from mmdesk.tasks.library import open_library, restore_catalogue, way_out
from tests.faults.conftest import assert_whole, photos_in
from tests.faults.mortal import survives
from tests.faults.small_program import index, run
from tests.flows.pictures import draw_pictures
from tests.flows.snapshot import snapshot

FEW = 3
"""Pictures in three folders: so many are quickly indexed again and again."""


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve pictures in `photos`, and a library of them in `data`; not to be changed."""
    folder = tmp_path_factory.mktemp("filled")
    draw_pictures(folder / "photos", 12)
    with open_library(Places(folder / "data")) as library:
        assert index(library, folder / "photos").indexed == 12
        assert len(library.backups.all()) == 1
    return folder


@pytest.fixture
def filled(filled_once: Path, data: Path) -> Path:
    """A data folder with twelve photos and a backup of today."""
    return shutil.copytree(filled_once / "data", data)


@pytest.fixture
def photos(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The photos of the filled data folder, only to be looked at; where there is none, a few of one's own."""
    if "filled" in request.fixturenames:
        filled_once: Path = request.getfixturevalue("filled_once")
        return filled_once / "photos"
    draw_pictures(tmp_path / "photos", FEW)
    return tmp_path / "photos"


def read_everything(data: Path) -> None:
    with open_library(Places(data)) as library:
        for table in ("photos", "vectors", "directories", "folders"):
            library.catalogue.rows(f"SELECT * FROM {table} NOT INDEXED")
        library.backups.make(library.catalogue)


def noise_in_index(whole: bytes, chance: random.Random) -> bytes:
    """Nobody comes upon it who only reads the photos."""
    without_log = whole[:18] + b"\1\1" + whole[20:]  # https://www.sqlite.org/fileformat.html
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(without_log)
        [root] = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'photos_shown_by_path'")
    page = int.from_bytes(whole[16:18], "big")
    return whole[: (root[0] - 1) * page] + chance.randbytes(page) + whole[root[0] * page :]


SPOILS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "emptied": lambda _whole, _chance: b"",
    "its header cut": lambda whole, _chance: whole[:50],
    "cut within a page": lambda whole, _chance: whole[:-1000],
    "cut between pages": lambda whole, _chance: whole[: len(whole) // 8192 * 4096],
    "all noise": lambda whole, chance: chance.randbytes(len(whole)),
    "noise in front": lambda whole, chance: chance.randbytes(4096) + whole[4096:],
    "noise behind": lambda whole, chance: whole[: len(whole) // 2] + chance.randbytes(len(whole) // 2),
    "zeros in front": lambda whole, _chance: bytes(4096) + whole[4096:],
    "noise in an index": noise_in_index,
}


@pytest.mark.parametrize("spoil", ["its header cut", "cut within a page", "cut between pages"])
def test_a_catalogue_that_is_cut_off_is_refused_before_anything_is_changed(filled: Path, spoil: str) -> None:
    """Not only once somebody asks for what was on the pages that are lost."""
    catalogue = filled / "catalogue.sqlite"
    catalogue.write_bytes(SPOILS[spoil](catalogue.read_bytes(), random.Random(3)))
    before = snapshot(filled)
    with pytest.raises(CatalogueDamagedError, match="`mmdesk restore`"):
        open_library(Places(filled))
    assert snapshot(filled) == before


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_damaged_catalogue_is_told_kept_and_replaced_by_the_newest_good_backup(
    filled: Path, photos: Path, spoil: str
) -> None:
    catalogue = filled / "catalogue.sqlite"
    spoilt = SPOILS[spoil](catalogue.read_bytes(), random.Random(3))
    catalogue.write_bytes(spoilt)
    [good] = Backups(filled / "backups").all()
    newer = filled / "backups" / "catalogue-000002-2099-01-01.sqlite"
    newer.write_bytes(good.path.read_bytes()[:-1000])
    with pytest.raises(CatalogueDamagedError, match=r"`mmdesk (restore|doctor)`"):
        read_everything(filled)
    assert f"good backup is of {good.day}" in way_out(Places(filled))
    assert set((filled / "backups").iterdir()) == {good.path, newer}, "the damaged file is no backup"
    backup, kept = restore_catalogue(Places(filled))
    assert backup == good
    assert kept is not None
    assert kept.read_bytes() == spoilt
    with open_library(Places(filled)) as library:
        again = index(library, photos)
    assert (again.unchanged, again.indexed) == (12, 0)
    assert good.path.is_file()
    assert_whole(filled)


def test_a_damaged_store_of_thumbnails_is_set_aside_and_filled_again(filled: Path, photos: Path) -> None:
    store = filled / "thumbnails.sqlite"
    noise = random.Random(4).randbytes(store.stat().st_size)
    store.write_bytes(noise)
    with open_library(Places(filled)) as library:
        index(library, photos)
        assert library.photos.count() == 12
    assert (filled / "thumbnails.sqlite.damaged").read_bytes() == noise
    assert_whole(filled)


def test_a_catalogue_of_a_newer_version_is_refused_and_nothing_is_changed(filled: Path, photos: Path) -> None:
    with open_library(Places(filled)) as library, library.catalogue.writing() as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('mmdesk.catalogue', 'from_the_future', '2040')"
        )
    before = snapshot(filled)
    refused = run("add", filled, photos)
    assert (refused.code, refused.stderr.count("\n")) == (1, 1)
    assert "newer version" in refused.stderr
    assert snapshot(filled) == before


def test_a_data_folder_that_cannot_be_written_is_told(
    filled: Path, photos: Path, without_privileges: list[str]
) -> None:
    before = snapshot(filled)
    for path in (filled, *filled.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    refused = run("add", filled, photos, prefix=without_privileges)
    filled.chmod(0o755)
    assert (refused.code, refused.stderr.count("\n")) == (1, 1), refused.stderr
    assert str(filled) in refused.stderr
    assert snapshot(filled) == before


def test_a_data_folder_on_a_disk_that_is_read_only_is_told(filled: Path, photos: Path) -> None:
    mount = ["mount", "--bind", str(filled), str(filled)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may make a disk read-only")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(filled)], check=True)
        refused = run("add", filled, photos)
    finally:
        subprocess.run(["umount", "-l", str(filled)], check=True)
    assert (refused.code, refused.stderr.count("\n")) == (1, 1), refused.stderr
    assert "Traceback" not in refused.stderr
    with open_library(Places(filled)) as library:
        assert index(library, photos).unchanged == 12


class FailingDisk:
    """Counts what Python asks of the disk, and lets the n-th request fail."""

    CALLS = (
        (os, "replace"),
        (os, "fsync"),
        (os, "link"),
        (os, "mkdir"),
        (os, "scandir"),
        (os, "stat"),
        (os, "unlink"),
        (shutil, "copyfile"),
        (builtins, "open"),
    )

    def __init__(self, fails_at: int) -> None:
        self._fails_at = fails_at
        self.asked = 0
        self.failed = ""

    @contextmanager
    def at_work(self, below: Path) -> Iterator[None]:
        """Only requests about what lies below `below` count."""
        with ExitStack() as stack:
            for module, name in self.CALLS:
                stack.enter_context(mock.patch.object(module, name, self._wrapped(module, name, str(below))))
            yield

    def _wrapped(self, module: Any, name: str, below: str) -> Callable[..., Any]:
        real = getattr(module, name)

        def call(*arguments: Any, **options: Any) -> Any:
            if name == "fsync" or any(_is_below(argument, below) for argument in arguments):
                self.asked += 1
                if self.asked == self._fails_at:
                    self.failed = name
                    raise OSError(5, "Input/output error", os.fspath(below))
            return real(*arguments, **options)

        return call


def _is_below(argument: Any, below: str) -> bool:
    return isinstance(argument, str | bytes | os.PathLike) and os.fsdecode(argument).startswith(below)


def test_whichever_request_of_a_backup_fails_the_catalogue_and_older_backups_stay(
    filled: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_library(Places(filled)) as library:
        first, failed = library.backups.all(), set[str]()
        for number in range(1, 50):
            disk, before = FailingDisk(number), library.backups.all()
            try:
                with disk.at_work(filled / "backups"):
                    library.backups.make(library.catalogue)
            except UserError:
                failed.add(disk.failed)
                assert disk.failed not in {"fsync", "replace"} or library.backups.all() == before
                assert set(first[: KEPT - 1]) <= set(library.backups.all())
                assert library.backups.newest_good() == library.backups.all()[0]
                continue
            if disk.asked < number:
                break
            first = library.backups.all()
        assert number > 3
        assert {"fsync", "replace"} <= failed
        assert library.backups.newest_good() == library.backups.all()[0]
        assert not list((filled / "backups").glob("*.part"))
    assert_whole(filled)


def test_whichever_request_of_a_restore_fails_neither_file_is_lost(filled: Path) -> None:
    """Each try begins with the same damaged catalogue; afterwards it is there, or restored and kept."""
    catalogue = filled / "catalogue.sqlite"
    spoilt = random.Random(5).randbytes(20_000)
    for number in range(1, 60):
        catalogue.write_bytes(spoilt)
        disk = FailingDisk(number)
        failed = False
        try:
            with disk.at_work(filled):
                restore_catalogue(Places(filled))
        except UserError:
            failed = True
        kept = [path.read_bytes() for path in filled.glob("catalogue.sqlite.damaged-*")]
        assert catalogue.exists()
        assert spoilt in (catalogue.read_bytes(), *kept)
        assert failed or photos_in(filled) == 12
        for path in filled.glob("catalogue.sqlite.damaged-*"):
            path.unlink()
        if disk.asked < number:
            break
    assert number > 4
    assert photos_in(filled) == 12
    assert [path.name for path in filled.glob("*.restoring")] == []


def test_two_programs_may_make_a_backup_at_once(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second does all of it when the first has copied the catalogue, and not yet looked it through."""
    fsync = os.fsync
    with open_library(Places(filled)) as first, open_library(Places(filled)) as second:

        def slow_fsync(file: int) -> None:
            monkeypatch.undo()
            second.backups.make(second.catalogue)
            fsync(file)

        monkeypatch.setattr(os, "fsync", slow_fsync)
        made = first.backups.make(first.catalogue)
        assert first.backups.newest_good() == made == first.backups.all()[0]
    assert not list((filled / "backups").glob("*.part*"))


def test_a_backup_that_was_killed_counts_for_nothing_and_leaves_nothing_behind(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_library(Places(filled)) as library:
        [good] = library.backups.all()
        assert not survives(1, "backup", filled)
        assert len(list(good.path.parent.iterdir())) == 2
        assert library.backups.all() == [good]
        monkeypatch.setattr(backups_module, "date", _Calendar(2040))
        newer = [library.backups.make(library.catalogue) for _ in range(2)]
        assert set(good.path.parent.iterdir()) == {good.path, *(backup.path for backup in newer)}
    assert_whole(filled)


def test_a_restore_that_was_killed_loses_neither_file_and_can_be_done_again(filled: Path) -> None:
    catalogue, log = filled / "catalogue.sqlite", filled / "catalogue.sqlite-wal"
    spoilt = random.Random(6).randbytes(20_000)
    for number in range(1, 20):
        catalogue.write_bytes(spoilt)
        log.write_bytes(b"the log of it")
        is_through = survives(number, "restore", filled)
        assert catalogue.exists()
        kept = [path.read_bytes() for path in filled.glob("catalogue.sqlite*")]
        assert {spoilt, b"the log of it"} <= set(kept)
        if is_through:
            break
        restore_catalogue(Places(filled))
        assert photos_in(filled) == 12
        for path in filled.glob("catalogue.sqlite?*"):
            path.unlink()
    assert number > 3
    assert photos_in(filled) == 12
    assert not (filled / "catalogue.sqlite.restoring").exists()


def test_whichever_request_about_the_photos_fails_each_is_indexed_or_listed_and_then_found(
    data: Path, photos: Path
) -> None:
    for number in range(1, 80):
        shutil.rmtree(data, ignore_errors=True)
        disk = FailingDisk(number)
        with open_library(Places(data)) as library:
            try:
                with disk.at_work(photos):
                    summary = index(library, photos)
            except UserError:
                pass  # the folder itself could not be looked at
            else:
                assert summary.indexed + len(summary.skipped) >= (FEW if summary.found == FEW else 0)
            assert library.photos.missing_count() == 0
            carried_on = index(library, photos)
            assert carried_on.indexed + carried_on.unchanged == FEW
            assert carried_on.skipped == ()
            assert library.skipped.count() == 0
        if disk.asked < number:
            break
    else:
        pytest.fail("it never succeeded")


def test_a_clock_set_back_loses_neither_changes_nor_backups(
    data: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of before 1970 and of after 2100, an edit that seems older than what it changed."""
    for number, path in enumerate(sorted(photos.rglob("*.jpg"))):
        os.utime(path, ns=(0, (-(10**18), 0, 5 * 10**18)[number % 3]))
    with open_library(Places(data)) as library:
        assert index(library, photos).indexed == FEW
        assert index(library, photos).unchanged == FEW
        other, *_, one = sorted(photos.rglob("*.jpg"), key=lambda path: path.stat().st_size)
        before = library.photos.by_path(bytes(one))
        one.write_bytes(other.read_bytes().ljust(one.stat().st_size, b"\0"))  # as large as it was
        os.utime(one, ns=(0, -(2 * 10**18)))
        assert index(library, photos).unchanged == FEW - 1
        after = library.photos.by_path(bytes(one))
        assert before is not None
        assert after is not None
        assert (before.id, before.content_hash != after.content_hash) == (after.id, True)
        for year in (2026, 1970, 1980, 2026, 1971, 1972):
            monkeypatch.setattr(backups_module, "date", _Calendar(year))
            assert library.backups.make_if_due(library.catalogue) is not None
            assert library.backups.all()[0].day.startswith(str(year))
        assert len(library.backups.all()) == 5


class _Calendar:
    def __init__(self, year: int) -> None:
        self._year = year

    def today(self) -> "_Calendar":
        return self

    def isoformat(self) -> str:
        return f"{self._year}-01-01"


def test_a_data_folder_on_a_network_disk_is_refused_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share, mountinfo = tmp_path / "share", tmp_path / "mountinfo"
    share.mkdir()
    mountinfo.write_bytes(b"9 1 0:9 / %s rw - cifs //nas/x rw" % bytes(share))
    monkeypatch.setattr("mmdesk.library.network_disk.MOUNTS", mountinfo)
    with pytest.raises(UserError, match="network file system"), open_library(Places(share / "new")):
        pass
    assert not any(share.iterdir())


def test_a_killed_copy_of_the_library_leaves_none(filled: Path) -> None:
    carried, number = filled.with_name("carried"), 1
    (filled / "models").mkdir()
    (filled / "models" / "weights").write_bytes(b"weights")
    while not carried.exists():
        survives(number, "copy", filled)
        number += 1
    assert number > 3
    assert photos_in(carried) == 12
    assert_whole(carried)
    assert (carried / "models" / "weights").read_bytes() == b"weights"
