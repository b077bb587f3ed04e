"""The JSON documents keep the fields that scripts rely on."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mmdesk.cli.documents import add_document, paint_document, status_document
from mmdesk.core.health import LibraryCounts
from mmdesk.core.painting.runs import Painted
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.paths import path_from_json
from mmdesk.core.photo import FileStamp, Folder, IndexSummary, Photo, PhotoFacts, PhotoId, Skipped
from mmdesk.core.query import Hit, SearchResult, SearchTimes, TermScore, parse_query
from mmdesk.tasks.search_document import search_document
from mmdesk.tasks.status import Status

paths = st.binary(min_size=1, max_size=40).map(lambda name: b"/" + name)


def photo(number: int, path: bytes) -> Photo:
    return Photo(PhotoId(number), path, FileStamp(1, 1), b"hash", PhotoFacts(1, 1))


@given(st.lists(paths, unique=True, max_size=5), st.floats(-1, 1))
def test_a_search_document_can_be_read_back_whatever_the_paths(found: list[bytes], score: float) -> None:
    photos = {PhotoId(n): photo(n, path) for n, path in enumerate(found)}
    hits = tuple(Hit(n, score, 0.6, (TermScore("a cat", 1.0, score),)) for n in photos)
    result = SearchResult(parse_query("a  cat"), "eyes", 9, hits, SearchTimes(1, 2, 3))
    document = json.loads(json.dumps(search_document(result, photos)))
    assert [path_from_json(hit["path"]) for hit in document["hits"]] == found
    assert (document["query"], document["model"], document["considered"]) == ("a cat", "eyes", 9)
    assert document["took_ms"] == {"encode": 1, "scan": 2, "total": 3}
    for hit in document["hits"]:
        assert set(hit) == {
            *("path", "damaged", "score", "relevance", "band", "terms", "why", "place"),
            *("kind", "seconds", "live"),
        }
        assert hit["damaged"] is False
        assert hit["band"] == "strong"


def test_an_add_document_counts_everything() -> None:
    summary = IndexSummary(
        10, 4, 3, 1, (Skipped(b"/a/\xff.jpg", "Empty."), Skipped(b"/b", "Broken.")), 2.0, "eyes", 5
    )
    assert add_document(summary) == {
        "found": 10,
        "indexed": 4,
        "unchanged": 3,
        "renamed": 1,
        "other_names": 5,
        "skipped": [
            {"path": {"bytes": "L2Ev/y5qcGc="}, "reason": "Empty."},
            {"path": "/b", "reason": "Broken."},
        ],
        "seconds": 2.0,
        "photos_per_second": 2.0,
        "model": "eyes",
    }


def test_a_status_document_names_reasons_only_when_asked() -> None:
    status = Status(LibraryCounts(5, 2, 1, 0, 0, (Folder(b"/a", 5, 1, offline=True),)), "eyes", b"/data")
    document = status_document(status)
    assert document == {
        "photos": 5,
        "indexed": 3,
        "pending": 2,
        "skipped": 1,
        "offline": 1,
        "folders": [
            {
                "path": "/a",
                "photos": 5,
                "skipped": 1,
                "offline": True,
                "missing": 0,
                "lost": 0,
                "excludes": [],
            }
        ],
        "model": "eyes",
        "data_dir": "/data",
        "missing": 0,
        "pairs": 0,
        "other_names": 0,
        "damaged": 0,
        "unread": 0,
        "former_model": None,
        "search_engine": {"name": "exact", "reason": "nobody asked", "due": False, "hint": None},
        "painted": 0,
        "films": 0,
        "live": 0,
    }
    with_reasons = Status(LibraryCounts(5, 2, 1, 0, 0, ()), "eyes", b"/data", (Skipped(b"/x", "Broken."),))
    assert status_document(with_reasons)["reasons"] == [{"path": "/x", "reason": "Broken."}]


def test_a_paint_document_says_where_how_long_and_how_well() -> None:
    spec = PaintSpec("a rose", engine="fft", seed=7, steps=4)
    document = paint_document(Painted("run", Path("/a/b.png"), spec, 2.0, 1.5, 0.5))
    assert document == {
        "out": "/a/b.png",
        "engine": "fft",
        "seed": 7,
        "steps": 4,
        "seconds": 2.0,
        "seconds_per_step": 0.5,
        "loss": {"first": 1.5, "last": 0.5},
        "run": "run",
        "candidates": None,
    }
