"""The file of the queue: its entries by the names of their runs, and when nothing is begun.

    {"entries": [{"id": ..., "run": ..., "state": "waiting", "note": ""}, ...],
     "paused": false, "night": {"begins": "22:00", "ends": "07:00", "on": false}}

Earlier versions wrote the spec of a painting here, too, and made its run when its turn came; such entries get
their runs when they are read.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, get_args

from mmdesk.core.atomic_file import write_whole
from mmdesk.core.errors import UserError
from mmdesk.core.painting.queue import Night, QueueEntry, State
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.paintings.run import Run
from mmdesk.paintings.run_store import RunStore

STORED = ("id", "run", "state", "note")
"""Parts of an entry that are in the file; its spec is in the folder of its run."""


@dataclass(frozen=True, slots=True)
class QueueContent:
    """All that the file says. While `paused`, nothing is begun."""

    entries: tuple[QueueEntry, ...] = ()
    paused: bool = False
    night: Night = field(default_factory=Night)


class QueueFile:
    """The file at `path`, about runs in `runs`."""

    def __init__(self, path: Path, runs: RunStore) -> None:
        self._path = path
        self._runs = runs

    def stamp(self) -> tuple[int, ...] | None:
        """Numbers that change whenever the file is written; None where there is none."""
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def read(self) -> QueueContent:
        """What the file says; entries somebody spoiled are left out. Raises UserError for a full disk."""
        document = self._document()
        rows = document.get("entries")
        sound = [dict(row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        is_earlier = any("spec" in row for row in sound)
        entries = tuple(entry for row in sound if (entry := self._entry(row)))
        content = QueueContent(entries, document.get("paused") is True, _night(document.get("night")))
        if is_earlier:
            self.write(content)
        return content

    def write(self, content: QueueContent) -> None:
        """Write the file whole or not at all. Raises UserError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        entries = [{name: getattr(entry, name) for name in STORED} for entry in content.entries]
        document = {"entries": entries, "paused": content.paused, "night": asdict(content.night)}
        write_whole(self._path, json.dumps(document, indent=2).encode())

    def _document(self) -> Mapping[str, Any]:
        try:
            document = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):  # none yet; a file written whole is damaged by hand only
            return {}
        return document if isinstance(document, dict) else {}

    def _entry(self, row: dict[str, Any]) -> QueueEntry | None:
        run = self._run(row.pop("run", ""), row.pop("spec", None))
        if run is None:
            return None
        try:
            entry = QueueEntry(run=run.id, spec=run.spec, **row)
        except (TypeError, UserError):
            return None
        return entry if entry.state in get_args(State) else None

    def _run(self, name: str, spec: object) -> Run | None:
        """The run called `name`, or else a new one of `spec`; None where both are spoiled or gone."""
        try:
            if name:
                return self._runs.get(name)
            known = PaintSpec.from_document(spec)
        except UserError:
            return None
        return self._runs.prepare(known)


def _night(document: object) -> Night:
    try:
        return Night(**document)  # type: ignore[arg-type]
    except (TypeError, UserError):
        return Night()
