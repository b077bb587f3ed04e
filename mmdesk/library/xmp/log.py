"""What was written to sidecars, so that it can be taken back, and no foreign word with it."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mmdesk.library.catalogue import Catalogue

if TYPE_CHECKING:
    from mmdesk.library.xmp.keywords import Words


@dataclass(frozen=True, slots=True)
class Written:
    """One file that was written: its bytes before, and the digest of those after."""

    id: int
    path: bytes
    before: bytes | None
    after: bytes


def digest(data: bytes | None) -> bytes:
    """What tells one version of a file from another; there is one of no file, too."""
    return hashlib.sha256(b"" if data is None else b"\x01" + data).digest()


class SidecarLog:
    """The undo log. An entry is made before its file is written: a kill leaves no write unknown."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def new_batch(self) -> int:
        """The number of what is about to be written, to be undone as one."""
        return 1 + int(self._catalogue.value("SELECT coalesce(max(batch), 0) FROM sidecar_log"))

    def note(
        self,
        batch: int,
        path: bytes,
        before: bytes | None,
        after: bytes,
        ours: Words,
        act: int | None = None,
    ) -> int:
        """A file is about to be written, perhaps by an act of the user; returns the number of the entry."""
        kept = None if before is None else zlib.compress(before)
        with self._catalogue.writing() as db:
            entry = db.execute(
                "INSERT INTO sidecar_log (batch, path, before, after, words, act) VALUES (?, ?, ?, ?, ?, ?)",
                [batch, path, kept, digest(after), json.dumps(ours), act],
            )
            return int(entry.lastrowid or 0)

    def ours(self) -> dict[bytes, Words]:
        """The words in each sidecar that were put there by this program."""
        sql = "SELECT path, words FROM sidecar_log WHERE undone = 0 ORDER BY id"
        return {path: json.loads(words) for path, words in self._catalogue.rows(sql)}

    def ours_in(self, path: bytes) -> Words:
        """The words in one sidecar that were put there by this program."""
        sql = "SELECT words FROM sidecar_log WHERE path = ? AND undone = 0 ORDER BY id DESC LIMIT 1"
        return next((json.loads(words) for (words,) in self._catalogue.rows(sql, [path])), {})

    def can_undo(self) -> bool:
        """Whether there is a write of tags that was not undone yet."""
        sql = "SELECT EXISTS (SELECT 1 FROM sidecar_log WHERE undone = 0 AND act IS NULL)"
        return bool(self._catalogue.value(sql))

    def batches(self) -> Iterator[list[Written]]:
        """What was written and not undone yet, the last first, in itself and as batches; what acts of the
        user wrote is taken back with them.
        """
        sql = "SELECT DISTINCT batch FROM sidecar_log WHERE undone = 0 AND act IS NULL ORDER BY batch DESC"
        for (batch,) in self._catalogue.rows(sql):
            yield self._written("batch", batch)

    def of_act(self, act: int) -> list[Written]:
        """What an act of the user wrote and is not undone yet, the last first."""
        return self._written("act", act)

    def _written(self, by: str, number: int) -> list[Written]:
        columns = "id, path, before, after"
        sql = f"SELECT {columns} FROM sidecar_log WHERE {by} = ? AND undone = 0 ORDER BY id DESC"
        return [
            Written(entry, path, None if kept is None else zlib.decompress(kept), after)
            for entry, path, kept, after in self._catalogue.rows(sql, [number])
        ]

    def mark_undone(self, entry: int) -> None:
        """A file is as it was before, or was changed since: there is nothing to take back."""
        with self._catalogue.writing() as db:
            db.execute("UPDATE sidecar_log SET undone = 1 WHERE id = ?", [entry])
