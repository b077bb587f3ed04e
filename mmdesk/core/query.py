"""Queries in words or pictures, and search results.

The grammar is plain words, which are one term, and a few conditions beside them: `tag:beach`,
`-tag:screenshot`, `generated:no`. `Query` holds several weighted terms, so that pictures and
words can be combined and the grammar can grow without changing anything below it.
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from mmdesk.core.photo import PhotoId

Generated = Literal["with", "without", "only"]
"""Treatment of pictures that a model made."""

GENERATED_WORDS: dict[str, Generated] = {
    "generated:yes": "with",
    "generated:no": "without",
    "generated:only": "only",
}
"""Words of the search line for it."""

TAG = re.compile(r"""(?<!\S)(-?)tag:(?:"([^"]+)"|(\S+))(?!\S)""", re.IGNORECASE)
"""`tag:beach`, `-tag:beach`, `tag:"night scene"`."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: words, or the picture in a file (`text` is then its path, for people)."""

    text: str
    weight: float = 1.0
    kind: Literal["words", "picture"] = "words"
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Query:
    """A search, optionally only below `folder` or in the album of the id `album`, with or without generated
    pictures.

    Photos must have, or be suggested, each label of `tags`, and none of `without_tags`. `generated` is None
    where nothing is said of it: they are found then, but none of the Studio's without `painted`.
    """

    terms: tuple[Term, ...] = ()
    folder: bytes | None = None
    generated: Generated | None = None
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    album: int | None = None
    painted: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for, so that everything is shown."""
        return not (self.terms or self.asks_for_tags)

    @property
    def asks_for_tags(self) -> bool:
        """Whether only photos with or without certain tags are wanted."""
        return bool(self.tags or self.without_tags)

    @property
    def pictures(self) -> tuple[bytes, ...]:
        """The pictures looked for, as paths."""
        return tuple(term.picture for term in self.terms if term.kind == "picture")

    @property
    def line(self) -> str:
        """What the search line says for it, beside the pictures."""
        words = tuple(term for term in self.terms if term.kind == "words")
        generated = [word for word, treated in GENERATED_WORDS.items() if treated == self.generated]
        return " ".join(filter(None, [str(replace(self, terms=words)), *generated]))

    def __str__(self) -> str:
        tags = [_tag_word("", tag) for tag in self.tags] + [_tag_word("-", tag) for tag in self.without_tags]
        return " ".join([*(term.text for term in self.terms), *tags])


def parse_query(line: str, folder: bytes | None = None) -> Query:
    """The query a search line stands for; runs of white space count as one space.

    `generated:no` leaves out pictures that a model made, `generated:only` all others, `generated:yes`
    none; `tag:beach` and `-tag:beach` ask for photos with and without a label.
    """
    asked = [(bool(minus), quoted or plain) for minus, quoted, plain in TAG.findall(line)]
    rest = TAG.sub(" ", line).split()
    generated = [word for word in rest if word in GENERATED_WORDS]
    words = " ".join(word for word in rest if word not in GENERATED_WORDS)
    return Query(
        terms=(Term(words),) if words else (),
        folder=folder,
        generated=GENERATED_WORDS[generated[-1]] if generated else None,
        tags=tuple(tag for minus, tag in asked if not minus),
        without_tags=tuple(tag for minus, tag in asked if minus),
    )


def _tag_word(sign: str, tag: str) -> str:
    """The condition as the search line has it."""
    return f'{sign}tag:"{tag}"' if " " in tag else f"{sign}tag:{tag}"


def picture_query(pictures: list[bytes], folder: bytes | None = None) -> Query:
    """The query for photos like all of `pictures` together, given as paths."""
    terms = (Term(path.decode("utf-8", "replace"), kind="picture", picture=path) for path in pictures)
    return Query(tuple(terms), folder)


class Band(StrEnum):
    """Class of a hit by its calibrated relevance."""

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
class SearchTimes:
    """Milliseconds spent on a search."""

    encode: float = 0.0
    scan: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, among `considered` photos that have a vector of `model`.

    A newly chosen model has yet to see `unseen` photos; until then `model` may be the one before it.
    """

    query: Query
    model: str
    considered: int = 0
    hits: tuple[Hit, ...] = field(default=())
    took: SearchTimes = SearchTimes()
    unseen: int = 0
