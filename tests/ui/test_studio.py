"""The Studio, with real paintings: small ones, of a few steps, judged by the starter model."""

import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.painting.engines import ENGINE_CARDS
from mmdesk.core.painting.queue import Night, QueueEntry
from mmdesk.core.painting.runs import Painted
from mmdesk.core.painting.spec import Engine, Mask, PaintSpec
from mmdesk.core.painting.token_settings import TokenSettings
from mmdesk.core.places import Places, builtin_models
from mmdesk.core.settings import Settings
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.paintings.picture_file import read_recipe
from mmdesk.paintings.queue import PaintQueue
from mmdesk.paintings.queue_file import QueueContent, QueueFile
from mmdesk.paintings.run_store import RunStore
from mmdesk.ui.studio.mask_dialog import MaskCanvas, MaskDialog
from mmdesk.ui.studio.place import NOTHING_SAID, StudioPlace
from mmdesk.ui.studio.prompt_box import HELP, PromptBox
from mmdesk.ui.studio.size_field import FREE, SizeField
from mmdesk.ui.studio.start_slot import MASK_FIRST
from tests.models.tokens.folders import LABEL, WORDS, tokens_folder
from tests.models.unclip.folders import unclip_folder
from tests.ui.conftest import Open

STEPS = 4


@pytest.fixture
def studio(desk: OpenWindow) -> StudioPlace:
    """The Studio of a window on the sample pictures, set for small and quick paintings."""
    desk.window.open_studio()
    studio = desk.window.studio
    settings = studio.settings
    settings._engine.setCurrentIndex(settings._engine.findData("pixel"))
    settings.size_field.set_size(32, 32)
    settings._steps.setValue(STEPS)
    settings._image_losses._cutouts.setValue(2)
    settings.prompt.set_words("a red rose | fog:-0.4")
    return studio


def paint_one(studio: StudioPlace, qtbot: QtBot) -> Painted:
    work = studio._work
    with (
        qtbot.waitSignal(work.ended),
        qtbot.waitSignal(work.finished) as done,
    ):
        studio.paint()
    painted = done.args[0]
    assert isinstance(painted, Painted)
    return painted


def test_the_prompt_box_tells_how_words_are_understood(qtbot: QtBot) -> None:
    box = PromptBox()
    qtbot.addWidget(box)
    assert box.told == HELP
    box.set_words("a red rose | fog:-0.4 | rain:2")
    assert box.told == "“a red rose”   −0.4 “fog”   ×2 “rain”"
    box.set_words("a screen in 16:9 | route 66 :2")
    assert box.told == "“a screen in 16:9”   ×2 “route 66”"
    box.set_words("rose:0")
    assert "must be between" in box.told


def test_a_shape_keeps_the_area_and_a_side_the_shape(qtbot: QtBot) -> None:
    field = SizeField()
    qtbot.addWidget(field)
    field._shape.setCurrentText("Wide 3:2")
    field._shape.activated.emit(1)
    assert field.value == (320, 208)
    field._width.setValue(384)
    assert field.value == (384, 256)
    field.set_size(100, 512)
    assert field._shape.currentText() == FREE


def test_a_preset_can_be_chosen_while_the_words_make_no_sense_yet(studio: StudioPlace) -> None:
    studio.settings.prompt.set_words("rose:0")
    studio.settings.choose_preset("dream")
    assert studio.settings.prompt.words == "rose:0"
    studio.settings.prompt.set_words("rose:0.5")
    spec = studio.settings.spec()
    assert (spec.prompt, spec.engine, spec.height) == ("rose:0.5", "fft", 256)


def test_without_words_there_is_nothing_to_paint(studio: StudioPlace) -> None:
    studio.settings.prompt.set_words("")
    assert studio.told == NOTHING_SAID
    assert not studio._paint.isEnabled()


def test_a_painting_is_seen_and_becomes_a_photo(studio: StudioPlace, desk: OpenWindow, qtbot: QtBot) -> None:
    frames: list[object] = []
    studio._work.frames_painted.connect(frames.extend)
    begun: list[QueueEntry] = []
    studio._work.begun.connect(begun.append)
    painted = paint_one(studio, qtbot)
    assert len(frames) == STEPS
    assert begun[0].spec.prompt == "a red rose | fog:-0.4"
    assert painted.out.is_file()
    qtbot.waitUntil(lambda: studio.painting_view.spec is not None and studio.gallery.count == 1)
    qtbot.waitUntil(lambda: studio.painting_view.canvas.image is not None)
    assert {"a red rose", "fog"} <= set(studio.painting_view.curve.names)
    assert studio.queue.count == 0
    desk.window.library.go_to_folder(desk.workers.browse.painted_folder)
    qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count == 1)


def test_another_seed_is_thrown_unless_it_is_locked(studio: StudioPlace, qtbot: QtBot) -> None:
    studio.settings.seed.set_seed(7, locked=True)
    rest(studio, qtbot)
    studio.paint()
    assert studio.settings.seed.value == 7
    studio.settings.seed.set_seed(7, locked=False)
    studio.paint()
    studio.paint()
    qtbot.waitUntil(lambda: studio.queue.count == 3)
    assert [entry.spec.seed for entry in studio._work.queue()][:2] == [7, 7]
    assert studio._work.queue()[2].spec.seed != 7


def test_the_queue_is_put_in_order(studio: StudioPlace, qtbot: QtBot) -> None:
    work, queue = studio._work, studio.queue
    rest(studio, qtbot)
    for words in ("first", "second", "third"):
        studio.settings.prompt.set_words(words)
        studio.paint()

    def is_told(*told: str) -> None:
        qtbot.waitUntil(lambda: names(queue._entries) == list(told))
        assert names(work.queue()) == list(told)

    is_told("first", "second", "third")
    queue.choose(2)
    queue._up.click()
    is_told("first", "third", "second")
    queue._hold.click()
    is_told("first", "third, held", "second")
    queue._hold.click()
    is_told("first", "third", "second")
    queue._remove.click()
    is_told("first", "second")


def names(entries: list[QueueEntry]) -> list[str]:
    """Prompts in order, with what is not simply waiting."""
    return [entry.spec.prompt + ("" if entry.state == "waiting" else f", {entry.state}") for entry in entries]


def rest(studio: StudioPlace, qtbot: QtBot) -> None:
    """Have the queue begin nothing."""
    studio.queue._rest.click()
    qtbot.waitUntil(lambda: studio._work.is_queue_paused)


def test_what_another_day_left_in_the_queue_is_shown_and_read_off_the_gui_thread(
    open_window: Open, own: Places, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = RunStore(own.runs)
    left = PaintQueue(own.paint_queue, runs)
    entry = left.add(runs.prepare(PaintSpec("a heron")))
    left.pause()
    left.set_night(Night("20:00", "05:00", on=True))
    readers: list[threading.Thread] = []
    read = QueueFile.read

    def noted(file: QueueFile) -> QueueContent:
        readers.append(threading.current_thread())
        return read(file)

    monkeypatch.setattr(QueueFile, "read", noted)
    studio = open_window(own).window.studio
    queue = studio.queue
    qtbot.waitUntil(lambda: queue._entries == [entry])
    assert (queue._rest.isChecked(), queue._night.isChecked()) == (True, True)
    assert "20:00 to 05:00" in queue._night.text()
    assert studio._work.entry is None
    assert readers
    assert threading.main_thread() not in readers


def test_what_was_put_aside_goes_on(studio: StudioPlace, qtbot: QtBot) -> None:
    studio.settings._steps.setValue(400)
    with qtbot.waitSignal(studio._work.frames_painted):
        studio.paint()
    with qtbot.waitSignal(studio._work.ended):
        studio.painting_view._stop.click()
    (entry,) = studio._work.queue()
    assert (entry.state, bool(entry.run)) == ("held", True)
    qtbot.waitUntil(lambda: studio.gallery.count == 1)
    seen: list[int] = []
    studio._work.frames_painted.connect(lambda frames: seen.extend(frame.step for frame in frames))
    studio._work.release(entry.id)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0] > 1
    with qtbot.waitSignal(studio._work.ended):
        studio._work.remove(entry.id)


def test_the_history_grows_while_it_is_painted(studio: StudioPlace, desk: OpenWindow, qtbot: QtBot) -> None:
    painting_view, strip = studio.painting_view, desk.window.activity
    studio.settings._steps.setValue(300)
    studio.paint()
    qtbot.waitUntil(lambda: painting_view._is_live and painting_view.history._slider.maximum() > 1)
    assert strip.painting.isVisible()
    assert "of 300" in strip.painting.text()
    assert not painting_view._again.isVisible()
    painting_view.history.go_to(painting_view.history._steps[0])
    assert not painting_view.history.is_at_end
    seen = painting_view.history._slider.maximum()
    qtbot.waitUntil(lambda: painting_view.history._slider.maximum() > seen)
    assert painting_view.history.step == painting_view.history._steps[0]
    desk.window.open_library()
    strip.painting.click()
    assert desk.window._places.currentWidget() is studio
    with qtbot.waitSignal(studio._work.ended):
        painting_view._stop.click()
    assert not strip.painting.isVisible()


def test_two_steps_are_compared(studio: StudioPlace, qtbot: QtBot) -> None:
    paint_one(studio, qtbot)
    painting_view = studio.painting_view
    qtbot.waitUntil(painting_view.history._compare.isEnabled)
    qtbot.waitUntil(lambda: painting_view.canvas.image is not None)
    painting_view.history._compare.click()
    qtbot.waitUntil(lambda: painting_view.canvas.is_comparing)
    painting_view.history._compare.click()
    qtbot.waitUntil(lambda: not painting_view.canvas.is_comparing)


def put_transformers(places: Places, *kinds: str) -> None:
    """Install small random transformers, of pictures of 32 pixels, called by their kind."""
    for kind in kinds:
        tokens_folder(places.models / kind, {"label": LABEL, "words": WORDS}[kind])
        shutil.rmtree(places.models / f"{kind}-vqgan")


def choose_engine(studio: StudioPlace, name: str) -> None:
    box = studio.settings._engine
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())


def test_every_engine_is_offered_with_the_settings_that_it_has(
    studio: StudioPlace, own: Places, qtbot: QtBot
) -> None:
    """A sentence for each; one without an installed model says how to get one."""
    assert ENGINE_CARDS.keys() == set(get_args(Engine))
    with qtbot.waitSignal(studio._work.models_found):
        studio._work.request_models()
    studio.settings.offer_models([])  # as if none came along
    settings = studio.settings
    of_descent = (settings._preset, settings._steps, settings._more, settings.example)
    fields = settings.engine_fields["tokens"]
    for name, card in ENGINE_CARDS.items():
        choose_engine(studio, name)
        assert settings._sample.sentence == card.sentence
        assert [widget.isVisible() for widget in of_descent] == [
            *[not card.has_model] * 3,
            card.follows_pictures,
        ]
        assert fields._advice.isVisible() == (name == "tokens")
    choose_engine(studio, "tokens")
    assert studio.told == ENGINE_CARDS["tokens"].how_to_get
    assert not studio._paint.isEnabled()
    put_transformers(own, "label", "words")
    with qtbot.waitSignal(studio._work.models_found):
        studio._work.request_models()
    assert studio._paint.isEnabled()
    choose_engine(studio, "tokens")
    assert settings.size_field.value == (32, 32)
    assert fields._class.isVisible()
    assert not fields._numbers["guidance"].isVisible()
    fields._model.setCurrentText("words")
    fields._model.activated.emit(1)
    assert not fields._class.isVisible()
    assert fields._numbers["guidance"].isVisible()
    choose_engine(studio, "vqgan")
    assert settings.spec().tokens is None
    assert settings.size_field.value == (256, 256)


def test_a_transformer_is_remembered_before_its_models_are_known(studio: StudioPlace) -> None:
    """What was asked for comes back as it was; a preset leads back to the painter."""
    settings = studio.settings
    spec = PaintSpec("a fox", "tokens", 32, 32, tokens=TokenSettings("words", guidance=2.5))
    kept = Settings(painting=spec.to_document(), prompt="a fox", seed_locked=True)
    settings.restore(kept)
    assert settings.spec() == spec
    assert settings.kept_in(Settings()).painting["tokens"] == spec.to_document()["tokens"]
    settings.choose_preset("draft")
    assert settings.spec().tokens is None
    assert settings._preset.isVisible()


def test_more_like_a_photo_is_painted_by_an_unclip(
    desk: OpenWindow, own: Places, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the menu of the library. Without one, how to get it is said, and the photo waits."""
    grid, studio = desk.window.library.gallery.grid, desk.window.studio
    asked: list[PaintSpec] = []
    monkeypatch.setattr(studio._work, "enqueue", asked.append)
    with qtbot.waitSignal(studio._work.models_found):
        studio._work.request_models()
    studio.settings.offer_models([])  # as if none came along
    grid.select(int(desk.window.library.gallery.shown_ids[0]))
    grid._ask_variation()
    assert studio.isVisible()
    assert studio.told == ENGINE_CARDS["unclip"].how_to_get
    photo = studio.settings.example.path
    assert photo is not None
    assert not asked
    unclip_folder(own.models / "small", ClipFolder.read(builtin_models() / "starter-clip"))
    with qtbot.waitSignal(studio._work.models_found):
        studio._work.request_models()
    studio.settings.prompt.set_words("a rose")
    grid._ask_variation()
    assert asked[0].unclip is not None
    assert (asked[0].unclip.model, asked[0].prompt, asked[0].width) == ("small", "", 32)
    assert [one.path for one in asked[0].image_prompts] == [photo]


def test_a_transformer_paints_as_the_others_do(
    studio: StudioPlace, own: Places, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its settings are in the PNG, come back from it, and a part of a picture is completed."""
    put_transformers(own, "words")
    with qtbot.waitSignal(studio._work.models_found):
        studio._work.request_models()
    choose_engine(studio, "tokens")
    fields = studio.settings.engine_fields["tokens"]
    assert (fields._numbers["guidance"].value(), fields._model.currentText()) == (3.0, "starter-tokens")
    fields._model.setCurrentText("words")
    fields._model.activated.emit(fields._model.currentIndex())
    fields._numbers["candidates"].setValue(2)
    fields._numbers["top_k"].setValue(0)
    studio.settings.start.fill(os.fsencode(own.sample_library / "chelsea.png"))
    start = studio.settings.start
    assert not start._mask_button.isVisible()
    start._keep.setCurrentIndex(start._keep.findData("mask"))
    start._keep.activated.emit(4)
    assert studio.told == MASK_FIRST
    start._keep.setCurrentIndex(start._keep.findData("left"))
    start._keep.activated.emit(2)
    spec = studio.settings.spec()
    assert spec.tokens == TokenSettings("words", candidates=2, top_k=0, keep="left")
    assert spec.mask is None
    studio.settings.start.empty()
    painted = paint_one(studio, qtbot)
    assert painted.spec.tokens == replace(spec.tokens, keep="nothing")
    view = studio.painting_view
    qtbot.waitUntil(view._choose.isVisible)
    assert not view._branch.isVisible()
    view._choose.click()
    qtbot.waitUntil(lambda: view.candidates._sheet is not None)
    assert not view.canvas.isVisible()
    assert view.candidates._sheet is not None
    assert view.candidates._sheet.count == 2
    other = view.candidates._place(1).center().toPoint()
    with qtbot.waitSignal(studio._work.candidate_chosen):
        QTest.mouseClick(view.candidates, Qt.MouseButton.LeftButton, pos=other)
    recipe = read_recipe(os.fsencode(painted.out))
    assert recipe.spec == replace(painted.spec, tokens=replace(painted.spec.tokens, chosen=1))
    shown, kept = view.candidates._image.copy(34, 0, 32, 32), QImage(str(painted.out))
    assert kept.convertToFormat(shown.format()) == shown
    view.candidates.show_sheet(view.candidates._sheet, None)  # as of an engine that cannot paint a chosen one
    with qtbot.assertNotEmitted(view.candidates.picked):
        QTest.mouseClick(view.candidates, Qt.MouseButton.LeftButton, pos=other)
        QTest.keyClick(view.candidates, Qt.Key.Key_Return)
    qtbot.waitUntil(view.canvas.isVisible)
    again = studio._work._session.models.open(recipe.spec)
    for _ in again.steps():
        pass
    assert again.picture() == view.candidates._sheet.candidate(1)
    monkeypatch.setattr("mmdesk.ui.studio.place.FINISHING_STEPS", 1)
    monkeypatch.setattr("mmdesk.ui.studio.place.FINISHED_SIDE", 64)
    with qtbot.waitSignal(studio._work.finished) as gone_on:
        view._go_on.click()
    assert gone_on.args[0].spec.engine == "vqgan"
    assert gone_on.args[0].spec.init.path == os.fsencode(painted.out)
    assert (gone_on.args[0].spec.width, gone_on.args[0].spec.steps) == (64, 1)
    choose_engine(studio, "fft")
    studio._reproduce(painted.spec)
    assert studio.settings.spec() == painted.spec


def test_a_painting_dropped_back_restores_its_settings(studio: StudioPlace, qtbot: QtBot) -> None:
    studio.settings.seed.set_seed(11, locked=True)
    painted = paint_one(studio, qtbot)
    studio.settings.prompt.set_words("something else")
    studio.settings.seed.set_seed(3)
    before = studio.settings.spec()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(painted.out))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(studio._work.restored):
        studio.dropEvent(drop)
    assert studio.settings.prompt.words == "a red rose | fog:-0.4"
    assert studio.settings.spec() == painted.spec
    assert studio.messages.action.text() == "Undo"
    studio.messages.action.click()
    assert studio.settings.spec() == before
    assert studio.settings.seed.is_locked
    studio.settings.prompt._field.undo()
    assert studio.settings.prompt.words == "a red rose | fog:-0.4"


def test_a_picture_under_view_stays_until_one_wants_to_watch(studio: StudioPlace, qtbot: QtBot) -> None:
    view, work = studio.painting_view, studio._work
    finished = paint_one(studio, qtbot)
    view.show_run(finished.run)
    qtbot.waitUntil(lambda: view.spec is not None)
    rest(studio, qtbot)
    studio.settings._steps.setValue(2000)
    studio.paint()
    qtbot.waitUntil(lambda: studio.queue.count == 1)
    view.show_run(finished.run)
    with qtbot.waitSignal(work.frames_painted):
        studio.queue._rest.click()
    assert (view.run, view._pause.isVisible(), view._watch.isVisible()) == (finished.run, False, True)
    view._watch.click()
    assert work.entry is not None
    assert view.run == work.entry.run
    assert (view._pause.isVisible(), view._watch.isVisible()) == (True, False)
    assert studio.queue._list.item(0).text() == "a red rose | fog:-0.4\nPixels, 32 × 32, being painted"
    qtbot.waitUntil(lambda: work.entry is not None and work.entry.run in studio.queue._pictures)
    qtbot.waitUntil(lambda: view.spec is not None and view.canvas.image is not None)
    assert {"a red rose", "fog"} <= set(view.curve.names)
    view._pause.click()
    assert (work.is_paused, view._pause.text()) == (True, "Go on")
    view._pause.click()
    assert (work.is_paused, view._pause.text()) == (False, "Pause")
    with qtbot.waitSignal(work.frames_painted):
        pass
    with qtbot.waitSignal(work.ended):
        view._stop.click()
    qtbot.waitUntil(lambda: view._again.isVisible() and view._again.text() == "Go on")
    assert not view._pause.isVisible()
    with qtbot.waitSignal(work.frames_painted):
        view._again.click()
    assert [entry.state for entry in work.queue()] == ["painting"], "it goes on in its place of the queue"
    with qtbot.waitSignal(work.ended):
        studio.queue._remove.click()


def test_the_menu_of_a_painting_saves_it_elsewhere_once_it_is_finished(
    studio: StudioPlace, tmp_path: Path, qtbot: QtBot
) -> None:
    painted = paint_one(studio, qtbot)
    qtbot.waitUntil(lambda: studio.gallery.count == 1)
    actions = {action.text(): action for action in studio.gallery.menu_of(painted.run).actions()}
    assert all(actions[name].isEnabled() for name in ("Save as…", "Show in folder", "Move to the trash"))
    actions["Save as…"].trigger()
    dialog = studio.gallery.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    out = tmp_path / "rose.png"
    with qtbot.waitSignal(studio._work.exported):
        dialog.fileSelected.emit(str(out))
    assert out.read_bytes() == painted.out.read_bytes()
    assert studio.messages.message == f"Saved as {out}."
    painted.out.unlink()
    with qtbot.waitSignal(studio._work.failed) as told:
        studio._work.save_copy(painted.run, out)
    assert "cannot be read" in told.args[0]


def test_a_painting_goes_to_the_trash_and_comes_back_by_undo(
    studio: StudioPlace, desk: OpenWindow, trash_folder: Path, qtbot: QtBot
) -> None:
    painted = paint_one(studio, qtbot)
    qtbot.waitUntil(lambda: studio.gallery.count == 1)
    actions = {action.text(): action for action in studio.gallery.menu_of(painted.run).actions()}
    with qtbot.waitSignal(desk.workers.files.done):
        actions["Move to the trash"].trigger()
    qtbot.waitUntil(lambda: studio.gallery.count == 0)
    assert not painted.out.exists()
    assert (trash_folder / "files" / painted.out.name).exists()
    with qtbot.waitSignal(desk.workers.files.settled):
        desk.workers.history.undo()
    qtbot.waitUntil(lambda: studio.gallery.count == 1)
    assert painted.out.exists()


def test_a_picture_that_the_library_does_not_know_stays_where_it_is(
    desk: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    stranger = tmp_path / "stranger.png"
    stranger.write_bytes(b"")
    with qtbot.waitSignal(desk.workers.files.failed) as told:
        desk.workers.files.trash_picture(stranger)
    assert told.args[0] == f"The library does not know {stranger}, so it stays where it is."
    assert stranger.exists()


def test_a_film_of_a_painting_that_is_gone_is_refused(
    studio: StudioPlace, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(studio._work.failed) as told:
        studio._work.export("never painted", tmp_path / "film.webp")
    assert told.args[0].startswith("There is no painting never painted")


def test_what_no_field_can_show_is_restored_to_the_last_digit(studio: StudioPlace) -> None:
    settings = studio.settings
    odd = replace(
        settings.spec(), prompt="a\u2028b", rate=0.0333, smoothness=0.125, steps=60_000, cutouts=128,
        width=16, height=48, edges=0.5, palette=("#102030",), noise="snow", clips=("starter-clip", "another"),
    )  # fmt: skip
    settings.show_spec(odd)
    assert settings.spec() == odd
    settings._steps.setValue(5)
    assert settings.spec() == replace(odd, steps=5)


def test_a_photo_without_settings_says_so(
    studio: StudioPlace, sample_pictures: list[Path], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(studio._work.failed) as told:
        studio._work.restore(os.fsencode(sample_pictures[0]))
    assert told.args[0].endswith(".")


def test_a_photo_of_the_library_is_the_start(
    studio: StudioPlace, desk: OpenWindow, own: Places, qtbot: QtBot
) -> None:
    photos = desk.window.library.gallery
    desk.window.open_library()
    photos.grid.start_requested.emit(int(photos.shown_ids[0]))
    assert desk.window._places.currentWidget() is studio
    qtbot.waitUntil(lambda: not studio.settings.start._picture.pixmap().isNull())
    spec = studio.settings.spec()
    assert spec.init is not None
    assert spec.init.path == studio.settings.start.path
    studio.settings.take_mask(Mask(png="AAAA"))
    assert studio.settings.spec().mask == Mask(png="AAAA")
    studio.settings.start.fill(os.fsencode(own.sample_library / "coffee.png"))
    assert studio.settings.spec().mask is None, "it was painted over another picture"
    studio.settings.take_mask(Mask(png="AAAA"))
    studio.settings.start.empty()
    assert studio.settings.spec().mask is None


def test_a_brush_makes_a_mask(qtbot: QtBot) -> None:
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.gray)
    dialog = MaskDialog(picture)
    qtbot.addWidget(dialog)
    dialog.show()
    canvas = dialog.canvas
    assert isinstance(canvas, MaskCanvas)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(canvas.width() // 2, canvas.height() // 2))
    assert canvas.marks.pixelColor(canvas.marks.rect().center()).lightness() == 255
    assert canvas.marks.pixelColor(0, 0).lightness() == 0
    with qtbot.waitSignal(dialog.made) as made:
        dialog._hand_over()
    assert made.args[0].png
    assert made.args[0].mode == "freeze"


def test_a_mask_is_changed_where_it_was_left(qtbot: QtBot) -> None:
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.gray)
    first = MaskDialog(picture)
    qtbot.addWidget(first)
    first.canvas.marks.fill(255)
    first.canvas.has_marks = True
    first._mode.setCurrentIndex(1)
    with qtbot.waitSignal(first.made) as made:
        first._hand_over()
    again = MaskDialog(picture, mask=made.args[0])
    qtbot.addWidget(again)
    assert again.canvas.marks.pixelColor(0, 0).lightness() == 255
    with qtbot.waitSignal(again.made) as the_same:
        again._hand_over()
    assert the_same.args[0] == made.args[0]


def test_the_plan_is_told(studio: StudioPlace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(studio._work.planned):
        studio._plan.click()
    assert studio.told.startswith("About ")
