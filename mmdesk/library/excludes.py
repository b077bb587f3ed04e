"""What the user does not want in the library: glob patterns, each folder with its own.

They read as in a .gitignore file without its finer points: a pattern without a slash is about the name
of any file or folder, one with a slash about the path below the folder it belongs to; `*` stands
for anything, slashes too. What lies in a folder that is left out is left out with it.
"""

import fnmatch
import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence


class Excludes:
    """The patterns of the added folder `base`."""

    def __init__(self, base: bytes, patterns: Sequence[str] = ()) -> None:
        self._base = base.rstrip(b"/") + b"/"
        self.patterns = tuple(patterns)
        self._names = _any_of(pattern.strip("/") for pattern in patterns if not _is_path(pattern))
        self._paths = _any_of(pattern.strip("/") for pattern in patterns if _is_path(pattern))

    def covers_entry(self, path: bytes) -> bool:
        """Whether a pattern is about the file or folder `path` itself."""
        if not self.patterns or not path.startswith(self._base):
            return False
        name, below = os.fsdecode(os.path.basename(path)), os.fsdecode(path[len(self._base) :])
        return bool(self._names.match(name) or self._paths.match(below))

    def covers(self, path: bytes) -> bool:
        """Whether a pattern is about `path` or any folder it lies in."""
        return bool(self.patterns) and any(self.covers_entry(part) for part in self._upwards(path))

    def seen_from(self, parent: bytes) -> list[str]:
        """Patterns that say the same of `base` when they belong to `parent`, in which it lies."""
        stem = glob.escape(os.fsdecode(os.path.relpath(self._base, parent)))
        anywhere = [f"{stem}/{pattern.strip('/')}" for pattern in self.patterns]
        deeper = [f"{stem}/*/{pattern.strip('/')}" for pattern in self.patterns if not _is_path(pattern)]
        return [*anywhere, *deeper]

    def _upwards(self, path: bytes) -> Iterator[bytes]:
        while path.startswith(self._base):
            yield path
            path = os.path.dirname(path)


def _is_path(pattern: str) -> bool:
    """A slash at the end alone only says that a folder is meant."""
    return "/" in pattern.rstrip("/")


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Matches what any of `patterns` does; without any, nothing."""
    return re.compile("|".join(fnmatch.translate(pattern) for pattern in patterns) or r"(?!)")
