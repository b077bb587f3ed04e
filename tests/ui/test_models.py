"""The Models place: what is there, what is chosen, what is brought in, and what is refused."""

import json
import os
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mmdesk.benchmark.random_vqgan import write_random_vqgan
from mmdesk.core.places import Places
from mmdesk.core.settings import load_settings
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.onnx_graphs import FORMAT, INDEX_NAME, digest_of
from mmdesk.ui.models.place import ModelsPlace
from mmdesk.work.fetching import FetchWork
from mmdesk.work.lanes import Lanes
from mmdesk.work.models import ModelsWork
from tests.models.clip_folders import OPENAI_LIKE, make_folder
from tests.ui.conftest import Open


@pytest.fixture
def stocked(places: Places) -> Places:
    write_random_vqgan("tiny", places.models / "brush")
    write_random_vqgan("tiny", places.models / "broken")
    (places.models / "broken" / "vqgan.safetensors").write_bytes(b"none")
    return places


@pytest.fixture
def place(qtbot: QtBot, stocked: Places, root: QObject):
    lanes = Lanes()
    work = ModelsWork(stocked, lanes, root)
    place = ModelsPlace(work, FetchWork(stocked, lanes, root))
    qtbot.addWidget(place)
    place.resize(900, 700)
    place.show()
    qtbot.waitUntil(lambda: len(place.cards) >= 3 and bool(place.offers.cards))
    yield place
    work.stop()
    lanes.shutdown()


def wait_for_message(qtbot: QtBot, place: ModelsPlace) -> str:
    qtbot.waitUntil(lambda: bool(place.messages.message))
    qtbot.waitUntil(lambda: place._work.is_idle)
    return place.messages.message


def drop(place: ModelsPlace, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, button, none))


def test_every_model_is_shown_with_its_state(place: ModelsPlace) -> None:
    assert [card.entry.name for card in place.cards][:3] == ["broken", "brush", "starter-clip"]
    assert not place.card("broken").use.isEnabled()
    assert place.card("brush").use.isVisible()
    assert not place.card("starter-clip").use.isVisible(), "it is in use"


def test_a_model_is_put_to_use(place: ModelsPlace, stocked: Places, qtbot: QtBot) -> None:
    place.card("brush").use.click()
    assert "brush paints" in wait_for_message(qtbot, place)
    assert load_settings(stocked.settings).vqgan == "brush"
    assert not place.card("brush").use.isVisible()


def test_a_model_is_verified(place: ModelsPlace, qtbot: QtBot) -> None:
    place.card("brush").verify.click()
    assert "are sound" in wait_for_message(qtbot, place)


def test_a_dropped_folder_is_imported(place: ModelsPlace, tmp_path: Path, qtbot: QtBot) -> None:
    write_random_vqgan("tiny", tmp_path / "dropped")
    drop(place, tmp_path / "dropped")
    assert place.imports._pages.currentIndex()
    assert not place.card("brush").use.isEnabled(), "one thing at a time"
    assert "dropped is imported" in wait_for_message(qtbot, place)
    assert not place.imports._pages.currentIndex()
    assert place.card("dropped").use.isEnabled()


def test_a_harmful_file_is_refused_in_a_sentence(
    place: ModelsPlace, tmp_path: Path, stocked: Places, qtbot: QtBot
) -> None:
    class Makes:
        def __reduce__(self) -> tuple:
            return (os.mkdir, (str(tmp_path / "made"),))

    torch.save({"state_dict": Makes()}, tmp_path / "bad.pt")
    place.imports.network.setEditText("ViT-B-32")
    drop(place, tmp_path / "bad.pt")
    assert "is refused: it names" in wait_for_message(qtbot, place)
    assert not (tmp_path / "made").exists()
    assert not (stocked.models / "bad").exists()


def test_an_import_can_be_stopped(place: ModelsPlace, tmp_path: Path, stocked: Places, qtbot: QtBot) -> None:
    write_random_vqgan("tiny", tmp_path / "dropped")
    place.imports.take(tmp_path / "dropped")
    place.imports.stop_requested.emit()
    qtbot.waitUntil(lambda: not place.imports._pages.currentIndex())
    assert not (stocked.models / "dropped").exists()
    assert place.messages.message == ""


def test_a_removed_model_is_put_back_or_deleted(place: ModelsPlace, stocked: Places, qtbot: QtBot) -> None:
    assert not place.card("starter-clip").remove.isVisible(), "it comes with the program"
    place.card("brush").remove.click()
    assert "brush is removed" in wait_for_message(qtbot, place)
    qtbot.waitUntil(place.removed.isVisible)
    assert "brush" not in [card.entry.name for card in place.cards]
    weights = stocked.models.parent / "models-removed" / "brush" / "vqgan.safetensors"
    assert weights.exists()
    place.removed.put_back.click()
    qtbot.waitUntil(lambda: "brush" in [card.entry.name for card in place.cards])
    assert not place.removed.isVisible()
    assert place.card("brush").use.isEnabled()
    qtbot.waitUntil(lambda: place._work.is_idle)
    place.card("brush").remove.click()
    qtbot.waitUntil(lambda: place._work.is_idle and place.removed.isVisible())
    place.removed.delete.click()
    qtbot.waitUntil(lambda: place._work.is_idle and not place.removed.isVisible())
    assert not weights.parent.exists()


def test_checksum_and_parameters_are_details(place: ModelsPlace) -> None:
    card = place.card("brush")
    words = [one for one in card.findChildren(QLabel) if "SHA-256" in one.text()]
    assert len(words) == 1
    assert not words[0].isVisible()
    card.details.click()
    assert words[0].isVisible()
    assert card.entry.sha256 in words[0].text()


def test_another_model_searches_without_a_restart(
    open_window: Open, own: Places, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = ClipFolder.read(make_folder(own.models / "other", OPENAI_LIKE))
    tried = {"format": FORMAT, "digest": digest_of(folder), "failed": "not in this test", "shortens": False}
    (folder.path / INDEX_NAME).write_text(json.dumps(tried))
    desk = open_window(own)
    desk.window.open_models()
    place = desk.window.models
    qtbot.waitUntil(lambda: "other" in [card.entry.name for card in place.cards])
    with qtbot.waitSignal(desk.workers.index.ended):
        place.card("other").use.click()
    assert place.messages.message.startswith(
        "other searches from now on; until it has seen all photos, dummy"
    )
    desk.window.open_library()
    with qtbot.waitSignal(desk.workers.search.found) as found:
        desk.window.search_line.set_words("the cat")
    assert (found.args[0].model, found.args[0].considered, found.args[0].unseen) == ("other", 20, 0)
