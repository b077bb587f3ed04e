"""A search in words or pictures, and what comes back.

Today's grammar is plain words: the whole line is one term. `Query` already
holds several weighted terms, so that pictures and words can be combined and
the grammar can grow without changing anything below it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from mmdesk.core.photo import PhotoId

Generated = Literal["with", "without", "only"]
"""What becomes of pictures that a model made."""

GENERATED_WORDS: dict[str, Generated] = {
    "generated:yes": "with",
    "generated:no": "without",
    "generated:only": "only",
}
"""How the search line says it."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: words, or the picture in a file (`text` is then its path, for people)."""

    text: str
    weight: float = 1.0
    kind: Literal["words", "picture"] = "words"
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Query:
    """What the user looks for, optionally only below `folder`, with or without generated pictures."""

    terms: tuple[Term, ...] = ()
    folder: bytes | None = None
    generated: Generated = "with"

    @property
    def is_empty(self) -> bool:
        """Nothing is looked for: show everything."""
        return not self.terms

    def __str__(self) -> str:
        return " ".join(term.text for term in self.terms)


def parse_query(line: str, folder: bytes | None = None) -> Query:
    """The query a search line stands for; runs of white space count as one space.

    `generated:no` leaves out pictures that a model made, `generated:only` all others.
    """
    said = [word for word in line.split() if word in GENERATED_WORDS]
    words = " ".join(word for word in line.split() if word not in GENERATED_WORDS)
    generated = GENERATED_WORDS[said[-1]] if said else "with"
    return Query((Term(words),) if words else (), folder, generated)


def picture_query(pictures: list[bytes], folder: bytes | None = None) -> Query:
    """Photos like all of `pictures` together, given as paths."""
    terms = (Term(path.decode("utf-8", "replace"), kind="picture", picture=path) for path in pictures)
    return Query(tuple(terms), folder)


class Band(StrEnum):
    """How sure a hit is, by its calibrated relevance."""

    STRONG = "strong"
    MAYBE = "maybe"
    WEAK = "weak"

    @classmethod
    def of(cls, relevance: float) -> "Band":
        """The band of a relevance 0..1."""
        if relevance >= 0.5:
            return cls.STRONG
        return cls.MAYBE if relevance >= 0.15 else cls.WEAK


@dataclass(frozen=True, slots=True)
class TermScore:
    """The cosine of one term with one photo."""

    text: str
    weight: float
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A photo found: `score` is the model's cosine, `relevance` calibrated to 0..1."""

    photo: PhotoId
    score: float
    relevance: float
    terms: tuple[TermScore, ...] = ()

    @property
    def band(self) -> Band:
        """Strong, maybe or weak."""
        return Band.of(self.relevance)


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds spent on a search."""

    encode: float = 0.0
    scan: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, among `considered` photos that have a vector of `model`."""

    query: Query
    model: str
    considered: int = 0
    hits: tuple[Hit, ...] = field(default=())
    took: Took = Took()
