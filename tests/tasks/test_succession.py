"""A newly chosen model takes over a library while the one before it answers, and loses nothing of it."""

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mmdesk.benchmark.synthetic_library import make_synthetic_library
from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.photo import PhotoId
from mmdesk.core.places import Places, builtin_models
from mmdesk.core.query import SearchResult, parse_query, picture_query
from mmdesk.core.tagging.review import ReviewRequest
from mmdesk.tasks.chosen_clip import ChosenClip
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.status import status
from mmdesk.tasks.tagging.reviewer import Reviewer
from mmdesk.tasks.tagging.tag import tag_photos
from mmdesk.tasks.tagging.teach import learn
from mmdesk.tasks.vectors import vector_store
from tests.looked_before import know_machine
from tests.tasks.conftest import index

THINGS = LabelSet("things", (Label("cat"), Label("motorcycle")))


@pytest.fixture
def former(places: Places, clip: ClipModel, small_model: Path) -> ClipModel:
    """The eyes of a model with shorter vectors than those of `clip`."""
    shutil.copytree(small_model, places.models / "former")
    return ClipModel(places, "former")


@pytest.fixture
def twin(places: Places, clip: ClipModel, nothing: Path) -> ClipModel:
    """The starter model under another name: another model to the library, with eyes as good. Both have
    looked at pictures of nothing.
    """
    shutil.copytree(builtin_models() / "starter-clip", places.models / "twin")
    twin = ClipModel(places, "twin")
    know_machine(places, twin)
    shutil.copytree(nothing, places.matrices)
    [seen] = nothing.iterdir()
    shutil.copy(seen, places.matrices / seen.name.replace(clip.key, twin.key))
    return twin


@pytest.fixture
def other(album: Path) -> Path:
    """A second folder, of two photographs."""
    folder = album.parent / "other"
    folder.mkdir()
    for name in ("rocket.jpg", "motorcycle_right.png"):
        shutil.copy(album.parent / "all" / name, folder)
    return folder


def id_of(library: Library, path: Path) -> PhotoId:
    """The id of the photo in the file `path`."""
    photo = library.photos.by_path(os.fsencode(path))
    assert photo is not None
    return photo.id


def run(steps: Iterator[object]) -> None:
    """Let `steps` come to their end."""
    for _ in steps:
        pass


def answer(searcher: Searcher) -> SearchResult:
    """What a search by words finds."""
    return searcher.search(parse_query("a photo"))


def test_the_former_model_answers_until_the_new_one_has_seen_all(
    library: Library, clip: ClipModel, former: ClipModel, album: Path, other: Path
) -> None:
    index(library, former, album, other)
    count = library.photos.count()
    searcher = Searcher(library, clip)
    first = answer(searcher)
    assert (first.model, first.considered, first.unseen) == ("former", count, count)
    assert status(library, clip).former == "former"
    index(library, clip, album)
    meanwhile = answer(searcher)
    assert (meanwhile.model, meanwhile.considered, meanwhile.unseen) == ("former", count, 2)
    assert [hit.photo for hit in meanwhile.hits] == [hit.photo for hit in first.hits]
    index(library, clip, other)
    last = answer(searcher)
    assert (last.model, last.considered, last.unseen) == ("starter-clip", count, 0)
    assert status(library, clip).former is None


def test_where_both_models_have_seen_all_the_chosen_one_answers(
    library: Library, clip: ClipModel, former: ClipModel, album: Path
) -> None:
    index(library, former, album)
    index(library, clip, album)
    assert answer(Searcher(library, former)).model == "former"
    assert answer(Searcher(library, clip)).model == "starter-clip"


def test_where_the_former_model_is_gone_its_vectors_still_compare_photos(
    library: Library, clip: ClipModel, former: ClipModel, album: Path, other: Path
) -> None:
    index(library, former, album, other)
    key, count = former.key, library.photos.count()
    shutil.rmtree(former.folder.path)
    searcher = Searcher(library, clip)
    picture = os.fsencode(next(other.iterdir()))
    alike = searcher.search(picture_query([picture]))
    assert (alike.model, alike.considered) == (key, count)
    assert library.photos.by_ids([alike.hits[0].photo])[0].path == picture
    index(library, clip, other)
    words = answer(searcher)
    assert (words.model, words.considered, words.unseen) == ("starter-clip", 2, count - 2)
    index(library, clip, album)
    assert searcher.search(picture_query([picture])).model == "starter-clip"


def test_photos_out_of_reach_hold_nobody_up(
    library: Library, clip: ClipModel, former: ClipModel, album: Path, other: Path
) -> None:
    index(library, former, album, other)
    shutil.move(other, other.with_name("carried off"))
    pictures = sorted(album.iterdir())
    pictures[0].unlink()
    pictures[1].write_bytes(b"broken meanwhile")
    index(library, clip, album, other)
    assert answer(Searcher(library, clip)).model == "starter-clip"


def test_tags_ratings_and_what_was_taught_move_along(
    library: Library, clip: ClipModel, twin: ClipModel, album: Path, other: Path
) -> None:
    shutil.copy(album.parent / "all" / "chelsea.png", album)
    index(library, twin, album, other)
    ids = library.photos.ids()
    cat, rocket = (id_of(library, path) for path in (album / "chelsea.png", other / "rocket.jpg"))
    library.tags.accept("cat", [cat], "things")
    library.tags.reject("cat", [rocket], "things")
    library.photos.set_rating([cat], 4)
    learn(library, twin, THINGS, "cat")
    run(tag_photos(library, twin, THINGS))
    tags, photos = library.tags.by_photo(["cat", "motorcycle"]), library.photos.by_ids(ids)
    assert id_of(library, other / "motorcycle_right.png") in tags

    index(library, clip, album)
    run(tag_photos(library, clip, THINGS))
    assert library.tags.by_photo(["cat", "motorcycle"]).keys() == tags.keys()
    assert library.labels.heads(clip.key) == {}, "not all photos were seen yet"

    index(library, clip, other)
    run(tag_photos(library, clip, THINGS))
    assert library.photos.by_ids(ids) == photos
    assert library.tags.decided("cat") == ([cat], [rocket])
    assert library.tags.by_photo(["cat", "motorcycle"]).keys() == tags.keys()
    new, old = (library.labels.heads(eyes.key)["cat"] for eyes in (clip, twin))
    assert (new.accepted, new.rejected) == (1, 1)
    assert new.weights == pytest.approx(old.weights, abs=1e-3)
    assert vector_store(library, twin).count() == len(ids), "whoever goes back finds all as it was"


def numbered(places: Places, number: int) -> DummyClip:
    """A dummy of its own: another model to the library."""
    clip = DummyClip(places)
    clip.folder = replace(clip.folder, name=f"dummy-{number}", key=f"dummy-{number}")
    return clip


def seen_by(library: Library, clip: ClipModel, ids: Sequence[int]) -> None:
    """Give the photos `ids` vectors of this model, as a run of indexing does batch by batch."""
    chance = np.random.default_rng([len(clip.key), *map(ord, clip.key)])
    rows = chance.standard_normal((len(ids), clip.folder.dim), np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    with library.catalogue.writing() as db:
        vector_store(library, clip).put(db, dict(zip(map(PhotoId, ids), rows, strict=True)))


def test_another_model_is_chosen_while_all_goes_on_and_chosen_back_at_no_cost(places: Places) -> None:
    """2,000 photos; no searcher, no library and no model is opened a second time."""
    make_synthetic_library(places, 2000)
    one, other = numbered(places, 1), numbered(places, 2)
    with open_library(places) as library:
        ids = [int(photo) for photo in library.photos.ids()]
        seen_by(library, one, ids)
        clip = ChosenClip(one)
        searcher = Searcher(library, clip)
        before = answer(searcher)
        assert (before.model, before.considered, before.unseen) == ("dummy-1", 2000, 0)

        clip.choose(other)
        assert clip.key == "dummy-2"
        for begin in range(0, 2000, 500):
            meanwhile = answer(searcher)
            assert (meanwhile.model, meanwhile.considered) == ("dummy-1", 2000)
            assert meanwhile.unseen == 2000 - begin
            assert [hit.photo for hit in meanwhile.hits] == [hit.photo for hit in before.hits]
            seen_by(library, other, ids[begin : begin + 500])
        after = answer(searcher)
        assert (after.model, after.considered, after.unseen) == ("dummy-2", 2000, 0)

        clip.choose(numbered(places, 1))
        assert clip.now is one, "the model at hand is taken, not loaded anew"
        again = answer(searcher)
        assert (again.model, again.considered, again.unseen) == ("dummy-1", 2000, 0)
        assert [(hit.photo, hit.score) for hit in again.hits] == [
            (hit.photo, hit.score) for hit in before.hits
        ]
        assert vector_store(library, other).count() == 2000


def test_a_run_keeps_the_model_it_began_with(places: Places, library: Library, album: Path) -> None:
    places.create()
    one, other = numbered(places, 1), numbered(places, 2)
    clip = ChosenClip(one)
    steps = index_folders(library, clip, [os.fsencode(album)])
    next(steps)
    clip.choose(other)
    run(steps)
    count = library.photos.count()
    assert vector_store(library, one).count() == count > 0
    assert vector_store(library, other).count() == 0
    index(library, clip, album)
    assert vector_store(library, other).count() == count


def test_a_review_follows_the_model_that_is_chosen(
    library: Library, clip: ClipModel, twin: ClipModel, album: Path
) -> None:
    for picture in sorted(album.iterdir())[2:]:
        picture.unlink()
    shutil.copy(album.parent / "all" / "chelsea.png", album)
    index(library, twin, album)
    chosen = ChosenClip(twin)
    reviewer = Reviewer(library, chosen)
    assert {tag.model for tag in reviewer.review(THINGS, "cat", ReviewRequest()).tags} == {twin.key}
    chosen.choose(clip)
    assert reviewer.review(THINGS, "cat", ReviewRequest()).tags == (), "it has seen no photo yet"
