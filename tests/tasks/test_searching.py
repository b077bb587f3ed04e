"""Queries of several parts, and an index that follows the library."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.query import Query, Term, parse_query, picture_query
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.vectors import vector_store
from tests.tasks.conftest import index


@pytest.fixture
def searcher(library: Library, clip: ClipModel, album: Path) -> Searcher:
    """A searcher among the photos of `album`."""
    index(library, clip, album)
    return Searcher(library, clip)


def test_several_terms_are_weighed_and_scored_one_by_one(
    searcher: Searcher, library: Library, clip: ClipModel, album: Path
) -> None:
    picture = os.fsencode(next(album.glob("*.png")))
    sentence = "a cat that sleeps in the sun"  # taken as it is
    terms = (Term(sentence), Term("a picture", 2.0, "picture", picture))
    result = searcher.search(Query(terms))
    spoken = clip.encode_texts([sentence])[0]
    _, [seen] = vector_store(library, clip).get([library.photos.by_path(picture).id])
    direction = spoken + 2 * seen
    assert {hit.photo for hit in result.hits} == set(library.photos.ids().tolist())
    for hit in result.hits:
        _, [vector] = vector_store(library, clip).get([hit.photo])
        assert hit.score == pytest.approx(vector @ direction / np.linalg.norm(direction), abs=2e-3)
        assert [term.text for term in hit.terms] == [sentence, "a picture"]
        assert [term.score for term in hit.terms] == pytest.approx([vector @ spoken, vector @ seen], abs=2e-3)


def test_what_is_added_is_found_at_once(
    searcher: Searcher, library: Library, clip: ClipModel, album: Path
) -> None:
    before = searcher.search(parse_query("a photo"))
    shutil.copy(album.parent / "all" / "rocket.jpg", album / "new.jpg")
    index(library, clip, album)
    after = searcher.search(parse_query("a photo"))
    assert after.considered == before.considered + 1
    [new] = {hit.photo for hit in after.hits} - {hit.photo for hit in before.hits}
    assert library.photos.by_ids([new])[0].path == os.fsencode(album / "new.jpg")


def test_what_is_prepared_is_loaded_though_a_search_is_remembered(
    searcher: Searcher, library: Library, clip: ClipModel
) -> None:
    searcher.search(parse_query("a photo"))
    later = ClipModel(library.places, clip.folder.name, clip.device)
    later.encode_texts(["a photo"])
    assert not later.is_loaded, "it is remembered"
    Searcher(library, later).prepare()
    assert later.is_loaded


def test_terms_that_cancel_each_other_are_refused(searcher: Searcher) -> None:
    with pytest.raises(UserError, match="cancel"):
        searcher.search(Query((Term("a cat", 1.0), Term("a cat", -1.0))))


def test_an_empty_query_finds_nothing_and_wakes_nobody(library: Library, clip: ClipModel) -> None:
    assert Searcher(library, clip).search(parse_query("  ")).hits == ()
    assert not clip.is_loaded


def test_a_picture_of_the_library_needs_no_opening(searcher: Searcher, album: Path) -> None:
    path = next(album.glob("*.png"))
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_bytes(bytes(path.stat().st_size))  # nobody could read this
    os.utime(path, ns=times)
    best = searcher.search(picture_query([os.fsencode(path)])).hits[0]
    assert best.score == pytest.approx(1, abs=0.01)


def test_an_album_is_searched_alone(searcher: Searcher, library: Library) -> None:
    first, second, *_ = library.photos.ids(order="name").tolist()
    album = library.albums.make("Two", [first, second])
    library.tags.add("sea", [second])
    for line, found in (("a cat", {first, second}), ("tag:sea", {second}), ("a cat -tag:sea", {first})):
        result = searcher.search(replace(parse_query(line), album=album.id))
        assert {hit.photo for hit in result.hits} == found
    assert searcher.search(Query((Term("a cat"),), album=album.id + 1)).considered == 0


def test_the_limit_cuts_the_tail(searcher: Searcher) -> None:
    everything = searcher.search(parse_query("a cat")).hits
    first = searcher.search(parse_query("a cat"), limit=2).hits
    assert [hit.photo for hit in first] == [hit.photo for hit in everything[:2]]


def test_pictures_and_words_are_calibrated_each_in_their_own_way(searcher: Searcher, album: Path) -> None:
    picture = os.fsencode(next(album.glob("*.png")))
    by_picture = searcher.search(picture_query([picture])).hits
    mixed = searcher.search(Query((Term("a photo"), Term("it", 1.0, "picture", picture)))).hits
    assert by_picture[0].band == "strong"
    assert by_picture[-1].band == "weak", "not everything is alike"
    assert len(by_picture) == len(mixed) > 1
    for hits in (by_picture, mixed):
        relevance = [hit.relevance for hit in hits]
        assert relevance == sorted(relevance, reverse=True)


def test_random_letters_are_never_strong(searcher: Searcher) -> None:
    for line in ("xqzv wblr", "qjxkvz"):
        assert all(hit.band != "strong" for hit in searcher.search(parse_query(line)).hits)


def test_what_shows_an_unwanted_thing_is_left_out(searcher: Searcher, library: Library) -> None:
    plain = [hit.photo for hit in searcher.search(parse_query("a rocket")).hits]
    same = [hit.photo for hit in searcher.search(parse_query('"a rocket" -"xqzv wblr"')).hits]
    assert same == plain
    [best, *_] = searcher.search(parse_query("a motorcycle")).hits
    left = searcher.search(parse_query('"a photo" -"a motorcycle"')).hits
    assert best.band == "strong"
    assert best.photo not in {hit.photo for hit in left}


def test_of_alternatives_each_is_scored_by_itself(searcher: Searcher) -> None:
    alone = {line: searcher.search(parse_query(line)).hits[0] for line in ("a cat", "a motorcycle")}
    assert all(hit.band == "strong" for hit in alone.values())
    for line in ('("a cat"|"a motorcycle") score:>0.5', '"a cat"|"a motorcycle" score:>0.5'):
        found = {hit.photo: hit for hit in searcher.search(parse_query(line)).hits}
        assert {hit.photo for hit in alone.values()} <= set(found)
        for hit in alone.values():
            assert found[hit.photo].relevance == pytest.approx(hit.relevance, abs=1e-3)
            assert found[hit.photo].score == pytest.approx(hit.score, abs=1e-3)
            assert [term.text for term in found[hit.photo].terms] == ["a cat or a motorcycle"]
    left = {hit.photo for hit in searcher.search(parse_query('-("a cat"|"a motorcycle")')).hits}
    assert left.isdisjoint(hit.photo for hit in alone.values())


def test_neutral_texts_are_kept_and_made_anew_when_damaged(
    searcher: Searcher, library: Library, clip: ClipModel
) -> None:
    found = [(hit.photo, hit.relevance) for hit in searcher.search(parse_query("a cat")).hits]
    [kept] = library.places.recent_texts.glob("*-neutral-*.npy")
    kept.write_bytes(b"nothing of the kind")
    again = Searcher(library, clip).search(parse_query("a cat")).hits
    assert [(hit.photo, hit.relevance) for hit in again] == found
    assert len(np.load(kept)) > 100


def test_more_like_these_and_less_like_those(searcher: Searcher, library: Library, album: Path) -> None:
    ids = {path.name: library.photos.by_path(os.fsencode(path)).id for path in album.iterdir()}
    first, second, *_ = sorted(ids.values())
    both = searcher.search(parse_query(f"like:{first},{second}"))
    assert {hit.photo for hit in both.hits[:2]} == {first, second}
    assert (both.hits[0].terms[0].kind, both.hits[0].terms[0].text) == ("photos", "like 2 photos")
    assert first not in {hit.photo for hit in searcher.search(parse_query(f"a photo -like:{first}")).hits}
    with pytest.raises(UserError, match="None of the photos"):
        searcher.search(parse_query("like:999999"))


def test_a_picture_that_is_not_there_is_told_in_one_sentence(searcher: Searcher, album: Path) -> None:
    gone = album / "gone.jpg"
    with pytest.raises(UserError) as told:
        searcher.search(parse_query(f"@{gone}"))
    assert str(told.value) == f"There is no picture {gone} to search by."
