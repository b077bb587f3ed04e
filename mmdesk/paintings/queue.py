"""What is painted next: an order that people change while the painter works.

The queue is one small JSON file. Every operation reads it, changes it and writes it whole, so that it
survives a kill at any moment, and two windows do not spoil each other's entries. What was being painted when
the program died is first in line again, with its run, and goes on where that was saved.
"""

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from mmdesk.core.atomic_file import write_whole
from mmdesk.core.errors import UserError
from mmdesk.core.painting.queue import Night, QueueEntry, State
from mmdesk.core.painting.spec import PaintSpec


@dataclass(frozen=True, slots=True)
class _Book:
    """The whole file."""

    entries: tuple[QueueEntry, ...] = ()
    paused: bool = False
    night: Night = field(default_factory=Night)


class PaintQueue:
    """The queue in the file `path`. Any thread may use it.

    Made at the start of the program: an entry that seems to be painted now was cut off, and waits again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._here: set[str] = set()

    def entries(self) -> list[QueueEntry]:
        """All of them, in order."""
        return list(self._read().entries)

    def add(self, spec: PaintSpec) -> QueueEntry:
        """Put a painting at the end."""
        return self._append(QueueEntry(uuid.uuid4().hex, spec))

    def add_resumed(self, run_id: str, spec: PaintSpec) -> QueueEntry:
        """Put what is left of a run at the end."""
        return self._append(QueueEntry(uuid.uuid4().hex, spec, run=run_id))

    def move(self, entry_id: str, place: int) -> None:
        """Bring an entry to `place`, the first being 0."""
        with self._changing() as book:
            moved = _get(book.entries, entry_id)
            others = [entry for entry in book.entries if entry.id != entry_id]
            others.insert(max(0, place), moved)
            self._write(replace(book, entries=tuple(others)))

    def remove(self, entry_id: str) -> None:
        """Take an entry out. Its run, if it was begun, stays on disk."""
        with self._changing() as book:
            self._here.discard(entry_id)
            kept = tuple(entry for entry in book.entries if entry.id != entry_id)
            self._write(replace(book, entries=kept))

    def hold(self, entry_id: str) -> None:
        """Pass over an entry until it is released."""
        self._change(entry_id, lambda entry: replace(entry, state="held"))

    def release(self, entry_id: str) -> None:
        """Let an entry that was held, or failed, wait for its turn again."""
        self._change(entry_id, lambda entry: replace(entry, state="waiting", note=""))

    def next(self, now: datetime) -> QueueEntry | None:
        """The entry whose turn it is `now`: none while the queue rests, by its pause or by day."""
        book = self._read()
        if book.paused or not book.night.allows(now):
            return None
        return next((entry for entry in book.entries if entry.state == "waiting"), None)

    def begin(self, entry_id: str, run_id: str) -> None:
        """An entry is being painted in a run."""
        self._here.add(entry_id)
        self._change(entry_id, lambda entry: replace(entry, state="painting", run=run_id))

    def leave(self, entry_id: str) -> None:
        """Painting an entry was broken off; it waits where it stands, unless it is held or gone."""
        self._here.discard(entry_id)
        if any(entry.id == entry_id and entry.state == "painting" for entry in self.entries()):
            self._change(entry_id, lambda entry: replace(entry, state="waiting"))

    def fail(self, entry_id: str, reason: str) -> None:
        """Painting an entry came to nothing; it stays, to be looked at."""
        self._here.discard(entry_id)
        self._change(entry_id, lambda entry: replace(entry, state="failed", note=reason))

    @property
    def paused(self) -> bool:
        """Whether nothing is begun until `go_on`."""
        return self._read().paused

    def pause(self) -> None:
        """Begin nothing more."""
        with self._changing() as book:
            self._write(replace(book, paused=True))

    def go_on(self) -> None:
        """Begin what waits again, after a pause."""
        with self._changing() as book:
            self._write(replace(book, paused=False))

    @property
    def night(self) -> Night:
        """When it may be painted."""
        return self._read().night

    def set_night(self, night: Night) -> None:
        """Paint by night only, or always."""
        with self._changing() as book:
            self._write(replace(book, night=night))

    def may_go_on(self, now: datetime) -> bool:
        """Whether what is being painted may go on `now`."""
        book = self._read()
        return not book.paused and book.night.allows(now)

    def _append(self, entry: QueueEntry) -> QueueEntry:
        with self._changing() as book:
            self._write(replace(book, entries=(*book.entries, entry)))
        return entry

    def _change(self, entry_id: str, change: Callable[[QueueEntry], QueueEntry]) -> None:
        with self._changing() as book:
            _get(book.entries, entry_id)
            entries = tuple(change(e) if e.id == entry_id else e for e in book.entries)
            self._write(replace(book, entries=entries))

    @contextmanager
    def _changing(self) -> Iterator[_Book]:
        with self._lock:
            yield self._read()

    def _read(self) -> _Book:
        try:
            document = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):  # none yet; a file written whole is damaged by hand only
            return _Book()
        book = _book(document) if isinstance(document, dict) else _Book()
        return replace(book, entries=tuple(self._revived(entry) for entry in book.entries))

    def _revived(self, entry: QueueEntry) -> QueueEntry:
        """What another life of the program was painting waits again."""
        was_cut_off = entry.state == "painting" and entry.id not in self._here
        return replace(entry, state="waiting") if was_cut_off else entry

    def _write(self, book: _Book) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        entries = [asdict(entry) | {"spec": entry.spec.to_document()} for entry in book.entries]
        document = {"entries": entries, "paused": book.paused, "night": asdict(book.night)}
        write_whole(self._path, json.dumps(document, indent=2).encode())


def _get(entries: tuple[QueueEntry, ...], entry_id: str) -> QueueEntry:
    for entry in entries:
        if entry.id == entry_id:
            return entry
    raise UserError("This painting is not in the queue any more.")


def _book(document: dict[str, Any]) -> _Book:
    """What the file says; entries somebody spoiled are left out."""
    entries = document.get("entries")
    sound = [_entry(entry) for entry in entries] if isinstance(entries, list) else []
    return _Book(
        tuple(entry for entry in sound if entry),
        document.get("paused") is True,
        _night(document.get("night")),
    )


def _entry(document: object) -> QueueEntry | None:
    try:
        values = dict(document)  # type: ignore[call-overload]
        spec = PaintSpec.from_document(values.pop("spec"))
        entry = QueueEntry(spec=spec, **values)
    except (TypeError, ValueError, KeyError, UserError):
        return None
    return entry if entry.state in get_args(State) else None


def _night(document: object) -> Night:
    try:
        return Night(**document)  # type: ignore[arg-type]
    except (TypeError, UserError):
        return Night()
