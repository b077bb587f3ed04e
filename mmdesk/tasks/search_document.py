"""The document that tells of a search: what `mmdesk search --json` prints, and what a window answers."""

from collections.abc import Mapping
from typing import Any

from mmdesk.core.language import tr, trn
from mmdesk.core.nothing_found import why_nothing
from mmdesk.core.paths import json_path
from mmdesk.core.photo import Photo, PhotoId
from mmdesk.core.query import FoundApart, Hit, Query, SearchResult
from mmdesk.core.search_line.languages import NOT_READ
from mmdesk.tasks.library import Library
from mmdesk.tasks.running_window import SearchQuestion
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.understanding import understand

Document = dict[str, Any]


def find_document(searcher: Searcher, question: SearchQuestion) -> Document:
    """Answer a question, and tell how its words were understood. Raises UserError as the `searcher` does."""
    told = understand(searcher.library, question.words, question.folder)
    query = question.query if question.files else told.query
    result = searcher.with_ways(searcher.search(query, question.limit))
    found = searcher.library.photos.by_ids([hit.photo for hit in result.hits])
    document = search_document(result, {photo.id: photo for photo in found})
    is_unread = result.reads_english_only and told.is_foreign
    notes = " ".join(
        [*told.notes, *([NOT_READ] if is_unread else []), *_note_on_places(searcher.library, result.query)]
    )
    return document | {"note": notes, "did_you_mean": told.did_you_mean}


def search_document(result: SearchResult, photos: Mapping[PhotoId, Photo]) -> Document:
    """The hits of a search, best first. Fields are added, never renamed or removed.

    Photos taken out of the library since then are left out.
    """
    took = result.took
    return {
        "query": str(result.query),
        "understood": _understood(result.query),
        "note": "",
        "did_you_mean": "",
        "found": result.found,
        "doubtful": list(result.apart.doubtful) if result.apart else [],
        "apart": _apart(result.apart) if result.apart else None,
        "nothing": why_nothing(result),
        "model": result.model,
        "took_ms": {
            "encode": round(took.encode, 2),
            "scan": round(took.scan, 2),
            "total": round(took.total, 2),
        },
        "considered": result.considered,
        "unseen": result.unseen,
        "hits": [_hit(hit, photos[hit.photo]) for hit in result.hits if hit.photo in photos],
    }


def _understood(query: Query) -> list[Document]:
    """Terms and filters, one after the other."""
    terms = [_part(term.kind, term.text, term.weight, negative=term.negative) for term in query.terms]
    return terms + [_part(one.name, one.text, negative=one.negative) for one in query.filters]


def _apart(apart: FoundApart) -> Document:
    """What the things find by themselves; `query` asks for all of them at once."""
    return {
        "query": apart.query.written,
        "together": apart.together,
        "things": [
            {"text": one.text, "query": one.query.written, "found": one.found} for one in apart.things
        ],
    }


def _note_on_places(library: Library, query: Query) -> list[str]:
    """A sentence on what `place:` cannot find."""
    if not any(one.name == "place" for one in query.filters):
        return []
    waiting = library.locations.waiting()
    if waiting:
        return [
            trn(
                "Where {n} photo was taken is looked up when its folder is looked at again.",
                "Where {n} photos were taken is looked up when their folders are looked at again.",
                waiting,
            )
        ]
    return [] if library.locations.all() else [tr("No photo here says where it was taken.")]


def _part(kind: str, text: str, weight: float = 1.0, *, negative: bool = False) -> Document:
    return {"kind": kind, "text": text, "negative": negative, "weight": weight}


def kind_document(photo: Photo) -> Document:
    """Whether it is a picture or a film, its length (None where nobody knows), and whether it is live."""
    return {
        "kind": "film" if photo.is_film else "photo",
        "seconds": photo.facts.seconds or None,
        "live": photo.is_live,
    }


def _hit(hit: Hit, photo: Photo) -> Document:
    return {
        "path": json_path(photo.path),
        "damaged": photo.facts.damaged,
        "place": str(photo.location or "") or None,
        **kind_document(photo),
        "score": round(hit.score, 5),
        "relevance": round(hit.relevance, 5),
        "band": hit.band.value,
        "why": [name.sentence for name in hit.names],
        "terms": [
            {
                "text": term.text,
                "weight": term.weight,
                "score": round(term.score, 5),
                "relevance": round(term.relevance, 5),
                "negative": term.negative,
            }
            for term in hit.terms
        ],
    }
