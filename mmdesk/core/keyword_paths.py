"""Keywords below their parents: a line in other programs' lists, a path here.

Programs part a keyword from those above it by | or by /, and a keyword may hold either. What a line means
is therefore looked up among the plain keywords: where there is AC/DC, the end of Music|AC/DC and of
Music/AC/DC is one word. Of two lines that differ in nothing but what parts them, the one of fewer parts is
believed; a plain keyword that reads as a line does is that line, written out for programs that know no
parents.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

Path = tuple[str, ...]
"""A keyword with those above it, outermost first."""

Pieces = tuple[str, ...]
"""What is compared: the text between separators of either kind, upper and lower case being the same."""

SEPARATOR = re.compile(r"([|/])")

OTHER = {"|": "/", "/": "|"}


def pieces(*words: str) -> Pieces:
    """The pieces of a path, or of a single keyword."""
    parts = (part.strip() for word in words for part in SEPARATOR.split(word)[::2])
    return tuple(unicodedata.normalize("NFC", part.casefold()) for part in parts if part)


def line_of(path: Path, separator: str) -> str:
    """A path in one line. A word that holds the separator has the other one there instead."""
    return separator.join(part.replace(separator, OTHER[separator]) for part in path)


def paths_in(plain: Iterable[str], lines: Iterable[tuple[str, str]]) -> tuple[Path, ...]:
    """Every keyword once for each place it has: of `plain` ones, and of `lines`, each with its separator.

    A keyword that has parents somewhere does not stand alone as well; one that is spelled in several ways
    has the first of them.
    """
    whole: dict[Pieces, str] = {}
    for word in plain:
        if key := pieces(word):
            whole.setdefault(key, word)
    parted: dict[Pieces, Path] = {}
    for line, separator in lines:
        path = _parted(line, separator, whole)
        key = pieces(*path)
        if key and len(path) < len(parted.get(key, (*path, ""))):
            parted[key] = path
    found = {key: (word,) for key, word in whole.items()} | parted
    return tuple(_spelled_once(found.values()))


class Leaves:
    """The keywords that are said somewhere, below whatever parents."""

    def __init__(self, paths: Iterable[Path]) -> None:
        every = list(paths)
        self._words = {pieces(path[-1]) for path in every}
        self._paths = {pieces(*path) for path in every}

    def __contains__(self, word: str) -> bool:
        """Whether `word` is said; AC/DC is also where it was taken for DC below AC."""
        own = pieces(word)
        return own in self._words or (len(own) > 1 and any(path[-len(own) :] == own for path in self._paths))


def _parted(line: str, separator: str, whole: Mapping[Pieces, str]) -> Path:
    """The path in a line; where a plain keyword of several pieces stands at its end, it is not parted."""
    marks = SEPARATOR.split(line)  # pieces and separators in turn
    if separator not in marks:
        return _of_one_part(line, separator, whole)
    for begin in range(2, len(marks) - 2, 2):
        word = whole.get(pieces("".join(marks[begin:])))
        if word and marks[begin - 1] == separator:
            return (*_split("".join(marks[: begin - 1]), separator), word)
    return _split(line, separator)


def _of_one_part(line: str, separator: str, whole: Mapping[Pieces, str]) -> Path:
    """The one word in a line or, where the list was written with the other separator, the path: its end is a
    plain keyword then, and it is none itself.
    """
    other, word = OTHER[separator], whole.get(pieces(line))
    if word:
        return (word,)
    return _split(line, other if pieces(line)[-1:] in whole else separator)


def _split(line: str, separator: str) -> Path:
    return tuple(part for part in (part.strip() for part in line.split(separator)) if part)


def _spelled_once(paths: Iterable[Path]) -> Iterator[Path]:
    by_leaf: dict[Pieces, list[Path]] = {}
    for path in paths:
        by_leaf.setdefault(pieces(path[-1]), []).append(path)
    for same in by_leaf.values():
        word = same[0][-1]
        below = [path for path in same if len(path) > 1]
        yield from ((*path[:-1], word) for path in below or same[:1])
