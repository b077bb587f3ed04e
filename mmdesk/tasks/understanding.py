"""A search line as a library understands it: with offers for the names that there are in it."""

import gzip
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from mmdesk.core.language import tr
from mmdesk.core.places import builtin_models
from mmdesk.core.query import Query, query_of
from mmdesk.core.search_line.filters import ALSO_CALLED_SO, NAMED_KINDS, Filter
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.languages import is_foreign
from mmdesk.core.search_line.line import Part, meant_by, problems_of
from mmdesk.core.search_line.offer_cameras import may_name_camera
from mmdesk.core.search_line.offer_words import MAKERS
from mmdesk.core.search_line.reading import read_line
from mmdesk.core.search_line.spelling import Spelling
from mmdesk.library.names import known_names
from mmdesk.tasks.library import Library
from mmdesk.tasks.things import label_names
from mmdesk.tasks.vocabulary import vocabulary

END = "</w>"
"""Mark of what ends a word, in the tokenizer's file."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Understood:
    """A line in parts, and the query they are together; `is_foreign` words of it are not English."""

    parts: tuple[Part, ...]
    query: Query
    is_foreign: bool = False

    @property
    def did_you_mean(self) -> str:
        """The line without likely misspellings; empty where there are none."""
        return meant_by(self.parts)

    @property
    def notes(self) -> list[str]:
        """What was taken for more than words, and what was not understood, a sentence each."""
        offered = [_offer(part) for part in self.parts if part.offered]
        beside = [
            _beside(part.beside.text if part.asks else part.text, part.beside)
            for part in self.parts
            if part.beside
        ]
        return offered + beside + problems_of(self.parts)


def names_in(library: Library, *, with_cameras: bool = True) -> KnownNames:
    """Names in a library that its searches may use, and the words that can be spelt wrong."""
    names = known_names(library.catalogue, with_cameras=with_cameras)
    own = [word for kind in names.by_filter.values() for name in kind for word in _WORD.findall(name)]
    spelling = Spelling([*own, *MAKERS], _of_vocabulary, _of_labels, _of_the_starter)
    return replace(names, spelling=spelling, everyday=Spelling((), _of_vocabulary, _of_labels))


def understand(library: Library, line: str, folder: bytes | None = None) -> Understood:
    """Read a line as one typed for this library."""
    known = names_in(library, with_cameras=may_name_camera(line))
    parts = read_line(line, known, date.today())
    query = query_of(parts, folder)
    return Understood(parts, query, is_foreign(query.terms, known.spelling.knows))


@cache
def _of_vocabulary() -> tuple[str, ...]:
    return tuple(word for text in vocabulary() for word in _WORD.findall(text))


@cache
def _of_labels() -> tuple[str, ...]:
    return tuple(word for text in label_names() for word in _WORD.findall(text))


@cache
def _of_the_starter() -> tuple[str, ...]:
    """Words that the tokenizer of the starter CLIP has whole, the most usual ones first."""
    with gzip.open(builtin_models() / "starter-clip" / "bpe_merges.txt.gz", "rt", encoding="utf-8") as file:
        joined = (line.strip().replace(" ", "") for line in file)
        return tuple(pair.removesuffix(END) for pair in joined if pair.endswith(END))


def _offer(part: Part) -> str:
    said = part.asks.written if part.asks else ""
    return tr(
        "“{text}” is taken for {said} (in quotation marks it stays words).",
        text=part.text,
        said=said,
    )


def _beside(text: str, named: Filter) -> str:
    what = ALSO_CALLED_SO[named.name]
    if named.name in NAMED_KINDS:
        return tr(
            "“{text}” is also the name of {what}: {filter} shows only that.",
            text=text,
            what=what,
            filter=named.written,
        )
    return tr(
        "“{text}” is also {what}: {filter} shows only that.", text=text, what=what, filter=named.written
    )
