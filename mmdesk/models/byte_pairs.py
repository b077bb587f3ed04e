"""CLIP's byte-pair tokenizer, without torch: a search by words needs no more than this and the text tower.

Byte-pair encoding (Sennrich, Haddow & Birch 2016, https://arxiv.org/abs/1508.07909) over the bytes of UTF-8,
as the first CLIP has it: text is cleaned and cut into words, and in each word the two neighbouring symbols
that come first in the vocabulary's list of merges are joined, again and again, until none is left.
"""

import gzip
import re
import string
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TokenIds = NDArray[np.int64]
"""Token ids [n, context_length], zeros behind the end of each text."""

MOST_MERGES = 48_894
"""Merges that a vocabulary has at most: the first CLIP's, whose file holds more than it uses."""

END = "</w>"
"""Mark of a symbol that ends a word."""

SPECIAL = ("<start_of_text>", "<end_of_text>")

WORDS = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
"""A word: an English ending, letters, one digit, or signs."""

ASCII_WORDS = WORDS.replace(r"\p{L}", "a-zA-Z").replace(r"\p{N}", "0-9")
"""The same for texts of ASCII alone, which Python's own regular expressions can say."""

WITHOUT_PUNCTUATION = str.maketrans("_", " ", string.punctuation.replace("_", ""))


class BytePairTokenizer:
    """Turns texts to token ids of the vocabulary in the gzip file `path`.

    `clean` names what is done to a text first, "lower", "whitespace" or "canonicalize" (see `CLEANERS`);
    `extra` are special tokens beside those of start and end. Raises OSError, EOFError, zlib.error or
    ValueError for a vocabulary that cannot be read, KeyError for an unknown `clean`.
    """

    def __init__(
        self, path: Path, context_length: int, clean: str = "lower", extra: Sequence[str] = ()
    ) -> None:
        merges = _read_merges(path)
        letters = list(_letters().values())
        special = [*SPECIAL, *extra]
        joined = (merge.replace(" ", "") for merge in merges)
        symbols = [*letters, *(letter + END for letter in letters), *joined, *special]
        self._ids = dict(zip(symbols, range(len(symbols)), strict=True))
        self._ranks = dict(zip(merges, range(len(merges)), strict=True))
        self._known: dict[str, list[int]] = {token: [self._ids[token]] for token in special}
        self._special = list(map(re.escape, special))
        self._clean = CLEANERS[clean]
        self._context_length = context_length

    @property
    def vocab_size(self) -> int:
        """Number of tokens."""
        return len(self._ids)

    def __call__(self, texts: Sequence[str]) -> TokenIds:
        """Token ids of `texts`, each between the marks of start and end; what is too long is cut off."""
        start, end = (self._ids[mark] for mark in SPECIAL)
        rows = np.zeros((len(texts), self._context_length), np.int64)
        for row, text in zip(rows, texts, strict=True):
            ids = [start, *self._encode(text)[: self._context_length - 2], end]
            row[: len(ids)] = ids
        return rows

    def _encode(self, text: str) -> list[int]:
        clean = self._clean(text)
        words = (self._ascii_words if clean.isascii() else self._words).findall(clean)
        return [number for word in words for number in self._word(word)]

    @cached_property
    def _ascii_words(self) -> re.Pattern[str]:
        return re.compile("|".join([*self._special, ASCII_WORDS]), re.IGNORECASE)

    @cached_property
    def _words(self) -> Any:
        import regex  # noqa: PLC0415  (knows the letters of all alphabets, and takes a while to learn them)

        return regex.compile("|".join([*self._special, WORDS]), regex.IGNORECASE)

    def _word(self, word: str) -> list[int]:
        """Token ids of one word; words once seen are remembered."""
        letters = _letters()
        spelled = "".join(letters[byte] for byte in word.encode())
        if spelled not in self._known:
            self._known[spelled] = [self._ids[symbol] for symbol in self._merge(spelled)]
        return self._known[spelled]

    def _merge(self, spelled: str) -> list[str]:
        """The symbols of a word in the end."""
        symbols = [*spelled[:-1], spelled[-1] + END]
        while len(symbols) > 1:
            pair = min(pairwise(symbols), key=self._rank)
            if " ".join(pair) not in self._ranks:
                break
            symbols = _joined(symbols, pair)
        return symbols

    def _rank(self, pair: tuple[str, str]) -> int:
        return self._ranks.get(" ".join(pair), len(self._ranks))


def _joined(symbols: Sequence[str], pair: tuple[str, str]) -> list[str]:
    """`symbols` with every `pair` of neighbours as one, from left to right."""
    joined: list[str] = []
    place = 0
    while place < len(symbols):
        is_pair = tuple(symbols[place : place + 2]) == pair
        joined.append("".join(pair) if is_pair else symbols[place])
        place += 1 + is_pair
    return joined


def _read_merges(path: Path) -> list[str]:
    """Pairs of symbols with a blank between, those that are joined first in front.

    The first line of the file is a title. Pairs stay the lines they are: to part 48,894 takes long.
    """
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")[1 : MOST_MERGES + 1]
    if not lines:
        raise ValueError(f"{path.name} is empty")
    return lines


@lru_cache
def _letters() -> Mapping[int, str]:
    """A printable character for each byte: its own where it has one, else one from behind Latin-1.

    Their order is that of the first symbols in every vocabulary.
    """
    printable = [
        *range(ord("!"), ord("~") + 1),
        *range(ord("¡"), ord("¬") + 1),
        *range(ord("®"), ord("ÿ") + 1),
    ]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + n) for n, byte in enumerate(others)}


def _fixed(text: str) -> str:
    """`text` without the faults of wrong encodings and entities of HTML; nearly all texts have none."""
    if text.isascii() and text.isprintable() and "&" not in text:
        return text.strip()
    import html  # noqa: PLC0415  (with ftfy a tenth of a second, for texts that may need it)

    import ftfy  # noqa: PLC0415

    return html.unescape(html.unescape(ftfy.fix_text(text))).strip()


def _one_line(text: str) -> str:
    return " ".join(_fixed(text).split())


def _lower(text: str) -> str:
    return _one_line(text).lower()


def _canonical(text: str) -> str:
    """`text` in lower case and without punctuation, as the models of big_vision were trained."""
    return " ".join(_fixed(text).translate(WITHOUT_PUNCTUATION).lower().split())


CLEANERS: Mapping[str, Callable[[str], str]] = {
    "lower": _lower,
    "whitespace": _one_line,
    "canonicalize": _canonical,
}
"""Ways to clean a text, by open_clip's names."""
