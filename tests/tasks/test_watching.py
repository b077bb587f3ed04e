"""Folders that are watched: what changes is in the library shortly after."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchfiles import Change
from watchfiles._rust_notify import WatchfilesRustInternalError

from mmdesk.core.photo import IndexSummary
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.watching import watch_folders


class Watch:
    """A watch that a test goes along with, run by run."""

    def __init__(self, library: Library, clip: ClipModel, *folders: Path, look_every_s: float = 600) -> None:
        self.stop = threading.Event()
        names = [os.fsencode(folder) for folder in folders]
        self._steps = watch_folders(library, clip, names, self.stop, look_every_s)

    def next_run(self) -> IndexSummary:
        return next(step for step in self._steps if isinstance(step, IndexSummary))

    def run_until(self, holds: Callable[[IndexSummary], bool], patience_s: float = 60) -> IndexSummary:
        """A copy may be seen half done, so the first run after a change need not be the last."""
        deadline = time.monotonic() + patience_s
        while not holds(summary := self.next_run()):
            assert time.monotonic() < deadline, summary
        return summary

    def runs_left(self) -> int:
        """How many more runs there are until somebody stops it."""
        return sum(isinstance(step, IndexSummary) for step in self._steps)

    def end(self) -> None:
        self.stop.set()
        assert self.runs_left() == 0


def test_a_new_file_and_a_renamed_folder_are_seen(library: Library, clip: ClipModel, album: Path) -> None:
    photos = sorted(album.iterdir())
    aside = photos[0].rename(album.parent / photos[0].name)
    watching = Watch(library, clip, album)
    assert watching.next_run().indexed == len(photos) - 1
    (album / "sub").mkdir()
    shutil.copy(aside, album / "sub" / "new.png")
    watching.run_until(lambda run: run.indexed == 1)
    (album / "sub").rename(album / "other")
    watching.run_until(lambda run: run.renamed == 1)
    assert library.photos.by_path(bytes(album / "other" / "new.png")) is not None
    watching.end()


def test_a_drive_that_comes_back_is_looked_at_again(library: Library, clip: ClipModel, album: Path) -> None:
    watching = Watch(library, clip, album)
    count = watching.next_run().indexed
    album.rename(album.parent / "unplugged")
    watching.run_until(lambda _: library.folders.all()[0].offline)
    assert library.photos.count() == count
    (album.parent / "unplugged").rename(album)
    back = watching.run_until(lambda _: not library.folders.all()[0].offline)
    assert (back.unchanged, back.indexed) == (count, 0)
    watching.end()


def test_it_looks_now_and_then_though_nothing_was_told(
    library: Library, clip: ClipModel, album: Path
) -> None:
    watching = Watch(library, clip, album, look_every_s=0)
    count = watching.next_run().indexed
    assert watching.next_run().unchanged == count
    watching.end()


def test_its_own_writing_wakes_nobody(library: Library, clip: ClipModel, album: Path) -> None:
    """The data folder lies in a watched folder here, as it does for who adds all of their home."""
    watching = Watch(library, clip, album, library.places.data_dir.parent)
    watching.next_run()
    library.photos.set_rating(library.photos.ids().tolist(), 5)
    later = threading.Timer(4, watching.stop.set)
    later.start()
    assert watching.runs_left() == 0
    later.join()


def test_a_name_that_cannot_be_told_does_not_end_the_watch(
    library: Library, clip: ClipModel, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def fake_watch(*_folders: str, **_options: object) -> Iterator[set[tuple[Change, str]]]:
        told.append("begun")
        yield set()
        if len(told) == 1:
            raise WatchfilesRustInternalError("Unable to decode path")
        yield {(Change.added, str(album / "new.png"))}

    monkeypatch.setattr("mmdesk.tasks.watching.watch", fake_watch)
    monkeypatch.setattr("mmdesk.tasks.watching.QUIET_MS", 1)
    watching = Watch(library, clip, album)
    photos = watching.next_run().indexed
    assert watching.next_run().unchanged == photos
    assert len(told) == 2
    watching.end()
