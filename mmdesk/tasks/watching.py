"""Keeping the library as new as the disk: look when something changes, and now and then all the same.

The system tells of changes (inotify, FSEvents, ReadDirectoryChangesW, through watchfiles), but not of those
on most network drives, and not when too many come at once. So a full look follows from time to time; it
takes seconds, because only what has changed is read.
"""

import os
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence

from watchfiles import Change, watch
from watchfiles._rust_notify import WatchfilesRustInternalError

from mmdesk.core.paths import is_under
from mmdesk.core.photo import IndexSummary
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.indexing import Step, index_folders
from mmdesk.tasks.library import Library
from mmdesk.tasks.looking import OpenLooker, look_here

LOOK_EVERY_S = 600.0
"""A full look at least so often, whatever the system tells."""

GATHER_MS = 1600
"""Changes so close together are looked at together: a card being copied brings hundreds."""

QUIET_MS = 1000
"""Time between two looks for drives that come or go, and for the wish to end."""


def watch_folders(
    library: Library,
    clip: ClipModel,
    folders: Sequence[bytes],
    stop: threading.Event | None = None,
    look_every_s: float = LOOK_EVERY_S,
    *,
    open_looker: OpenLooker = look_here,
) -> Generator[Step | IndexSummary, None, None]:
    """Index `folders` of the library now, and again whenever something in them may have changed.

    Yields what indexing yields, and a summary after each run. Ends when `stop` is set, or when it is closed.
    """
    for _ in occasions(library, lambda: folders, stop or threading.Event(), look_every_s):
        yield (yield from index_folders(library, clip, folders, open_looker=open_looker))


def occasions(
    library: Library,
    folders: Callable[[], Sequence[bytes]],
    stop: threading.Event,
    look_every_s: float = LOOK_EVERY_S,
) -> Generator[None, None, None]:
    """Moments to look at `folders` again, the first one at once; there may be more of them meanwhile.

    Waits for the next when it is asked for it. Ends when `stop` is set.
    """
    own, due = os.fsencode(library.places.data_dir), 0.0
    while not stop.is_set():
        wanted = folders()
        present = _present(wanted)
        for has_changed in _signs(present, own, stop):
            if wanted and (has_changed or time.monotonic() >= due):
                yield
                due = time.monotonic() + look_every_s
            if _present(wanted) != present:
                due = 0.0  # a drive has come or gone
            if due == 0.0 or folders() != wanted:
                break


def _present(folders: Sequence[bytes]) -> list[bytes]:
    return [folder for folder in folders if os.path.isdir(folder)]


def _signs(folders: Sequence[bytes], own: bytes, stop: threading.Event) -> Iterator[bool]:
    """True when something in `folders` has changed, False from time to time. What lies in `own` is ours."""
    if not folders:
        while not stop.wait(QUIET_MS / 1000):
            yield False
        return

    def concerns_us(_change: Change, path: str) -> bool:
        where = os.fsencode(path)
        return not is_under(where, own) and not os.path.basename(where).startswith(b".")

    try:
        yield from _told(folders, concerns_us, stop)
    except WatchfilesRustInternalError:
        # A file whose name is not UTF-8 was written, or only read, and watchfiles cannot say its name. That
        # is no sign, for a look itself may read such a folder: the next full look sees what it was.
        stop.wait(QUIET_MS / 1000)
        yield False


def _told(
    folders: Sequence[bytes], concerns_us: Callable[[Change, str], bool], stop: threading.Event
) -> Iterator[bool]:
    """What the system tells of changes in `folders`."""
    paths = [os.fsdecode(folder) for folder in folders]
    for changes in watch(
        *paths,
        watch_filter=concerns_us,
        debounce=GATHER_MS,
        stop_event=stop,
        rust_timeout=QUIET_MS,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        yield bool(changes)
