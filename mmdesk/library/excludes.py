"""What the user does not want in the library: glob patterns, each folder with its own.

They read as in a .gitignore file without its finer points: a pattern without a slash is about the name
of any file or folder, one with a slash about the path below the folder it belongs to; `*` stands for
anything in a name, `**` in the place of a name for any number of folders. What lies in a folder that is
left out is left out with it.
"""

import fnmatch
import glob
import os
import re
from collections.abc import Iterator, Sequence

Name = re.Pattern[str]
"""What a name in a path is like."""

ANY_FOLDERS: Name = re.compile("")
"""Stands for `**`."""


class Excludes:
    """The patterns of the added folder `base`."""

    def __init__(self, base: bytes, patterns: Sequence[str] = ()) -> None:
        self._base = base.rstrip(b"/") + b"/"
        self.patterns = tuple(patterns)
        self._patterns = [_anywhere(_names(pattern)) for pattern in patterns]

    def covers_entry(self, path: bytes) -> bool:
        """Whether a pattern is about the file or folder `path` itself."""
        if not self.patterns or not path.startswith(self._base):
            return False
        names = os.fsdecode(path[len(self._base) :]).split("/")
        return any(_match(pattern, names) for pattern in self._patterns)

    def covers(self, path: bytes) -> bool:
        """Whether a pattern is about `path` or any folder it lies in."""
        return bool(self.patterns) and any(self.covers_entry(part) for part in self._upwards(path))

    def seen_from(self, parent: bytes) -> list[str]:
        """Patterns that say the same of `base` when they belong to `parent`, in which it lies."""
        stem = glob.escape(os.fsdecode(os.path.relpath(self._base, parent)))
        cleaned = [pattern.strip("/") for pattern in self.patterns]
        return [f"{stem}/{pattern if '/' in pattern else f'**/{pattern}'}" for pattern in cleaned]

    def _upwards(self, path: bytes) -> Iterator[bytes]:
        while path.startswith(self._base):
            yield path
            path = os.path.dirname(path)


def _names(pattern: str) -> list[Name]:
    """A pattern, name by name. A slash at its end only says that a folder is meant."""
    parts = pattern.strip("/").split("/")
    return [ANY_FOLDERS if part == "**" else re.compile(fnmatch.translate(part)) for part in parts]


def _anywhere(pattern: list[Name]) -> list[Name]:
    """A single name may stand anywhere."""
    return [ANY_FOLDERS, *pattern] if len(pattern) == 1 else pattern


def _match(pattern: Sequence[Name], names: Sequence[str]) -> bool:
    """Whether a path of these names is as the pattern says."""
    if not pattern:
        return not names
    first, rest = pattern[0], pattern[1:]
    if first is ANY_FOLDERS:
        return any(_match(rest, names[skipped:]) for skipped in range(len(names) + 1))
    return bool(names) and first.match(names[0]) is not None and _match(rest, names[1:])
