"""The Models place: what is there, what is chosen, what is brought in, and what is refused."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mmdesk.benchmark.random_vqgan import write_random_vqgan
from mmdesk.core.places import Places
from mmdesk.core.settings import load_settings
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.onnx_graphs import FORMAT, INDEX_NAME, digest_of
from mmdesk.tasks.library import Library, open_library
from mmdesk.ui.models.card import ModelCard
from mmdesk.ui.models.place import ModelsPlace
from mmdesk.ui.parts.labels import ElidedLabel
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
    with open_library(stocked) as library:
        yield from shown(qtbot, library, lanes, root)


def shown(qtbot: QtBot, library: Library, lanes: Lanes, root: QObject) -> Iterator[ModelsPlace]:
    stocked = library.places
    work = ModelsWork(library, lanes, root)
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
    assert not place.card("broken").switch("painting").isEnabled()
    assert not place.card("brush").switch("painting").isChecked()
    starter = place.card("starter-clip")
    assert [switch.isChecked() for switch in starter.switches] == [True, True]
    starter.switch("search").click()
    assert starter.switch("search").isChecked(), "only another model takes over"
    assert place._work.is_idle


def test_a_model_is_put_to_use(place: ModelsPlace, stocked: Places, qtbot: QtBot) -> None:
    with qtbot.waitSignal(place._work.painters_chosen) as chosen:
        place.card("brush").switch("painting").click()
    assert chosen.args == [("starter-clip",), "brush"]
    assert wait_for_message(qtbot, place) == "brush paints from the next painting on."
    assert load_settings(stocked.settings).vqgan == "brush"
    assert place.card("brush").switch("painting").isChecked()


def test_a_model_is_measured_and_its_speed_is_remembered(place: ModelsPlace, qtbot: QtBot) -> None:
    assert "not measured yet" in words_of(place.card("brush"))
    place.card("brush").measure.click()
    assert "Measuring here" in words_of(place.card("brush"))
    qtbot.waitUntil(lambda: "brush is measured." in place.messages.message, timeout=60_000)
    qtbot.waitUntil(lambda: "of 256×256" in words_of(place.card("brush")))
    assert "MB at work" in words_of(place.card("brush"))


def words_of(card: ModelCard) -> str:
    return " ".join(part.whole_text for part in card.findChildren(ElidedLabel))


def test_a_model_is_verified(place: ModelsPlace, qtbot: QtBot) -> None:
    assert "put there by hand, not verified" in words_of(place.card("brush"))
    place.card("brush").verify.click()
    assert "are sound" in wait_for_message(qtbot, place)
    qtbot.waitUntil(lambda: "not verified" not in words_of(place.card("brush")))


def test_a_dropped_folder_is_imported(place: ModelsPlace, tmp_path: Path, qtbot: QtBot) -> None:
    write_random_vqgan("tiny", tmp_path / "dropped")
    drop(place, tmp_path / "dropped")
    assert place.imports._pages.currentIndex()
    assert not place.card("brush").switch("painting").isEnabled(), "one thing at a time"
    assert "dropped is imported" in wait_for_message(qtbot, place)
    assert not place.imports._pages.currentIndex()
    assert place.card("dropped").switch("painting").isEnabled()


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
    qtbot.waitUntil(lambda: [note.name for note in place.removed.notes] == ["brush"])
    qtbot.waitUntil(lambda: "brush" not in [card.entry.name for card in place.cards])
    weights = stocked.models.parent / "models-removed" / "brush" / "vqgan.safetensors"
    assert weights.exists()
    qtbot.waitUntil(lambda: place._work.is_idle)
    place.removed.notes[0].put_back.click()
    assert wait_for_message(qtbot, place) == "brush is back."
    assert not place.removed.isVisible()
    assert place.card("brush").switch("painting").isEnabled()
    for name in ("brush", "broken"):
        place.card(name).remove.click()
        qtbot.waitUntil(lambda: place._work.is_idle)
    assert [note.name for note in place.removed.notes] == ["broken", "brush"]
    place.removed.notes[1].delete.click()
    qtbot.waitUntil(lambda: place._work.is_idle and len(place.removed.notes) == 1)
    assert not weights.parent.exists()


def test_removing_is_undone_by_the_key_and_by_the_notice(
    open_window: Open, own: Places, qtbot: QtBot
) -> None:
    write_random_vqgan("tiny", own.models / "brush")
    desk = open_window(own)
    desk.window.open_models()
    place, notice = desk.window.models, desk.window.notice
    qtbot.waitUntil(lambda: "brush" in [card.entry.name for card in place.cards])
    place.card("brush").remove.click()
    qtbot.waitUntil(lambda: notice.message == "Model “brush” removed.")
    assert notice.action.text() == "Undo"
    qtbot.waitUntil(lambda: desk.workers.is_idle)
    assert not (own.models / "brush").exists()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: notice.message == "Taken back: remove the model “brush”.")
    qtbot.waitUntil(lambda: "brush" in [card.entry.name for card in place.cards])
    assert place.removed.notes == []
    desk.workers.history.redo()
    qtbot.waitUntil(lambda: notice.message == "Done again: remove the model “brush”.")
    qtbot.waitUntil(lambda: len(place.removed.notes) == 1 and desk.workers.is_idle)
    place.removed.notes[0].delete.click()
    qtbot.waitUntil(lambda: place.removed.notes == [] and desk.workers.is_idle)
    desk.workers.history.undo()
    qtbot.waitUntil(lambda: notice.message == "There is nothing to undo.")


def test_a_vqgan_paints_at_once_and_a_guide_is_chosen_alone(
    open_window: Open, own: Places, qtbot: QtBot
) -> None:
    write_random_vqgan("tiny", own.models / "brush")
    write_random_vqgan("tiny", own.models / "pen")
    desk = open_window(own)
    settings = desk.window.studio.settings
    settings.prompt.set_words("a rose")
    desk.window.open_models()
    place = desk.window.models
    qtbot.waitUntil(lambda: "pen" in [card.entry.name for card in place.cards])
    place.card("brush").switch("painting").click()
    qtbot.waitUntil(lambda: place.card("brush").switch("painting").isChecked() and desk.workers.is_idle)
    assert (settings.spec().vqgan, settings.spec().prompt) == ("brush", "a rose")
    with qtbot.waitSignal(desk.workers.models.painters_chosen) as chosen:
        desk.workers.models.use("starter-clip", "guidance")
    assert chosen.args == [("starter-clip",), "brush"]
    assert settings.spec().clips == ("starter-clip",)


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
        place.card("other").switch("search").click()
    assert place.messages.message.startswith(
        "other searches from now on; until it has seen all photos, dummy"
    )
    qtbot.waitUntil(lambda: desk.workers.is_idle)  # the window's first look at its folders may end before
    desk.window.open_library()
    with qtbot.waitSignal(desk.workers.search.found) as found:
        desk.window.search_line.set_words("the cat")
    assert (found.args[0].model, found.args[0].considered, found.args[0].unseen) == ("other", 20, 0)
