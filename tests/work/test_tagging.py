"""Review, teaching and undo off the GUI thread, on real pictures with the starter model."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mmdesk.core.labels import Label, LabelSet, Tag
from mmdesk.core.photo import PhotoId
from mmdesk.core.places import Places
from mmdesk.core.tagging.overview import MANUAL_SET, Overview
from mmdesk.core.tagging.photo_tags import PhotoTags
from mmdesk.core.tagging.review import LabelReview, ReviewRequest
from mmdesk.models.plan import EncodingPlan, PlanCache
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library
from mmdesk.work.lanes import Lanes
from mmdesk.work.photo_tags import PhotoTagsWork
from mmdesk.work.tagging import TagsWork

FEW = LabelSet("few", (Label("cat"), Label("motorcycle"), Label("flower")))


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    places = Places(tmp_path_factory.mktemp("indexed") / "data")
    clip = ClipModel(places, device="cpu")
    PlanCache(places.plans).remember(clip.key, EncodingPlan("cpu", "float32", 8))
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
def work(library: Library, lanes: Lanes, root: QObject) -> TagsWork:
    return TagsWork(library, ClipModel(library.places, device="cpu"), lanes, root)


def rest(work: TagsWork, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: work.is_idle)


def sheet_of(work: TagsWork, qtbot: QtBot, label: str, labels: LabelSet = FEW) -> LabelReview:
    with qtbot.waitSignal(work.review_loaded) as told:
        work.ask_sheet(labels, label, ReviewRequest())
    sheet = told.args[0]
    assert isinstance(sheet, LabelReview)
    return sheet


def best(sheet: LabelReview) -> Tag:
    return sheet.tags[0]


def test_a_decision_is_written_and_taught_and_the_sheet_follows(
    work: TagsWork, library: Library, qtbot: QtBot
) -> None:
    photo = best(sheet_of(work, qtbot, "cat")).photo
    sheets: list[LabelReview] = []
    work.review_loaded.connect(sheets.append)
    work.accept(FEW, "cat", [photo])
    rest(work, qtbot)
    assert sheets[-1].given == {photo}
    assert sheets[-1].learned == "learned from 1 photo"
    assert photo not in [tag.photo for tag in sheets[-1].tags]
    assert library.tags.decided("cat") == ([photo], [])


def test_undo_is_told_and_forgets_what_had_been_learned_from_it(
    work: TagsWork, library: Library, qtbot: QtBot
) -> None:
    photo = best(sheet_of(work, qtbot, "cat")).photo
    work.accept(FEW, "cat", [photo])
    rest(work, qtbot)
    with qtbot.waitSignal(work.stepped) as told:
        work.undo()
    assert told.args == ["Taken back: Accept cat"]
    rest(work, qtbot)
    assert library.tags.decided("cat") == ([], [])
    assert not sheet_of(work, qtbot, "cat").learned
    with qtbot.waitSignal(work.stepped) as told:
        work.undo()
    assert told.args == ["There is nothing to take back."]


def test_a_decision_is_taken_back_after_a_restart(
    work: TagsWork, library: Library, lanes: Lanes, root: QObject, qtbot: QtBot
) -> None:
    photo = best(sheet_of(work, qtbot, "cat")).photo
    work.reject(FEW, "cat", [photo])
    rest(work, qtbot)
    with open_library(library.places) as again:
        later = TagsWork(again, ClipModel(again.places, device="cpu"), lanes, root)
        with qtbot.waitSignal(later.stepped) as told:
            later.undo()
        rest(later, qtbot)
    assert told.args == ["Taken back: Reject cat"]
    assert library.tags.decided("cat") == ([], [])


def test_decisions_keep_their_order(work: TagsWork, library: Library, qtbot: QtBot) -> None:
    photo = best(sheet_of(work, qtbot, "cat")).photo
    for _ in range(5):
        work.accept(FEW, "cat", [photo])
        work.reject(FEW, "cat", [photo])
    rest(work, qtbot)
    assert library.tags.decided("cat") == ([], [photo])


def test_looking_for_labels_is_summed_up_and_counted(work: TagsWork, qtbot: QtBot) -> None:
    views: list[Overview] = []
    work.overview_loaded.connect(views.append)
    work.refresh()
    rest(work, qtbot)
    assert not views[-1].was_looked_for
    with qtbot.waitSignal(work.tagged) as told:
        work.look_for(views[-1].labels)
        assert work.is_running
    rest(work, qtbot)
    assert views[-1].was_looked_for
    assert sum(line.suggested for line in views[-1].lines) == told.args[0].tags > 0


def test_examples_alone_make_a_label(work: TagsWork, library: Library, qtbot: QtBot) -> None:
    photos = [PhotoId(int(photo)) for photo in library.photos.ids()[:5]]
    work.add(None, "these", photos)
    rest(work, qtbot)
    views: list[Overview] = []
    work.overview_loaded.connect(views.append)
    work.choose_label("these")
    rest(work, qtbot)
    assert views[-1].labels.name == MANUAL_SET
    [line] = views[-1].lines
    assert (line.name, line.given, line.learned) == ("these", 5, "learned from 5 photos")
    assert best_or_none(sheet_of(work, qtbot, "these", views[-1].labels)) not in photos


def best_or_none(sheet: LabelReview) -> PhotoId | None:
    return sheet.tags[0].photo if sheet.tags else None


def test_tags_of_many_photos_are_told_together(
    work: TagsWork, library: Library, lanes: Lanes, root: QObject, qtbot: QtBot
) -> None:
    tags = PhotoTagsWork(library, work, lanes, root)
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
