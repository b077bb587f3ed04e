"""Queries in words or pictures, and search results.

What a search line may say is in `search_line`. `Query` holds several weighted terms, so that pictures and
words can be combined, and the conditions beside them.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal, cast

from mmdesk.core.language import trc
from mmdesk.core.name_match import NameMatch
from mmdesk.core.photo import PhotoId
from mmdesk.core.search_line.bounds import Bounds, bounds_of
from mmdesk.core.search_line.filters import GENERATED, SINGLE, Filter
from mmdesk.core.search_line.line import Part, parts_of, terms_and_filters
from mmdesk.core.search_line.terms import Term

__all__ = [
    "Band",
    "FoundApart",
    "Generated",
    "Hit",
    "Query",
    "SearchResult",
    "SearchTimes",
    "Term",
    "TermScore",
    "ThingFound",
    "parse_query",
    "picture_query",
    "query_of",
]

MANY = 500
"""Number of hits that nobody looks beyond."""

MADE_BY_MODELS = frozenset({"painted", "generated"})
"""Words after `is:` for pictures that a model made."""

Generated = Literal["with", "without", "only"]
"""Treatment of pictures that a model made."""


@dataclass(frozen=True, slots=True)
class Query:
    """A search, optionally only below `folder` or in the album of the id `album`.

    Photos must meet all `filters`. Without `painted`, none of the Studio's own pictures are found.
    What was `typed` for it tells people more than how it was understood.
    """

    terms: tuple[Term, ...] = ()
    folder: bytes | None = None
    filters: tuple[Filter, ...] = ()
    album: int | None = None
    painted: bool = True
    typed: str = field(default="", compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said at all, so that everything is shown as it is."""
        return not (self.terms or self.filters)

    @property
    def conditions(self) -> tuple[Filter, ...]:
        """The filters that choose photos by what is known of them."""
        return tuple(one for one in self.filters if one.name not in SINGLE)

    @property
    def generated(self) -> Generated | None:
        """Treatment of pictures that a model made; None where nothing is said of it: they are found then."""
        word = self._last("generated")
        return cast("Generated", GENERATED[word]) if word else None

    @property
    def speaks_of_painted(self) -> bool:
        """Whether it says something of pictures that a model made, so that those painted here count."""
        asked = (value for one in self._of("is") if not one.negative for value in one.values)
        return self.generated is not None or not MADE_BY_MODELS.isdisjoint(asked)

    @property
    def things(self) -> tuple[Term, ...]:
        """The terms that photos should show; examples to be like are none."""
        return tuple(term for term in self.terms if not term.negative and term.kind != "photos")

    def with_things(self, things: tuple[Term, ...]) -> "Query":
        """The query for other things, all else being the same."""
        others = tuple(term for term in self.terms if term not in self.things)
        return replace(self, terms=(*things, *others))

    @property
    def sort(self) -> str:
        """Order of the hits within their bands."""
        return self._last("sort") or "relevance"

    @property
    def score(self) -> Bounds:
        """Relevance that hits must have."""
        return bounds_of(self._last("score")) or Bounds()

    @property
    def has_weak_hits(self) -> bool:
        """Whether hits may be weak, which do not count as found: it does not say how sure to be."""
        return bool(self.terms) and self.score == Bounds()

    @property
    def tags(self) -> tuple[str, ...]:
        """Labels that photos must have, or be suggested, each."""
        return tuple(one.values[0] for one in self._of("tag") if not one.negative and len(one.values) == 1)

    @property
    def without_tags(self) -> tuple[str, ...]:
        """Labels that photos must not have."""
        return tuple(value for one in self._of("tag") if one.negative for value in one.values)

    @property
    def asks_for_tags(self) -> bool:
        """Whether only photos with or without certain tags are wanted."""
        return bool(self._of("tag"))

    @property
    def pictures(self) -> tuple[bytes, ...]:
        """The pictures looked for, as paths."""
        return tuple(term.picture for term in self.terms if term.kind == "picture" and not term.negative)

    @property
    def line(self) -> str:
        """What the search line says for it, beside the pictures."""
        return replace(self, terms=tuple(t for t in self.terms if t.kind != "picture" or t.negative)).written

    @property
    def written(self) -> str:
        """A search line that asks for it, pictures and all."""
        terms = [term.written for term in self.terms]
        return " ".join([*terms, *(one.written for one in self.filters)])

    def __str__(self) -> str:
        shown = (term.text if term.kind == "picture" else term.written for term in self.terms)
        return " ".join([*shown, *(one.written for one in self.filters)])

    def _of(self, name: str) -> tuple[Filter, ...]:
        return tuple(one for one in self.filters if one.name == name)

    def _last(self, name: str) -> str:
        return next((one.values[0] for one in reversed(self.filters) if one.name == name), "")


def parse_query(line: str, folder: bytes | None = None) -> Query:
    """The query a search line stands for, word by word; runs of white space count as one space."""
    return query_of(parts_of(line), folder)


def query_of(parts: tuple[Part, ...], folder: bytes | None = None) -> Query:
    """The query that the parts of a line are together."""
    terms, filters = terms_and_filters(parts)
    return Query(terms, folder, filters)


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
        if relevance >= cls.least_strong():
            return cls.STRONG
        return cls.MAYBE if relevance >= cls.least_maybe() else cls.WEAK

    @property
    def word(self) -> str:
        """The band for people."""
        return _BAND_WORDS[self]

    @staticmethod
    def least_strong() -> float:
        """The least relevance of a strong hit."""
        return 0.5

    @staticmethod
    def least_maybe() -> float:
        """The least relevance of a hit that is not weak."""
        return 0.15


_BAND_WORDS = {
    Band.STRONG: trc("how sure a hit is", "strong"),
    Band.MAYBE: trc("how sure a hit is", "maybe"),
    Band.WEAK: trc("how sure a hit is", "weak"),
}


@dataclass(frozen=True, slots=True)
class TermScore:
    """The cosine of one term of some `kind` with one photo, and its relevance 0..1; `negative`: unwanted."""

    text: str
    weight: float
    score: float
    relevance: float = 0.0
    negative: bool = False
    kind: str = "words"


@dataclass(frozen=True, slots=True)
class Hit:
    """A photo found: `score` is the cosine, `relevance` calibrated to 0..1; `names` counted beside it."""

    photo: PhotoId
    score: float
    relevance: float
    terms: tuple[TermScore, ...] = ()
    names: tuple[NameMatch, ...] = ()

    @property
    def band(self) -> Band:
        """Strong, maybe or weak."""
        return Band.of(self.relevance)

    @property
    def is_exact(self) -> bool:
        """Whether filters alone found it: it meets them, and there is nothing to be sure of."""
        return not self.terms and self.relevance >= 1


@dataclass(frozen=True, slots=True)
class SearchTimes:
    """Milliseconds spent on a search."""

    encode: float = 0.0
    scan: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class ThingFound:
    """One of several things that were looked for; `found` photos show it, by a `query` for it alone."""

    text: str
    query: Query
    found: int


@dataclass(frozen=True, slots=True)
class FoundApart:
    """What several things find, each by itself, that no photo was found for at once.

    Where they were typed as one `phrase`, `query` asks for each as a thing of its own, which finds
    `together` photos.
    """

    query: Query
    things: tuple[ThingFound, ...]
    phrase: str = ""
    together: int = 0

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The things that no photo clearly shows."""
        return tuple(one.text for one in self.things if not one.found)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, among `considered` photos that have a vector of `model`.

    A newly chosen model has yet to see `unseen` photos; until then `model` may be the one before it. It may
    have been taught in English alone. Where nothing was found, `apart` may have what its things find.
    """

    query: Query
    model: str
    considered: int = 0
    hits: tuple[Hit, ...] = field(default=())
    took: SearchTimes = SearchTimes()
    unseen: int = 0
    reads_english_only: bool = False
    apart: FoundApart | None = None

    @property
    def sure(self) -> tuple[Hit, ...]:
        """Hits that count as found: all but the weak ones; all, where the query does not part them."""
        if not self.query.has_weak_hits:
            return self.hits
        least = Band.least_maybe()
        return tuple(hit for hit in self.hits if hit.relevance >= least)

    @property
    def found(self) -> int:
        """Number of hits that count as found."""
        return len(self.sure)
