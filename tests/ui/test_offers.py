"""Models to fetch in the Models place: what is told before, while and after, and how it is stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mmdesk.core.models import ModelSpeed
from mmdesk.core.places import Places, builtin_models
from mmdesk.fetching.catalogue import find_model
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.speeds import SpeedCache
from mmdesk.tasks.library import open_library
from mmdesk.ui.activity.fetching_note import FetchingNote, FetchingStop
from mmdesk.ui.models.fetch_dialog import UNKNOWN_SPEED, FetchDialog
from mmdesk.ui.models.offer_card import OfferCard
from mmdesk.ui.models.place import ModelsPlace
from mmdesk.ui.parts.labels import ElidedLabel
from mmdesk.work.fetching import FetchWork
from mmdesk.work.lanes import Lanes
from mmdesk.work.models import ModelsWork
from tests.fetching.conftest import hub, offer_small_clip
from tests.fetching.server import HubServer
from tests.models.clip_folders import USUAL_WORDS, make_folder

__all__ = ["hub"]

NAME = "ViT-B-32-256-datacomp"


@pytest.fixture
def weights_path(hub: HubServer, tmp_path: Path) -> str:
    """A small CLIP's files under the name of a real model; returns where its weights lie."""
    return offer_small_clip(hub, str(find_model(NAME).repository), tmp_path / "published")


@pytest.fixture
def place(qtbot: QtBot, places: Places, root: QObject) -> Iterator[ModelsPlace]:
    lanes = Lanes()
    with open_library(places) as library:
        work, fetching = ModelsWork(library, lanes, root), FetchWork(places, lanes, root)
        place = ModelsPlace(work, fetching)
        qtbot.addWidget(place)
        place.resize(900, 800)
        place.show()
        qtbot.waitUntil(lambda: bool(place.cards) and bool(place.offers.cards))
        yield place
        fetching.stop()
        qtbot.waitUntil(lambda: fetching.is_idle and work.is_idle)
        lanes.shutdown()


def begin(place: ModelsPlace, qtbot: QtBot) -> None:
    """Ask for the model as a person does: the card's button, then the dialog's."""
    place.offers.card(NAME).fetch.click()
    dialog = place.offers.findChild(FetchDialog)
    qtbot.mouseClick(dialog.fetch, Qt.MouseButton.LeftButton)


def words_of(card: OfferCard) -> str:
    parts = card.findChildren(QLabel)
    return " ".join(part.whole_text if isinstance(part, ElidedLabel) else part.text() for part in parts)


def test_a_model_is_fetched_by_two_clicks(place: ModelsPlace, weights_path: str, qtbot: QtBot) -> None:
    note = FetchingNote(place._fetching)
    qtbot.addWidget(note)
    begin(place, qtbot)
    qtbot.waitUntil(lambda: "Fetching ViT-B-32-256-datacomp," in note.text(), timeout=180_000)
    assert not place.offers.card(NAME).fetch.isVisible()
    assert not place.offers.card("MobileCLIP2-S0").fetch.isEnabled(), "one at a time"
    qtbot.waitUntil(lambda: NAME in [card.entry.name for card in place.cards], timeout=180_000)
    assert "is here and ready to be used" in place.messages.message
    assert place.card(NAME).switch("search").isEnabled()
    assert not note.isVisible()
    qtbot.waitUntil(lambda: NAME not in [card.offer.model.name for card in place.offers.cards])


def test_a_stopped_fetch_is_gone_on_with_or_discarded(
    place: ModelsPlace, hub: HubServer, weights_path: str, qtbot: QtBot
) -> None:
    hub.always[weights_path] = "stall"
    stop = FetchingStop(place._fetching)
    qtbot.addWidget(stop)
    begin(place, qtbot)
    qtbot.waitUntil(lambda: "MB of 605 MB" in words_of(place.offers.card(NAME)), timeout=180_000)
    assert place.offers.card(NAME).stop.isVisible()
    place.offers.card(NAME).stop.setFocus()
    stop.click()
    qtbot.waitUntil(lambda: place.offers.card(NAME).fetch.text() == "Go on…", timeout=180_000)
    assert place.window().focusWidget() is place.offers.card(NAME).fetch
    assert "are here from a fetch that was broken off" in words_of(place.offers.card(NAME))
    place.offers.card(NAME).discard.click()
    qtbot.waitUntil(lambda: place.offers.card(NAME).fetch.text() == "Fetch…")


def test_a_refusal_is_told(place: ModelsPlace, hub: HubServer, weights_path: str, qtbot: QtBot) -> None:
    hub.always[weights_path] = 403
    begin(place, qtbot)
    qtbot.waitUntil(lambda: "accepted its terms (HTTP 403)" in place.messages.message, timeout=180_000)
    qtbot.waitUntil(lambda: not place._fetching.is_running)
    assert place.offers.card(NAME).fetch.isEnabled()


def test_what_to_carry_over_by_hand_can_be_copied_and_imported(
    place: ModelsPlace, hub: HubServer, tmp_path: Path, qtbot: QtBot
) -> None:
    place.offers.card(NAME).fetch.click()
    dialog = place.offers.findChild(FetchDialog)
    dialog.carry.click()
    assert dialog.by_hand.isVisible()
    dialog.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "/resolve/main/open_clip_config.json" in copied
    assert copied.endswith("Then import that folder here, or drop it on the Models place.")
    assert not dialog.fetch.isVisible()
    make_folder(tmp_path / "stick", USUAL_WORDS)
    dialog.take_folder(str(tmp_path / "stick"))
    qtbot.waitUntil(lambda: NAME in [card.entry.name for card in place.cards], timeout=180_000)
    assert place.card(NAME).entry.licence == "MIT"
    assert hub.asked == [], "nothing of it costs a request"


def test_the_speed_to_expect_is_told_as_an_estimate(place: ModelsPlace, places: Places, qtbot: QtBot) -> None:
    place.offers.card(NAME).fetch.click()
    dialog = place.offers.findChild(FetchDialog)
    assert dialog.speed.text() == UNKNOWN_SPEED
    assert dialog.measure.isVisible()
    operations = find_model(NAME).operations
    key = ClipFolder.read(builtin_models() / "starter-clip").key
    SpeedCache(places.plans).remember(key, ModelSpeed(120.0, 300_000_000, operations / 10))
    place._fetching.refresh()
    qtbot.waitUntil(lambda: "about 10 photos a second here" in words_of(place.offers.card(NAME)))
    assert dialog.speed.text() == "about 10 photos a second here: an estimate, from what was measured"
    assert not dialog.measure.isVisible()
    dialog.reject()


def test_terms_are_told_before(place: ModelsPlace, qtbot: QtBot) -> None:
    place.offers.card("MobileCLIP2-S0").fetch.click()
    dialog = place.offers.findChild(FetchDialog)
    told = [part.text() for part in dialog.findChildren(QLabel)]
    assert "Apple ML Research Model. Its licence allows research only, no product." in told
    assert "about 300 MB; twice as much is needed while it is imported" in told
    dialog.reject()
