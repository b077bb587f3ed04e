"""The shortcuts of the program, as the page of all keys has them, and those that can be changed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QKeySequence

from mmdesk.ui.cheat_sheet import KEYS, Deeds

ANYWHERE = ("Anywhere", "Files, in grid and loupe")
"""Titles whose keys work in more than one place."""

FIXED = {
    *("Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown", "Tab", "Shift+Tab", "Esc", "Return"),
    *("+", "-", "0", "1", "2", "3", "4", "5"),
}
"""Keys that mean the same in every program, or are one of a row: they stay."""

SPELLED = {
    "Arrows": ("Left", "Right", "Up", "Down"),
    "1  to  5": ("1", "2", "3", "4", "5"),
}
"""Lines of the page that are a word for several keys."""

IN_QT = {"Page Up": "PgUp", "Page Down": "PgDown", "Enter": "Return", "Plus": "+", "Minus": "-"}
"""Names of keys on the page, and how Qt writes them."""

BY_MOUSE = re.compile("click|wheel|drag", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What a key does in one part of the program.

    `title` is the part, in English, and `words` the deed, as the page of all keys calls it; `keys` are usual
    keys as Qt writes them, the first its own, and `line` how the page writes them, in English.
    """

    title: str
    words: str
    keys: tuple[str, ...]
    line: str

    @property
    def name(self) -> str:
        """Name under which another key is kept."""
        return f"{self.title}/{self.keys[0]}"

    @property
    def is_changeable(self) -> bool:
        """Whether it has a key of its own."""
        return not FIXED.issuperset(self.keys)

    @property
    def own_keys(self) -> tuple[str, ...]:
        """Usual keys that go where another is chosen."""
        return tuple(key for key in self.keys if key not in FIXED)


@cache
def shortcuts() -> tuple[Shortcut, ...]:
    """All shortcuts that have a key, those of files before others that share a key and a deed with them."""
    found: list[Shortcut] = []
    for title in sorted(KEYS, key=lambda title: title not in ANYWHERE):
        for line, deeds in KEYS[title].items():
            found += (each for each in _of_line(title, line, deeds) if not _is_among(each, found))
    order = {title: place for place, title in enumerate(KEYS)}
    return tuple(sorted(found, key=lambda each: order[each.title]))


def changeable() -> tuple[Shortcut, ...]:
    """Shortcuts for which another key can be chosen."""
    return tuple(each for each in shortcuts() if each.is_changeable)


def keys_of(shortcut: Shortcut, changed: Mapping[str, str]) -> tuple[str, ...]:
    """Keys that are in force: the usual ones, or the chosen one and those that stay."""
    chosen = changed.get(shortcut.name)
    if chosen is None or not shortcut.is_changeable:
        return shortcut.keys
    return (chosen, *(key for key in shortcut.keys if key in FIXED))


def sheet_of(changed: Mapping[str, str]) -> Mapping[str, Mapping[str, Deeds]]:
    """The page of all keys, as `KEYS` has it, with the keys that are in force."""
    if not changed:
        return KEYS
    return {
        title: {_line_now(title, line, deeds, changed): deeds for line, deeds in lines.items()}
        for title, lines in KEYS.items()
    }


def _line_now(title: str, line: str, deeds: Deeds, changed: Mapping[str, str]) -> str:
    """A line of the page with the keys that are in force."""
    of_line = [_listed(each) for each in _of_line(title, line, deeds)]
    if not any(each.name in changed for each in of_line):
        return line
    return ",  ".join(in_words(keys_of(each, changed)) for each in of_line)


def _listed(shortcut: Shortcut) -> Shortcut:
    """The shortcut that stands for this one where several titles have it."""
    same = (each for each in shortcuts() if (each.keys, each.words) == (shortcut.keys, shortcut.words))
    return shortcut if shortcut in shortcuts() else next(same)


def in_words(keys: Sequence[str]) -> str:
    """Keys as people read them."""
    return "  or  ".join(map(_in_words, keys))


def _in_words(key: str) -> str:
    names = {written: name for name, written in IN_QT.items()}
    modifiers, last = (key[:-1], key[-1:]) if key.endswith(("+", "-")) else ("", "")
    if not last:
        modifiers, plus, last = key.rpartition("+")
        modifiers += plus
    return modifiers + names.get(last, last)


def clash(shortcut: Shortcut, key: str, changed: Mapping[str, str]) -> Shortcut | None:
    """Another shortcut that has `key` where `shortcut` works, or none."""
    others = (each for each in shortcuts() if each.name != shortcut.name and _meet(each, shortcut))
    return next((each for each in others if key and key in keys_of(each, changed)), None)


def _meet(one: Shortcut, other: Shortcut) -> bool:
    """Whether both work in one place."""
    from mmdesk.ui.keys.scopes import scope_of  # noqa: PLC0415  (scopes know all widgets, this page none)

    if one.title == other.title or not {one.title, other.title}.isdisjoint(ANYWHERE):
        return True
    return not set(scope_of(one.title)).isdisjoint(scope_of(other.title))


def _is_among(shortcut: Shortcut, found: Sequence[Shortcut]) -> bool:
    """Whether a shortcut of many places is listed already for one of them."""
    return any(
        shortcut.keys == each.keys and shortcut.words == each.words and "Ctrl+" in each.keys[0]
        for each in found
    )


def _of_line(title: str, line: str, deeds: Deeds) -> Iterator[Shortcut]:
    """Shortcuts of a line: one with several keys, or as many as it has keys and deeds."""
    keys = tuple(_written(key) for key in _split(line) if not BY_MOUSE.search(key))
    if isinstance(deeds, str):
        if keys:
            yield Shortcut(title, deeds, keys, line)
        return
    for key, deed in zip(keys, deeds, strict=False):
        yield Shortcut(title, f"{deed[0].upper()}{deed[1:]}", (key,), line)


def _split(line: str) -> Sequence[str]:
    return SPELLED.get(line) or re.split(r",\s+|\s+or\s+|\s\s+", line)


def _written(key: str) -> str:
    """A key as Qt writes it."""
    *modifiers, last = key.split("+") if key != "+" else [key]
    return QKeySequence("+".join([*modifiers, IN_QT.get(last, last)])).toString()
