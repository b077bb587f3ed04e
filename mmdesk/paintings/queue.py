"""The queue: an order of runs that people change while one of them is painted.

It is kept in memory and in one small file. Every change takes in what another program has written, and writes
the file whole, so that it survives a kill at any moment, and two windows do not spoil each other's entries.
What was being painted when the program died waits again, and goes on where its run was saved.
"""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.queue import Night, QueueEntry
from mmdesk.paintings.queue_file import QueueContent, QueueFile
from mmdesk.paintings.run import Run
from mmdesk.paintings.run_store import RunStore


class PaintQueue:
    """The queue in the file `path`, of runs in `runs`. Any thread may use it.

    Reading it never waits for the disk: what it says is what was loaded, or changed here, last. So `load` it
    first, and now and then, in a thread that may wait. An entry that seems to be painted when the program
    starts was cut off, and waits again.
    """

    def __init__(self, path: Path, runs: RunStore) -> None:
        self._file = QueueFile(path, runs)
        self._runs = runs
        self._lock = threading.Lock()
        self._content = QueueContent()
        self._stamp: tuple[int, ...] | None = None
        self._here: set[str] = set()

    def load(self) -> bool:
        """Take in what the file says, where that has changed; returns whether it had."""
        with self._lock:
            return self._take_in()

    def entries(self) -> list[QueueEntry]:
        """All entries, in order."""
        return list(self._content.entries)

    def add(self, run: Run) -> QueueEntry:
        """Put a run, or what is left of it, at the end."""
        entry = QueueEntry(uuid.uuid4().hex, run.id, run.spec)
        with self._changing() as content:
            self._write(replace(content, entries=(*content.entries, entry)))
        return entry

    def move(self, entry_id: str, place: int) -> None:
        """Bring an entry to `place`, the first being 0."""
        with self._changing() as content:
            moved = _get(content.entries, entry_id)
            others = [entry for entry in content.entries if entry.id != entry_id]
            others.insert(max(0, place), moved)
            self._write(replace(content, entries=tuple(others)))

    def remove(self, entry_id: str) -> None:
        """Take an entry out. Its run, if it was begun, stays on disk."""
        with self._changing() as content:
            self._here.discard(entry_id)
            kept = tuple(entry for entry in content.entries if entry.id != entry_id)
            self._write(replace(content, entries=kept))
        for entry in content.entries:
            if entry.id == entry_id:
                self._runs.drop_unbegun(entry.run)

    def hold(self, entry_id: str) -> None:
        """Pass over an entry until it is released."""
        self._change(entry_id, lambda entry: replace(entry, state="held"))

    def release(self, entry_id: str) -> None:
        """Let an entry that was held, or failed, wait for its turn again."""
        self._change(entry_id, lambda entry: replace(entry, state="waiting", note=""))

    def next(self, now: datetime) -> QueueEntry | None:
        """The entry whose turn it is `now`: none while the queue rests, by its pause or by day."""
        content = self._content
        if content.paused or not content.night.allows(now):
            return None
        return next((entry for entry in content.entries if entry.state == "waiting"), None)

    def begin(self, entry_id: str) -> None:
        """Note that an entry is being painted."""
        self._here.add(entry_id)
        self._change(entry_id, lambda entry: replace(entry, state="painting"))

    def leave(self, entry_id: str) -> None:
        """Note that painting an entry was broken off; it waits where it stands, unless it is held or gone."""
        self._here.discard(entry_id)
        if any(entry.id == entry_id and entry.state == "painting" for entry in self.entries()):
            self._change(entry_id, lambda entry: replace(entry, state="waiting"))

    def fail(self, entry_id: str, reason: str) -> None:
        """Note that painting an entry came to nothing; it stays, to be looked at."""
        self._here.discard(entry_id)
        self._change(entry_id, lambda entry: replace(entry, state="failed", note=reason))

    @property
    def paused(self) -> bool:
        """Whether nothing is begun until `go_on`."""
        return self._content.paused

    def pause(self) -> None:
        """Begin nothing more."""
        with self._changing() as content:
            self._write(replace(content, paused=True))

    def go_on(self) -> None:
        """End a pause."""
        with self._changing() as content:
            self._write(replace(content, paused=False))

    @property
    def night(self) -> Night:
        """The times between which it may be painted."""
        return self._content.night

    def set_night(self, night: Night) -> None:
        """Paint by night only, or always."""
        with self._changing() as content:
            self._write(replace(content, night=night))

    def _change(self, entry_id: str, change: Callable[[QueueEntry], QueueEntry]) -> None:
        with self._changing() as content:
            _get(content.entries, entry_id)
            entries = tuple(change(e) if e.id == entry_id else e for e in content.entries)
            self._write(replace(content, entries=entries))

    @contextmanager
    def _changing(self) -> Iterator[QueueContent]:
        with self._lock:
            self._take_in()
            yield self._content

    def _take_in(self) -> bool:
        stamp = self._file.stamp()
        if stamp == self._stamp:
            return False
        content = self._file.read()
        self._content = replace(content, entries=tuple(map(self._revived, content.entries)))
        self._stamp = stamp  # from before it was read: what is written meanwhile is taken in the next time
        return True

    def _revived(self, entry: QueueEntry) -> QueueEntry:
        """What another life of the program was painting waits again."""
        was_cut_off = entry.state == "painting" and entry.id not in self._here
        return replace(entry, state="waiting") if was_cut_off else entry

    def _write(self, content: QueueContent) -> None:
        self._file.write(content)
        self._content, self._stamp = content, self._file.stamp()


def _get(entries: tuple[QueueEntry, ...], entry_id: str) -> QueueEntry:
    for entry in entries:
        if entry.id == entry_id:
            return entry
    raise UserError(tr("This painting is not in the queue any more."))
