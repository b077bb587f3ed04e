"""A thousand photos, reviewed by keys alone, keep the window quick.

`MMDESK_TEST_KEYS=1000` makes the long version: every photo is reviewed.
"""

import os
import time

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.benchmark.synthetic_library import make_synthetic_library
from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.photo import PhotoId
from mmdesk.core.places import Places
from mmdesk.core.vectors import Vectors
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.library import open_library
from mmdesk.tasks.tagging.scorers import Scorers
from mmdesk.tasks.tagging.sets import DEFAULT_SET, LabelSets
from mmdesk.tasks.vectors import vector_store
from mmdesk.ui.tags.review_grid import ReviewGrid
from mmdesk.ui.tags.review_panel import ReviewPanel
from tests.ui.conftest import Open

PATIENCE_S = 120.0
PHOTOS = 1000
KEYS = int(os.environ.get("MMDESK_TEST_KEYS", "150"))
MOST_MS = 50.0
THE_MACHINES = 4
"""Where tests share a core, its caches are emptied now and then: three keys may be slow."""


LABELS = LabelSet(DEFAULT_SET, (Label("cat"), Label("dog"), Label("bicycle"), Label("party")))


@pytest.fixture
def thousand(places: Places) -> Places:
    """Photos that the model sees as cats, some more clearly than others."""
    make_synthetic_library(places, PHOTOS)
    clip = DummyClip(places)
    with open_library(places) as library:
        LabelSets(library).save(LABELS)
        scorer = Scorers(library, clip).untaught(LABELS)
        seen = as_cats(np.vstack((scorer.weights, scorer.background)))
        ids = [PhotoId(photo) for photo in library.photos.ids().tolist()]
        with library.catalogue.writing() as db:
            vector_store(library, clip).put(db, dict(zip(ids, seen, strict=True)))
    return places


def as_cats(directions: Vectors) -> Vectors:
    """Embeddings [PHOTOS, dim] at right angles to all `directions` [n, dim] but the first."""
    chance = np.random.default_rng(5)
    inverse = np.linalg.pinv(directions)
    noise = chance.standard_normal((PHOTOS, len(inverse)))
    noise -= noise @ directions.T @ inverse.T
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    seen = chance.uniform(2.6, 3.2, (PHOTOS, 1)) * noise + inverse[:, 0] / np.linalg.norm(inverse[:, 0])
    return np.asarray(seen / np.linalg.norm(seen, axis=1, keepdims=True), np.float32)


def test_a_thousand_photos_are_reviewed_without_a_stall(
    open_window: Open, thousand: Places, qtbot: QtBot
) -> None:
    desk = open_window(thousand)
    panel = _review_of_cats(desk, qtbot)
    assert len(panel.photos) > 900
    keys = [
        Qt.Key.Key_X if number % 7 == 6 else Qt.Key.Key_A for number in range(min(KEYS, len(panel.photos)))
    ]
    took = [_step(panel.grid, key) for key in keys]
    wait_for_rest(desk.workers, PATIENCE_S)
    with open_library(thousand) as library:
        given, rejected = library.tags.decided("cat")
    assert len(given) + len(rejected) == len(keys)
    assert sorted(took)[-THE_MACHINES] < MOST_MS
    assert panel.header.learned.text().startswith("learned from")


def _review_of_cats(desk: OpenWindow, qtbot: QtBot) -> ReviewPanel:
    place = desk.window.tags
    desk.window.open_tags()
    qtbot.waitUntil(lambda: place.shown is not None)
    assert place.shown is not None
    labels: LabelSet = place.shown.labels
    place.review_panel.review(labels, "cat")
    place._pages.setCurrentWidget(place.review_panel)
    wait_for_rest(desk.workers, PATIENCE_S)
    place.review_panel.grid.setFocus()
    return place.review_panel


def _step(grid: ReviewGrid, key: Qt.Key) -> float:
    """Milliseconds the GUI thread works for a key and all that follows of it, however busy the machine is."""
    began = time.thread_time()
    QTest.keyClick(grid, key)
    QCoreApplication.processEvents()
    return 1000 * (time.thread_time() - began)
