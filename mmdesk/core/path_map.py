r"""Folders that have other paths on another computer: `/media/anna/photos` is `D:\Photos` there.

Paths are bytes, of POSIX (`/srv/photos`) or of Windows (`D:\Photos`, `\\nas\photos`); which of the two a path
is shows in how it begins. What lies below a folder keeps its names to the byte; only separators change where
the folder goes from one kind of system to the other. Capitals are small letters for Windows, not for POSIX.
"""

import ntpath
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path

OF_WINDOWS = re.compile(rb"[A-Za-z]:(?=[\\/]|$)|\\\\(?=[^\\/])")
"""A drive, or the beginning of a network share."""

WINDOWS_SEPARATORS = re.compile(rb"[\\/]+")

Steps = tuple[bytes, ...]
"""The names on the way to a file, one after the other, the drive or the share's computer first."""


@dataclass(frozen=True, slots=True)
class PathRule:
    """What lies below the folder `old` lies below the folder `new`."""

    old: bytes
    new: bytes

    @classmethod
    def between(cls, old: bytes, new: bytes) -> "PathRule":
        """The rule for two folders as people write them: with separators at the end, or dots."""
        return cls(_normal(old), _normal(new))

    @classmethod
    def of_text(cls, text: bytes) -> "PathRule":
        """The rule `OLD=NEW`; names may have equals signs, too. Raises UserError where it is none."""
        for sign in re.finditer(b"=", text):
            rule = cls(text[: sign.start()], text[sign.end() :])
            if is_absolute(rule.old) and is_absolute(rule.new):
                return cls.between(rule.old, rule.new)
        raise UserError(
            tr("{text} does not name two folders, as in /old/photos=/new/photos.", text=display_path(text))
        )


class PathMap:
    """Several rules; of those that are about a path, the one that names most of it holds."""

    def __init__(self, rules: Iterable[PathRule]) -> None:
        """Later rules take the place of earlier ones about the same folder."""
        self._rules = {_known_by(rule.old): rule for rule in rules}

    def of(self, path: bytes) -> bytes:
        """What `path` is called from now on; the same where no rule is about it."""
        rule = self.rule_for(path)
        return path if rule is None else _below(rule.new, _steps(path)[len(_steps(rule.old)) :])

    def rule_for(self, path: bytes) -> PathRule | None:
        """The rule that holds for `path`."""
        known = _known_by(path)
        return next(
            (rule for end in range(len(known), 0, -1) if (rule := self._rules.get(known[:end]))), None
        )


def is_absolute(path: bytes) -> bool:
    """Whether a path begins at the top of a disk or share, of whatever system."""
    return path.startswith(b"/") or _is_windows(path)


def _is_windows(path: bytes) -> bool:
    return OF_WINDOWS.match(path) is not None


def _normal(folder: bytes) -> bytes:
    return ntpath.normpath(folder) if _is_windows(folder) else posixpath.normpath(folder)


def _steps(path: bytes) -> Steps:
    parts = WINDOWS_SEPARATORS.split(path) if _is_windows(path) else path.split(b"/")
    return tuple(part for part in parts if part)


def _known_by(path: bytes) -> Steps:
    """Steps that are the same for paths that mean the same, after a word for where they begin."""
    if not _is_windows(path):
        return (b"/", *_steps(path))
    steps = (step.decode("utf-8", "surrogateescape").lower() for step in _steps(path))
    begin = b"\\\\" if path.startswith(b"\\") else b""
    return (begin, *(step.encode("utf-8", "surrogateescape") for step in steps))


def _below(folder: bytes, steps: Steps) -> bytes:
    if not steps:
        return folder
    separator = b"\\" if _is_windows(folder) else b"/"
    return folder.rstrip(b"\\/" if separator == b"\\" else b"/") + separator + separator.join(steps)
