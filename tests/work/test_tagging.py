"""Review, teaching and undo off the GUI thread, on real pictures with the starter model."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mmdesk.app import make_workers
from mmdesk.core.labels import Label, LabelSet, Tag
from mmdesk.core.photo import PhotoId
from mmdesk.core.places import Places
from mmdesk.core.tagging.overview import MANUAL_SET, Overview
from mmdesk.core.tagging.photo_tags import PhotoTags
from mmdesk.core.tagging.review import LabelReview, ReviewRequest
from mmdesk.library.reading.full import FullReader
from mmdesk.library.reading.text_reader import TextReader
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.work.lanes import Lanes
from mmdesk.work.workers import Workers
from tests.looked_before import know_all

FEW = LabelSet("few", (Label("cat"), Label("motorcycle"), Label("flower")))


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    places = Places(tmp_path_factory.mktemp("indexed") / "data")
    clip = ClipModel(places, device="cpu")
    know_all(places, clip)
    make_sample_pictures(places.sample_library)
    with open_library(places) as library:
        for _ in index_folders(library, clip, [os.fsencode(places.sample_library)]):
            pass
    return places.data_dir


@pytest.fixture
def library(tmp_path: Path, indexed: Path) -> Iterator[Library]:
    with open_library(Places(shutil.copytree(indexed, tmp_path / "own"))) as library:
        yield library


@pytest.fixture
def work(library: Library, lanes: Lanes, root: QObject) -> Workers:
    return workers_on(library, lanes, root)


def workers_on(library: Library, lanes: Lanes, root: QObject) -> Workers:
    session = PaintingSession(library, ClipModel(library.places, device="cpu"))
    return make_workers(session, (FullReader(), TextReader()), lanes, root)


def rest(work: Workers, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: work.is_idle)


def review_of(work: Workers, qtbot: QtBot, label: str, labels: LabelSet = FEW) -> LabelReview:
    with qtbot.waitSignal(work.review.review_loaded) as told:
        work.review.request(labels, label, ReviewRequest())
    review = told.args[0]
    assert isinstance(review, LabelReview)
    return review


def best(review: LabelReview) -> Tag:
    return review.tags[0]


def test_a_decision_is_written_and_taught_and_the_review_follows(
    work: Workers, library: Library, qtbot: QtBot
) -> None:
    photo = best(review_of(work, qtbot, "cat")).photo
    reviews: list[LabelReview] = []
    work.review.review_loaded.connect(reviews.append)
    work.decisions.accept(FEW, "cat", [photo])
    rest(work, qtbot)
    assert reviews[-1].given == {photo}
    assert reviews[-1].learned == "learned from 1 photo"
    assert photo not in [tag.photo for tag in reviews[-1].tags]
    assert library.tags.decided("cat") == ([photo], [])


def test_undo_is_told_and_forgets_what_had_been_learned_from_it(
    work: Workers, library: Library, qtbot: QtBot
) -> None:
    photo = best(review_of(work, qtbot, "cat")).photo
    work.decisions.accept(FEW, "cat", [photo])
    rest(work, qtbot)
    with qtbot.waitSignal(work.history.told) as told:
        work.history.undo()
    assert told.args == ["Taken back: accept “cat” for 1 photo."]
    rest(work, qtbot)
    assert library.tags.decided("cat") == ([], [])
    assert not review_of(work, qtbot, "cat").learned
    with qtbot.waitSignal(work.history.told) as told:
        work.history.undo()
    assert told.args == ["There is nothing to undo."]


def test_undo_teaches_the_label_it_was_about_and_no_other(
    work: Workers, library: Library, qtbot: QtBot
) -> None:
    labels = LabelSet("cats", (Label("cat", cutoff=0.02), Label("tom cat")))
    photo = best(review_of(work, qtbot, "cat", labels)).photo
    work.decisions.accept(labels, "tom cat", [photo])
    rest(work, qtbot)
    work.history.undo()
    rest(work, qtbot)
    assert library.tags.photos_of("cat") == []


def test_a_decision_is_taken_back_after_a_restart(
    work: Workers, library: Library, lanes: Lanes, root: QObject, qtbot: QtBot
) -> None:
    photo = best(review_of(work, qtbot, "cat")).photo
    work.decisions.reject(FEW, "cat", [photo])
    rest(work, qtbot)
    with open_library(library.places) as again:
        later = workers_on(again, lanes, root)
        with qtbot.waitSignal(later.history.told) as told:
            later.history.undo()
        rest(later, qtbot)
    assert told.args == ["Taken back: reject “cat” for 1 photo."]
    assert library.tags.decided("cat") == ([], [])


def test_decisions_keep_their_order(work: Workers, library: Library, qtbot: QtBot) -> None:
    photo = best(review_of(work, qtbot, "cat")).photo
    for _ in range(5):
        work.decisions.accept(FEW, "cat", [photo])
        work.decisions.reject(FEW, "cat", [photo])
    rest(work, qtbot)
    assert library.tags.decided("cat") == ([], [photo])


def test_looking_for_labels_is_summed_up_and_counted(work: Workers, qtbot: QtBot) -> None:
    views: list[Overview] = []
    work.overview.overview_loaded.connect(views.append)
    work.overview.refresh()
    rest(work, qtbot)
    assert not views[-1].was_looked_for
    with qtbot.waitSignal(work.tagging.tagged) as told:
        work.tagging.tag(views[-1].labels)
        assert work.tagging.is_running
    rest(work, qtbot)
    assert views[-1].was_looked_for
    assert sum(line.suggested for line in views[-1].lines) == told.args[0].tags > 0


def test_a_search_for_labels_that_is_stopped_leaves_the_suggestions_from_before(
    work: Workers, library: Library, qtbot: QtBot
) -> None:
    told: list[object] = []
    with qtbot.waitSignal(work.tagging.tagged):
        work.tagging.tag(FEW)
    rest(work, qtbot)
    before = library.tags.counts("few")
    work.tagging.tagged.connect(told.append)
    with qtbot.waitSignal(work.tagging.ended):
        work.tagging.tag(FEW.with_label(Label("animal", cutoff=0.01)))
        work.tagging.stop()
    assert (told, work.tagging.is_running) == ([], False)
    assert library.tags.counts("few") == before != []


def test_examples_alone_make_a_label(work: Workers, library: Library, qtbot: QtBot) -> None:
    photos = [PhotoId(int(photo)) for photo in library.photos.ids()[:5]]
    work.decisions.add(None, "these", photos)
    rest(work, qtbot)
    views: list[Overview] = []
    work.overview.overview_loaded.connect(views.append)
    work.overview.choose_label("these")
    rest(work, qtbot)
    assert views[-1].labels.name == MANUAL_SET
    [line] = views[-1].lines
    assert (line.name, line.given, line.learned) == ("these", 5, "learned from 5 photos")
    assert best_or_none(review_of(work, qtbot, "these", views[-1].labels)) not in photos


def best_or_none(review: LabelReview) -> PhotoId | None:
    return review.tags[0].photo if review.tags else None


def test_tags_of_many_photos_are_told_together(work: Workers, library: Library, qtbot: QtBot) -> None:
    tags = work.photo_tags
    first, second = sorted(int(photo) for photo in library.photos.ids()[:2])
    tags.request([first, second])
    found: list[PhotoTags] = []
    tags.tags_loaded.connect(found.append)
    tags.add("both", [first, second])
    tags.add("one", [first])
    rest(work, qtbot)
    qtbot.waitUntil(lambda: tags.is_idle)
    told = [(tag.label, tag.photos) for tag in found[-1].tags if not tag.is_suggested]
    assert told == [("both", (first, second)), ("one", (first,))]
