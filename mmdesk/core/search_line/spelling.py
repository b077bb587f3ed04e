"""Likely misspellings: words that nobody knows, and the known word that each is nearest to."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.search_line.filters import Filter
from mmdesk.core.search_line.languages import FOREIGN, is_foreign_thing
from mmdesk.core.search_line.line import Part
from mmdesk.core.search_line.plurals import singulars
from mmdesk.core.search_line.terms import Term

_WORD = re.compile(r"[^\W\d_]+")

SHORT, LONG = 4, 6
"""Letters from which a word may be one letter off, and two."""

MOST_KEPT = 1000
"""Words of which it is remembered what they may mean."""


class Spelling:
    """Knows words, the most usual ones first.

    The `further` ones are read, source after source, when a word is in none before: most lines need few.
    """

    def __init__(self, words: Iterable[str] = (), *further: Callable[[], Iterable[str]]) -> None:
        self._sources = [cache(partial(_plain, source)) for source in (lambda: words, *further)]
        self._meant: dict[str, str | None] = {}

    @cached_property
    def _words(self) -> list[str]:
        return list(dict.fromkeys(word for source in self._sources for word in source()))

    @cached_property
    def _counts(self) -> NDArray[np.int16]:
        """Number of each letter in each word, counted when the first word is not known."""
        words = self._words
        letters = np.frombuffer("".join(words).encode("ascii"), np.uint8).astype(np.int64) - ord("a")
        rows = np.repeat(np.arange(len(words)), [len(word) for word in words])
        counts = np.bincount(26 * rows + letters, minlength=26 * len(words))
        return counts.astype(np.int16).reshape(-1, 26)

    def prepare(self) -> None:
        """Read and count all words, which the first word that is not known would wait for."""
        _ = self._counts

    def knows(self, word: str) -> bool:
        """Whether a word is known, or would be if it were no plural."""
        word = word.casefold()
        return any(form in source() for source in self._sources for form in (word, *singulars(word)))

    def near(self, word: str) -> str | None:
        """The known word that is meant by one that is not known; None where it is known, or nothing is near.

        What was found is kept: a line that is typed has the same words at every key.
        """
        word = word.casefold()
        if word not in self._meant:
            if len(self._meant) >= MOST_KEPT:
                self._meant.clear()
            self._meant[word] = self._nearest(word)
        return self._meant[word]

    def _nearest(self, word: str) -> str | None:
        """The known word nearest to another: letters are counted, so that few are compared one by one."""
        if len(word) < SHORT or not _is_plain(word) or self.knows(word):
            return None
        most = 2 if len(word) >= LONG else 1
        off = np.abs(self._counts - np.array(_letters(word), np.int16)).sum(1)
        near = [self._words[place] for place in np.flatnonzero(off <= 2 * most)]
        told = [(_distance(word, one), number, one) for number, one in enumerate(near) if one[0] == word[0]]
        best = min(told, default=(most + 1, 0, ""))
        return best[2] if best[0] <= most else None


def with_spelling(parts: Sequence[Part], spelling: Spelling, typed: int | None = None) -> tuple[Part, ...]:
    """The parts of a line, with what may be meant by words that nobody knows.

    In a line of another language every word is one; so is one that is still `typed`, up to that place.
    """
    if any(_is_foreign(part.text, spelling) for part in parts):
        return tuple(parts)
    ends = accumulate(len(part.text) for part in parts)
    return tuple(
        part if typed == end else _spelt(part, spelling) for part, end in zip(parts, ends, strict=True)
    )


def _is_foreign(word: str, spelling: Spelling) -> bool:
    return word.casefold() in FOREIGN or (is_foreign_thing(word) and not spelling.knows(word))


def _spelt(part: Part, spelling: Spelling) -> Part:
    if isinstance(part.asks, Filter) or part.problem or part.text.isspace():
        return part
    is_words = part.asks is None or (isinstance(part.asks, Term) and part.asks.kind == "words")
    meant = corrected(part.text, spelling) if is_words else part.text
    return part if meant == part.text else replace(part, instead=meant)


def corrected(text: str, spelling: Spelling) -> str:
    """A text with known words in the place of those that nobody knows."""
    return _WORD.sub(lambda match: spelling.near(match[0]) or match[0], text)


def _plain(source: Callable[[], Iterable[str]]) -> Mapping[str, None]:
    """The words of a source, in lower case and in their order."""
    return dict.fromkeys(filter(_is_plain, map(str.casefold, source())))


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _letters(word: str) -> list[int]:
    return [word.count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"]


def _distance(one: str, other: str) -> int:
    """Number of letters to put in, take out, change, or exchange with their neighbours."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, last, row = row, before, [place]
        for number, against in enumerate(other, 1):
            least = min(before[number] + 1, row[-1] + 1, before[number - 1] + (letter != against))
            if place > 1 < number and letter == other[number - 2] and one[place - 2] == against:
                least = min(least, last[number - 2] + 1)
            row.append(least)
    return row[-1]
