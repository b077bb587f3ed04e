"""Search: encode the terms of a query, scan the index, calibrate the cosines."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.albums import Album
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.photo import PhotoId
from mmdesk.core.query import MANY, Band, Hit, Query, SearchResult, SearchTimes, Term, TermScore
from mmdesk.core.search_line.bounds import Bounds
from mmdesk.core.search_line.filters import Filter
from mmdesk.core.vectors import Ids, Vectors
from mmdesk.library.photos import Order
from mmdesk.models.combining import Combination, best_of_each, choices
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.found_apart import found_apart
from mmdesk.tasks.library import Library
from mmdesk.tasks.model_vectors import ModelVectors
from mmdesk.tasks.name_evidence import NameEvidence, NameWitness
from mmdesk.tasks.searched_photos import SearchedPhotos
from mmdesk.tasks.succession import Succession

if TYPE_CHECKING:
    from mmdesk.core.vectors import SearchIndex

Vector = NDArray[np.float32]

MORE = 4
"""Factor by which more photos are looked at, where too many of the nearest show what they should not."""

ORDERS: dict[str, Order | Literal["oldest"]] = {
    "date": "taken", "oldest": "oldest", "name": "name", "rating": "rating", "added": "added",
}  # fmt: skip
"""The library's orders by the words after `sort:`."""

ANY_WORDS = "a photo"
"""Words to load the model for, before anybody asks for any."""


class Searcher:
    """Answers queries over one library with one model, from any thread.

    The index is opened with the first search and follows the library from then on. While most photos wait to
    be seen by a newly chosen model, the one before it answers: see `Succession`.
    """

    def __init__(self, library: Library, clip: ClipModel) -> None:
        self.library = library
        self._clip = clip
        self._known = Succession(library, clip)
        self._names = NameWitness(library)

    def _succession(self) -> Succession:
        """Which model answers; another one may have been chosen since it was last asked."""
        known = self._known
        if known.clip is not self._clip.now:
            self._known = known = Succession(self.library, self._clip)
        return known

    def prepare(self) -> None:
        """Load what the first search would wait for: the model's words, and the index. Raises UserError."""
        self._succession().answering((Term(ANY_WORDS),)).prepare()

    def answering(self, terms: Sequence[Term]) -> ModelVectors:
        """The model that answers a query of these `terms` now, and the library as it sees it."""
        return self._succession().answering(terms)

    def search(self, query: Query, limit: int | None = None) -> SearchResult:
        """The best `limit` photos for `query`; none for an empty one.

        Without a limit, these are the best 500, or all that meet its filters, where it has no terms.
        Raises UserError for a picture that cannot be read, or a model that cannot be loaded.
        """
        return self._search(query, limit, self._among(frozenset()))

    def with_ways(self, result: SearchResult) -> SearchResult:
        """`result` with what its things find by themselves, where it found nothing: one by one."""
        return replace(result, apart=found_apart(result, self.count))

    def _search(self, query: Query, limit: int | None, among: SearchedPhotos) -> SearchResult:
        if query.is_empty:
            return SearchResult(query, self._clip.folder.name)
        begun = time.perf_counter()
        if not query.terms:
            return self._by_filters(query, limit, among, begun)
        succession = self._succession()
        answering = succession.answering(query.terms)
        terms = answering.encode(query.terms)
        encoded = time.perf_counter()
        considered, hits = self._scan(answering, query, terms, limit or MANY, among)
        done = time.perf_counter()
        took = SearchTimes(1e3 * (encoded - begun), 1e3 * (done - encoded), 1e3 * (done - begun))
        unseen, is_english = succession.unseen(), answering.reads_english_only
        return SearchResult(query, answering.model_name, considered, hits, took, unseen, is_english)

    def count(self, query: Query) -> int:
        """Number of photos that a query finds, as `SearchResult.found` says it; quick for filters alone.

        Raises UserError as `search` does.
        """
        if query.terms or query.is_empty or query.score != Bounds():
            return self._search(query, None, self._among(frozenset())).found
        among = self._among(frozenset())
        return len(among.filtered(query, among.in_place(query)))

    def meets(self, photo: PhotoId, filters: Sequence[Filter]) -> list[bool]:
        """Whether a photo meets each of these filters."""
        among = self._among(frozenset())
        return [among.meets(photo, one) for one in filters]

    def _scan(
        self,
        answering: ModelVectors,
        query: Query,
        terms: Sequence[Vectors],
        limit: int,
        among: SearchedPhotos,
    ) -> tuple[int, tuple[Hit, ...]]:
        """Number of photos compared with the query, and the best of them."""
        index = answering.index()
        allowed = among.in_index(query, index)
        apart = among.left_out(query, index) if allowed is None else np.empty(0, np.int64)
        considered = index.count - len(apart) if allowed is None else len(allowed)
        unwanted = [photo for term in query.terms if term.negative for photo in term.photos]
        left_out = np.r_[self._blank(query), apart, np.array(unwanted, np.int64)]
        named = self._names.evidence(query.terms, considered, allowed)
        found = _nearest(answering, query.terms, terms, (allowed, left_out), named, limit)
        return considered, self._arranged(query, self._with_names(query, found, named))

    def _with_names(self, query: Query, hits: tuple[Hit, ...], named: NameEvidence) -> tuple[Hit, ...]:
        """Hits with the names that counted for them."""
        trust = named.of(np.array([hit.photo for hit in hits], np.int64))
        those = [hits[place].photo for place in np.flatnonzero(trust.any(1))]
        reasons = self._names.reasons(query.terms, those) if those else {}
        return tuple(replace(hit, names=reasons[hit.photo]) if hit.photo in reasons else hit for hit in hits)

    def _arranged(self, query: Query, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Hits of the relevance asked for; in another order than that, within their bands."""
        bounds = query.score
        kept = hits if bounds == Bounds() else tuple(hit for hit in hits if hit.relevance in bounds)
        if query.sort == "relevance":
            return kept
        ids = self.library.photos.in_order(
            np.array([hit.photo for hit in kept], np.int64), ORDERS[query.sort]
        )
        place = {photo: number for number, photo in enumerate(ids.tolist())}
        bands = list(Band)
        return tuple(sorted(kept, key=lambda hit: (bands.index(hit.band), place.get(hit.photo, len(place)))))

    def _blank(self, query: Query) -> Ids:
        """Photos that no word finds: there is nothing to see in them."""
        has_words = any(term.kind == "words" for term in query.terms)
        return self.library.photos.blank_ids() if has_words else np.empty(0, np.int64)

    def _among(self, followed: frozenset[int]) -> SearchedPhotos:
        """What chooses the photos to look among, while the smart albums of the ids `followed` are asked."""
        return SearchedPhotos(self.library, partial(self._found_by, followed))

    def _found_by(self, followed: frozenset[int], album: Album) -> list[PhotoId]:
        """The photos that a smart album shows; nothing more where it comes back to itself."""
        if album.id in followed:
            return []
        found = self._search(album.asks, None, self._among(followed | {album.id}))
        return [hit.photo for hit in found.sure]

    def _by_filters(
        self, query: Query, limit: int | None, among: SearchedPhotos, begun: float
    ) -> SearchResult:
        """Photos that meet filters, and nothing else asked: the most certain ones first, then the newest."""
        photos = among.in_place(query)
        ids = among.filtered(query, photos)
        certainty = self.library.tags.certainties(ids, query.tags)
        order = np.argsort(-certainty, kind="stable")
        hits = self._arranged(
            query,
            tuple(
                Hit(PhotoId(int(ids[place])), float(certainty[place]), float(certainty[place]))
                for place in order
            ),
        )
        took = 1e3 * (time.perf_counter() - begun)
        return SearchResult(
            query,
            self._clip.folder.name,
            len(photos),
            hits[:limit],
            SearchTimes(0.0, round(took, 3), round(took, 3)),
        )


def _nearest(
    answering: ModelVectors,
    terms: Sequence[Term],
    vectors: Sequence[Vectors],
    among: tuple[Ids | None, Ids],
    named: NameEvidence,
    limit: int,
) -> tuple[Hit, ...]:
    """The best `limit` photos of those allowed, less those left out and those that show what they should not.

    Several terms, and several alternatives, order the nearest ones anew by how likely all of them hold; so do
    names, of which photos are looked at that are not the nearest, too. Films are seen by their frames.
    """
    combined = _combined(*_sought(terms, vectors))
    index, (allowed, left_out) = answering.index(), among
    together = Combination(
        answering.measures(terms, vectors), [t.weight for t in terms], [t.negative for t in terms]
    )
    nearness, spoken = together.directions, np.concatenate(vectors)
    lines = np.concatenate([spoken, nearness, combined])
    is_plain = len(spoken) == 1
    asked = max(limit, 0 if is_plain else MANY) + len(left_out)
    while True:
        ids, is_all = _nearest_to_any(index, together.rankings, asked, allowed)
        by_name = [_nearest_to_any(index, together.rankings, asked, group)[0] for group in named.groups()]
        by_frame = index.known(answering.frames.nearest(together.rankings, allowed))
        ids = np.array(list(dict.fromkeys(np.concatenate([ids, *by_name, by_frame]).tolist())), np.int64)
        ids = ids[np.isin(ids, left_out, invert=True)]
        every = answering.frames.raised(ids, index.scores(ids, lines), lines)
        cosines, near, scores = np.split(every, [len(spoken), 2 * len(spoken)], axis=1)
        kept = ~together.show_unwanted(near, named.of(ids))
        if is_all or kept.sum() >= limit:
            break
        asked *= MORE
    relevance = together.relevance(near[kept], named.of(ids[kept]))
    best = np.argsort(-relevance, kind="stable")[:limit]
    order = np.flatnonzero(kept)[best]
    by_term = best_of_each(cosines[order], list(map(len, vectors)))
    each = together.holding(near[order])  # how clearly it is seen; names are told apart
    return _hits(terms, ids[order], scores[order].max(1), relevance[best], by_term, each)


def _nearest_to_any(
    index: SearchIndex, rankings: Vectors, asked: int, allowed: Ids | None
) -> tuple[Ids, bool]:
    """The `asked` nearest photos in each of these directions, best first, and whether these are all."""
    lengths = np.linalg.norm(rankings, axis=1, keepdims=True)
    found = [index.top(line, asked, allowed)[0] for line in rankings / np.where(lengths, lengths, 1)]
    ids = list(dict.fromkeys(np.concatenate(found).tolist()))
    return np.array(ids, np.int64), len(found[0]) < asked


def _sought(terms: Sequence[Term], vectors: Sequence[Vectors]) -> tuple[Sequence[Term], Sequence[Vectors]]:
    """The terms that photos should show, with their vectors; all, where there are none of these."""
    wanted = [place for place, term in enumerate(terms) if not term.negative]
    if wanted:
        return [terms[place] for place in wanted], [vectors[place] for place in wanted]
    return terms, [-rows for rows in vectors]


def _hits(
    terms: Sequence[Term],
    ids: Ids,
    scores: Vector,
    relevance: Vector,
    by_term: NDArray[np.float32],
    each: NDArray[np.float64],
) -> tuple[Hit, ...]:
    rows = zip(*(column.tolist() for column in (ids, scores, relevance, by_term, each)), strict=True)
    return tuple(
        Hit(
            PhotoId(photo),
            score,
            relevant,
            tuple(
                TermScore(term.text, term.weight, cosine, one, term.negative, term.kind)
                for term, cosine, one in zip(terms, cosines, ones, strict=True)
            ),
        )
        for photo, score, relevant, cosines, ones in rows
    )


def _combined(terms: Sequence[Term], vectors: Sequence[Vectors]) -> Vectors:
    """One direction for all terms together, their weighted mean, for every choice among alternatives."""
    weights = np.array([term.weight for term in terms], np.float32)
    means = np.array([weights @ np.stack(chosen) for chosen in choices(vectors)])
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    if not lengths.all():
        raise UserError(tr("The parts of this query cancel each other out; change a weight."))
    return np.asarray(means / lengths, np.float32)
