"""An indexing run seen from inside: what it tells, what it leaves when it is stopped."""

import json
import multiprocessing
import os
import shutil
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.core.errors import UserError
from mmdesk.core.photo import Indexed, Skipped
from mmdesk.core.places import Places, builtin_models
from mmdesk.core.progress import Progress
from mmdesk.core.query import parse_query, picture_query
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.indexing import IndexRun, index_folders
from mmdesk.tasks.library import Library
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.status import status
from mmdesk.tasks.vectors import vector_store
from tests.flows.pictures import draw_pictures
from tests.looked_before import know_machine
from tests.tasks.conftest import index


def test_a_run_tells_of_every_photo_once_and_how_far_it_is(
    library: Library, clip: ClipModel, album: Path
) -> None:
    (album / "broken.jpg").write_bytes(b"no picture")
    photos = len(list(album.iterdir())) - 1
    steps = list(index_folders(library, clip, [os.fsencode(album)]))
    ids = [photo for step in steps if isinstance(step, Indexed) for photo in step.ids]
    assert len(ids) == len(set(ids)) == photos
    assert [os.path.basename(step.path) for step in steps if isinstance(step, Skipped)] == [b"broken.jpg"]
    known = [step for step in steps if isinstance(step, Progress) and step.total is not None]
    assert [step.done for step in known] == sorted(step.done for step in known)
    assert (known[0].done, known[-1].done, known[-1].total) == (0, photos + 1, photos + 1)


def test_files_of_known_content_count_as_done_one_by_one(
    library: Library, clip: ClipModel, album: Path
) -> None:
    """Nothing of them is encoded, and still each is a step of the way."""
    index(library, clip, album)
    copies = album.parent / "copies"
    shutil.copytree(album, copies)
    photos = len(list(copies.iterdir()))
    steps = list(index_folders(library, clip, [os.fsencode(copies)]))
    known = [step for step in steps if isinstance(step, Progress) and step.total is not None]
    assert (known[0].done, known[-1].done, known[-1].total) == (0, photos, photos)
    assert sum(len(step.ids) for step in steps if isinstance(step, Indexed)) == photos
    assert library.photos.count() == 2 * photos


def test_pictures_with_nothing_to_see_are_in_the_library_but_no_words_find_them(
    library: Library, clip: ClipModel, album: Path
) -> None:
    photos = len(list(album.iterdir()))
    Image.new("RGB", (300, 200), (200, 30, 30)).save(album / "red.png")
    Image.new("RGB", (300, 200), (30, 30, 200)).save(album / "blue.jpg")
    Image.effect_noise((4, 300), 60).save(album / "narrow.png")
    assert index(library, clip, album).indexed == photos + 3
    assert index(library, clip, album).unchanged == photos + 3
    blank = set(library.photos.blank_ids().tolist())
    names = {os.path.basename(photo.path) for photo in library.photos.by_ids(blank)}
    assert names == {b"red.png", b"blue.jpg", b"narrow.png"}
    searcher = Searcher(library, clip)
    for words in ("plain red", "a blue square", "noise"):
        assert len(searcher.search(parse_query(words)).hits) == photos
        assert not blank & {hit.photo for hit in searcher.search(parse_query(words), limit=photos).hits}
    like_red = searcher.search(picture_query([os.fsencode(album / "red.png")]))
    assert blank & {hit.photo for hit in like_red.hits}


def test_a_run_that_is_closed_keeps_whole_batches_and_leaves_nothing_running(
    library: Library, clip: ClipModel, tmp_path: Path
) -> None:
    drawn = draw_pictures(tmp_path / "drawn", 60)
    before = set(multiprocessing.active_children())
    steps = index_folders(library, clip, [os.fsencode(tmp_path / "drawn")])
    kept = next(step for step in steps if isinstance(step, Indexed))
    steps.close()
    wait_until_no_children_but(before)
    assert library.photos.count() == vector_store(library, clip).count() == len(kept.ids) < len(drawn)
    summary = index(library, clip, tmp_path / "drawn")
    assert (summary.unchanged, summary.indexed) == (len(kept.ids), len(drawn) - len(kept.ids))


def wait_until_no_children_but(before: set[BaseProcess], seconds: float = 20) -> None:
    """A process that was told to end needs a moment to do so."""
    deadline = time.monotonic() + seconds
    while left := set(multiprocessing.active_children()) - before:
        assert time.monotonic() < deadline, left
        time.sleep(0.02)


def test_folders_inside_each_other_are_looked_at_once(library: Library, clip: ClipModel, album: Path) -> None:
    photos = len(list(album.iterdir()))
    (album / "inner").mkdir()
    shutil.copy(next(album.glob("*.png")), album / "inner" / "copy.png")
    summary = index(library, clip, album / "inner", album, album)
    assert summary.found == photos + 1
    assert library.photos.count() == photos + 1
    assert [folder.path for folder in library.folders.all()] == [os.fsencode(album)]


def test_a_folder_that_is_not_there_stops_the_run_before_it_begins(
    library: Library, clip: ClipModel, album: Path
) -> None:
    with pytest.raises(UserError, match="nowhere"):
        index(library, clip, album, album / "nowhere")
    assert (library.photos.count(), library.folders.all()) == (0, [])


def test_another_model_hides_vectors_and_deletes_none(
    library: Library, clip: ClipModel, album: Path, places: Places
) -> None:
    index(library, clip, album)
    others = ClipModel(places, str(_another_model(album.parent)))
    know_machine(places, others)
    photos = len(list(album.iterdir()))
    hidden = status(library, others).counts
    assert (hidden.photos, hidden.indexed, hidden.pending) == (photos, 0, photos)
    answer = Searcher(library, others).search(parse_query("a cat"))
    assert (len(answer.hits), answer.unseen) == (photos, photos), "the model before answers meanwhile"

    summary = index(library, others, album)
    assert (summary.indexed, summary.unchanged) == (photos, 0)
    assert len(Searcher(library, others).search(parse_query("a cat")).hits) == photos
    assert index(library, clip, album).unchanged == photos
    assert len(Searcher(library, clip).search(parse_query("a cat")).hits) == photos


def test_photos_that_are_gone_are_kept_but_not_found(library: Library, clip: ClipModel, album: Path) -> None:
    index(library, clip, album)
    searcher = Searcher(library, clip)
    gone = next(album.glob("*.png"))
    photo = library.photos.by_path(os.fsencode(gone))
    assert photo is not None
    library.photos.set_rating([photo.id], 5)
    away = gone.rename(album.parent / gone.name)
    index(library, clip, album)
    assert photo.id not in {hit.photo for hit in searcher.search(parse_query("anything")).hits}
    away.rename(gone)
    assert index(library, clip, album).unchanged == len(list(album.iterdir()))
    assert photo.id in {hit.photo for hit in searcher.search(parse_query("anything")).hits}
    assert library.photos.by_ids([photo.id])[0].rating == 5


def _another_model(place: Path) -> Path:
    """The starter model once more, which another line in its config makes another model."""
    folder = place / "other"
    shutil.copytree(builtin_models() / "starter-clip", folder)
    config = folder / "open_clip_config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"note": "another"}))
    return folder


def test_what_was_not_looked_at_is_remembered_until_it_is(
    library: Library, clip: ClipModel, album: Path
) -> None:
    photos = len(list(album.iterdir()))
    steps = index_folders(library, clip, [os.fsencode(album)])
    next(steps)
    next(steps)
    assert library.folders.unread() == photos
    assert library.folders.all()[0].unread == photos
    steps.close()
    assert library.folders.unread() == photos
    index(library, clip, album)
    assert (library.folders.unread(), library.photos.count()) == (0, photos)


def test_a_listing_that_was_broken_off_is_known(library: Library, clip: ClipModel, album: Path) -> None:
    run = IndexRun(library, clip)
    next(iter(run.survey([os.fsencode(album)])))
    assert [folder.unread for folder in library.folders.all()] == []
    index(library, clip, album)
    library.folders.set_unread({os.fsencode(album): None})
    assert library.folders.all()[0].unread is None
    index(library, clip, album)
    assert library.folders.all()[0].unread == 0
