"""What the user does not want in the library: glob patterns, each folder with its own.

They read as in a .gitignore file without its finer points: a pattern without a slash is about the name
of any file or folder, one with a slash before its end about the path below the folder it belongs to; `*`
stands for anything in a name, `**` in the place of a name for any number of folders. What lies in a folder
that is left out is left out with it.
"""

import fnmatch
import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence

Known = tuple[int, bytes]
"""A photo of the catalogue: its id, and the path it has there."""

Name = re.Pattern[str]
"""What a name in a path is like."""

ANY_FOLDERS: Name = re.compile("")
"""Stands for `**`."""


class Excludes:
    """The patterns of the added folder `base`."""

    def __init__(self, base: bytes, patterns: Sequence[str] = ()) -> None:
        self.base = base
        self._base = base.rstrip(b"/") + b"/"
        self.patterns = tuple(patterns)
        self._patterns = [_names(pattern) for pattern in patterns]

    def covers_entry(self, path: bytes) -> bool:
        """Whether a pattern is about the file or folder `path` itself."""
        if not self.patterns or not path.startswith(self._base):
            return False
        names = os.fsdecode(path[len(self._base) :]).split("/")
        return any(_match(pattern, names) for pattern in self._patterns)

    def covers(self, path: bytes) -> bool:
        """Whether a pattern is about `path` or any folder it lies in."""
        return bool(self.patterns) and any(self.covers_entry(part) for part in self._upwards(path))

    def covered(self, photos: Iterable[Known]) -> list[Known]:
        """Those of many photos that are left out. What lies in one folder is asked of the folder once."""
        folders: dict[bytes, bool] = {}

        def is_left_out(path: bytes) -> bool:
            folder = os.path.dirname(path)
            if folder not in folders:
                folders[folder] = self.covers(folder)
            return folders[folder] or self.covers_entry(path)

        return [photo for photo in photos if is_left_out(photo[1])] if self.patterns else []

    def seen_from(self, parent: bytes) -> list[str]:
        """Patterns that say the same of `base` when they belong to `parent`, which it is or lies in."""
        if self._base == parent.rstrip(b"/") + b"/":
            return list(self.patterns)
        stem = glob.escape(os.fsdecode(os.path.relpath(self._base, parent)))
        cleaned = [pattern.rstrip("/") for pattern in self.patterns]
        return [f"{stem}/{pattern.lstrip('/') if '/' in pattern else f'**/{pattern}'}" for pattern in cleaned]

    def _upwards(self, path: bytes) -> Iterator[bytes]:
        while path.startswith(self._base):
            yield path
            path = os.path.dirname(path)


def pattern_of(base: bytes, path: bytes) -> str:
    """The pattern of the added folder `base` that is about the one file or folder `path` in it."""
    return "/" + glob.escape(os.fsdecode(os.path.relpath(path, base)))


def _names(pattern: str) -> list[Name]:
    """A pattern, name by name; a single one may stand anywhere. A slash at its end only says that a folder is
    meant.
    """
    parts = pattern.strip("/").split("/")
    names = [ANY_FOLDERS if part == "**" else re.compile(fnmatch.translate(part)) for part in parts]
    return names if "/" in pattern.rstrip("/") else [ANY_FOLDERS, *names]


def _match(pattern: Sequence[Name], names: Sequence[str]) -> bool:
    """Whether a path of these names is as the pattern says."""
    if not pattern:
        return not names
    first, rest = pattern[0], pattern[1:]
    if first is ANY_FOLDERS:
        return any(_match(rest, names[skipped:]) for skipped in range(len(names) + 1))
    return bool(names) and first.match(names[0]) is not None and _match(rest, names[1:])
