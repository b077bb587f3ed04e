"""A byte-pair vocabulary of our own.

Byte-pair encoding (Sennrich, Haddow and Birch 2016, https://arxiv.org/abs/1508.07909) joins the most
frequent neighbours again and again. The merges are written in the file format of CLIP's tokenizer, which
open_clip's `SimpleTokenizer` reads: it splits into words by its own pattern, works on bytes dressed as
printable characters and marks the end of a word with `</w>`.
"""

import gzip
import heapq
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from open_clip.tokenizer import bytes_to_unicode, get_clean_fn

Pair = tuple[str, str]
Word = list[str]

HEADER = "#version: mmdesk byte pairs"
SPECIALS = 2
"""Start and end of text."""

WORDS = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|(?:[^\w\s]|_)+")
"""What the tokenizer takes for one word: it never joins across these."""


def vocabulary_size(merges: int) -> int:
    """Rows of the token table: 256 bytes, inside and at the end of a word, the merges, start and end."""
    return 2 * 256 + merges + SPECIALS


def learn_merges(texts: Iterable[str], count: int, least: int = 2) -> list[Pair]:
    """The first `count` merges, the most frequent pair first; none of pairs seen fewer than `least` times."""
    return _Merging(_count_words(texts)).run(count, least)


def write_merges(path: Path, merges: Iterable[Pair]) -> None:
    """The merges as the gzip file the tokenizer reads; equal merges give equal bytes."""
    # No newline at the end: the reader would take the empty line for one more merge.
    text = "\n".join([HEADER, *(" ".join(pair) for pair in merges)])
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


def read_merges(path: Path) -> list[Pair]:
    """The inverse of `write_merges`."""
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")[1:]
    return [(first, second) for first, _, second in (line.partition(" ") for line in lines)]


def _count_words(texts: Iterable[str]) -> Counter[tuple[str, ...]]:
    """Number of times each word occurs, as symbols: one per byte, the last with the end mark."""
    clean, dress = get_clean_fn("lower"), bytes_to_unicode()
    words: Counter[str] = Counter()
    for text in texts:
        words.update(WORDS.findall(clean(text)))
    symbols: Counter[tuple[str, ...]] = Counter()
    for word, times in words.items():
        dressed = [dress[byte] for byte in word.encode("utf-8")]
        symbols[(*dressed[:-1], dressed[-1] + "</w>")] += times
    return symbols


class _Merging:
    """The words, their weights, and for each pair its total and the words it occurs in.

    The heap may hold outdated totals; each change pushes the new one, and an entry counts only while it
    agrees with `_totals`.
    """

    def __init__(self, counted: Counter[tuple[str, ...]]) -> None:
        self._words: list[Word] = [list(word) for word in counted]
        self._weights = list(counted.values())
        self._totals: Counter[Pair] = Counter()
        self._places: defaultdict[Pair, set[int]] = defaultdict(set)
        for place in range(len(self._words)):
            self._count(place, +1)
        self._heap = [(-total, pair) for pair, total in self._totals.items()]
        heapq.heapify(self._heap)

    def run(self, count: int, least: int) -> list[Pair]:
        """Merge until `count` merges are found or no pair occurs `least` times."""
        merges: list[Pair] = []
        while len(merges) < count and self._heap:
            # Of equally frequent pairs the first in the alphabet: the result depends on the texts alone.
            negative, pair = heapq.heappop(self._heap)
            if -negative < least:
                break
            if self._totals[pair] == -negative:
                merges.append(pair)
                self._merge(pair)
        return merges

    def _merge(self, pair: Pair) -> None:
        touched: set[Pair] = set()
        for place in self._places.pop(pair):
            touched |= self._count(place, -1)
            self._words[place] = _joined(self._words[place], pair)
            touched |= self._count(place, +1)
        for changed in touched:
            heapq.heappush(self._heap, (-self._totals[changed], changed))

    def _count(self, place: int, sign: int) -> set[Pair]:
        """Add or take away the pairs of one word; returns them."""
        word, weight = self._words[place], self._weights[place]
        pairs = list(itertools.pairwise(word))
        for pair in pairs:
            self._totals[pair] += sign * weight
            if sign > 0:
                self._places[pair].add(place)
        return set(pairs)


def _joined(word: Word, pair: Pair) -> Word:
    """`word` with every occurrence of `pair` made one symbol, from left to right."""
    joined: Word = []
    for symbol in word:
        if joined and (joined[-1], symbol) == pair:
            joined[-1] += symbol
        else:
            joined.append(symbol)
    return joined
