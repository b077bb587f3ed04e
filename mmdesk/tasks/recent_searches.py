"""Lines that were searched for last, in one small file."""

import json
from pathlib import Path

from mmdesk.core.atomic_file import write_whole
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.search_line.recalling import KEPT, remembered


class RecentSearches:
    """The lines in a file, the newest first. One thread at a time may use it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def lines(self) -> tuple[str, ...]:
        """The lines; none where the file is not there, or broken."""
        try:
            stored = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return ()
        is_list = isinstance(stored, list)
        return tuple(line for line in stored if isinstance(line, str))[:KEPT] if is_list else ()

    def note(self, line: str) -> tuple[str, ...]:
        """Remember a line; returns all of them. Raises UserError where the file cannot be written."""
        before = self.lines()
        lines = remembered(line, before)
        if lines != before:
            write_whole(self._path, json.dumps(lines).encode())
        return lines

    def clear(self) -> tuple[str, ...]:
        """Forget all lines. Raises UserError where the file cannot be taken away."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(
                tr("The recent searches cannot be cleared: {reason}.", reason=error.strerror)
            ) from error
        return ()
