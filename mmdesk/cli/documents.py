"""The JSON documents scripts rely on. Fields are added to them, never renamed or removed."""

from collections.abc import Iterable, Mapping
from typing import Any

from mmdesk.core.paths import json_path
from mmdesk.core.photo import Folder, IndexSummary, Photo, PhotoId, Skipped
from mmdesk.core.query import Hit, SearchResult
from mmdesk.tasks.status import Status

Document = dict[str, Any]


def add_document(summary: IndexSummary) -> Document:
    """How an `add` ended."""
    return {
        "found": summary.found,
        "indexed": summary.indexed,
        "unchanged": summary.unchanged,
        "renamed": summary.renamed,
        "skipped": _reasons(summary.skipped),
        "seconds": round(summary.seconds, 3),
        "photos_per_second": round(summary.photos_per_second, 2),
        "model": summary.model,
    }


def status_document(status: Status) -> Document:
    """What is in the library."""
    document: Document = {
        "photos": status.photos,
        "indexed": status.indexed,
        "pending": status.pending,
        "skipped": status.skipped,
        "offline": status.offline,
        "folders": [_folder(folder) for folder in status.folders],
        "model": status.model,
        "data_dir": json_path(status.data_dir),
    }
    return document if status.reasons is None else document | {"reasons": _reasons(status.reasons)}


def search_document(result: SearchResult, photos: Mapping[PhotoId, Photo]) -> Document:
    """The hits of a search, best first."""
    took = result.took
    return {
        "query": str(result.query),
        "model": result.model,
        "took_ms": {
            "encode": round(took.encode, 2),
            "scan": round(took.scan, 2),
            "total": round(took.total, 2),
        },
        "considered": result.considered,
        "hits": [_hit(hit, photos[hit.photo]) for hit in result.hits],
    }


def _hit(hit: Hit, photo: Photo) -> Document:
    return {
        "path": json_path(photo.path),
        "score": round(hit.score, 5),
        "relevance": round(hit.relevance, 5),
        "band": hit.band.value,
        "terms": [
            {"text": term.text, "weight": term.weight, "score": round(term.score, 5)} for term in hit.terms
        ],
    }


def _folder(folder: Folder) -> Document:
    return {
        "path": json_path(folder.path),
        "photos": folder.photos,
        "skipped": folder.skipped,
        "offline": folder.offline,
    }


def _reasons(skipped: Iterable[Skipped]) -> list[Document]:
    return [{"path": json_path(file.path), "reason": file.reason} for file in skipped]
