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
from mmdesk.core.labels import LabelSet
from mmdesk.core.photo import PhotoId
from mmdesk.core.places import Places
from mmdesk.models.plan import EncodingPlan, PlanCache
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import open_library
from mmdesk.tasks.vectors import vector_store
from mmdesk.ui.tags.review_grid import ReviewGrid
from mmdesk.ui.tags.review_panel import ReviewPanel
from tests.ui.conftest import MODEL, Open

PATIENCE_S = 120.0
PHOTOS = 1000
KEYS = int(os.environ.get("MMDESK_TEST_KEYS", "150"))
MOST_MS = 50.0
THE_MACHINES = 4
"""Where tests share a core, its caches are emptied now and then: three keys may be slow."""


@pytest.fixture
def model() -> str:
    """The starter model: what photos show is what this is about."""
    return MODEL


@pytest.fixture
def thousand(places: Places) -> Places:
    """Photos that a real model would see as cats, some more and some less."""
    make_synthetic_library(places, PHOTOS)
    clip = ClipModel(places, MODEL, "cpu")
    PlanCache(places.plans).remember(clip.key, EncodingPlan("cpu", "float32", 8))  # spares the speed probe
    cat, other = clip.encode_texts(["a photo of a cat", "a photo of a street"])
    random = np.random.default_rng(5)
    seen = cat + random.uniform(0, 0.6, (PHOTOS, 1)) * other
    seen += 0.02 * random.standard_normal(seen.shape)
    seen = (seen / np.linalg.norm(seen, axis=1, keepdims=True)).astype(np.float32)
    with open_library(places) as library, library.catalogue.writing() as db:
        ids = [PhotoId(number) for (number,) in db.execute("SELECT id FROM photos ORDER BY id")]
        vector_store(library, clip).put(db, dict(zip(ids, seen, strict=True)))
    return places


def test_a_thousand_photos_are_reviewed_without_a_stall(
    open_window: Open, thousand: Places, qtbot: QtBot
) -> None:
    desk = open_window(thousand)
    panel = _review_of_cats(desk, qtbot)
    assert len(panel.photos) > 900
    keys = [Qt.Key.Key_X if number % 7 == 6 else Qt.Key.Key_A for number in range(min(KEYS, len(panel.photos)))]
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
