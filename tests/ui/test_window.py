"""The whole window on a real library, driven by its keys and buttons."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, save_window_picture
from mmdesk.core.photo import PhotoId
from mmdesk.core.places import Places
from mmdesk.tasks.dummy_clip import DUMMY
from mmdesk.tasks.library import open_library
from mmdesk.ui.crash_dialog import CrashDialog
from mmdesk.ui.first_start import FirstStart
from mmdesk.ui.folders.panel import FoldersPanel
from mmdesk.ui.inspector import Inspector
from mmdesk.ui.library.gallery_bar import GalleryBar
from mmdesk.ui.search.chip import PictureChip
from tests.patient_bot import PATIENCE_MS
from tests.ui.conftest import Open


def _bar(desk: OpenWindow) -> GalleryBar:
    return desk.window.findChild(GalleryBar)


def _words(desk: OpenWindow) -> QLineEdit:
    return desk.window.search_line.findChild(QLineEdit)


def _names(desk: OpenWindow, qtbot: QtBot) -> list[str]:
    """The names of the photos on the wall, in order."""
    ids = desk.window.library.gallery.shown_ids.tolist()
    desk.workers.browse.request_photos(ids)
    qtbot.waitUntil(lambda: all(desk.workers.browse.photo(photo) for photo in ids))
    rows = [desk.workers.browse.photo(photo) for photo in ids]
    return [os.path.basename(row.path).decode() for row in rows if row]


def _type(desk: OpenWindow, qtbot: QtBot, words: str) -> None:
    """Type on the search line and wait for the answer."""
    with qtbot.waitSignal(desk.workers.search.found):
        qtbot.keyClicks(_words(desk), words)


def _drop_on_window(desk: OpenWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(200, 200),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desk.window.dropEvent(event)


def test_from_first_start_to_the_samples(open_window: Open, empty: Places, qtbot: QtBot) -> None:
    desk = open_window(empty)
    library, grid = desk.window.library, desk.window.library.gallery.grid
    first = desk.window.findChild(FirstStart)
    qtbot.waitUntil(lambda: library.currentWidget() is first)
    [samples] = [button for button in first.findChildren(QPushButton) if "sample" in button.text()]
    with qtbot.waitSignal(desk.workers.index.ended):
        qtbot.mouseClick(samples, Qt.MouseButton.LeftButton)
        assert library.currentWidget() is not first
    qtbot.waitUntil(lambda: grid.count == 20)
    assert _bar(desk).count == "20 photos"
    assert desk.window.activity.words.startswith("20 photos added in")


def test_the_first_start_leads_to_full_size_models(open_window: Open, empty: Places, qtbot: QtBot) -> None:
    desk = open_window(empty)
    first = desk.window.findChild(FirstStart)
    qtbot.waitUntil(lambda: desk.window.library.currentWidget() is first)
    [models] = [button for button in first.findChildren(QPushButton) if "Full-size" in button.text()]
    qtbot.mouseClick(models, Qt.MouseButton.LeftButton)
    assert desk.window.models.isVisible()
    qtbot.waitUntil(lambda: bool(desk.window.models.offers.cards))
    assert desk.workers.fetching.is_idle, "nothing is fetched before somebody asks for it by name"


def test_words_show_hits_and_escape_brings_everything_back(desk: OpenWindow, qtbot: QtBot) -> None:
    everything = _names(desk, qtbot)
    _type(desk, qtbot, "a cat")
    assert _bar(desk).title == "“a cat”"
    assert " found in " in _bar(desk).count
    assert set(_names(desk, qtbot)) < set(everything)
    desk.window.library.gallery.grid.fold_pressed.emit()
    assert sorted(_names(desk, qtbot)) == sorted(everything)
    with qtbot.waitSignal(desk.workers.browse.ids_loaded):
        qtbot.keyClick(_words(desk), Qt.Key.Key_Escape)
    assert _bar(desk).title == "All photos"
    assert _names(desk, qtbot) == everything


def test_the_search_stays_within_the_chosen_folder(
    desk: OpenWindow, own: Places, tmp_path: Path, qtbot: QtBot
) -> None:
    holiday = tmp_path / "holiday"
    holiday.mkdir()
    QImage(str(own.sample_library / "china.jpg")).scaledToWidth(300).save(str(holiday / "temple.jpg"))
    with qtbot.waitSignal(desk.workers.index.ended):
        _drop_on_window(desk, holiday)
    panel = desk.window.findChild(FoldersPanel)
    qtbot.waitUntil(lambda: panel.folder == os.fsencode(holiday))
    qtbot.waitUntil(lambda: _bar(desk).title == "holiday")
    qtbot.waitUntil(lambda: _bar(desk).count == "1 photo")
    assert _names(desk, qtbot) == ["temple.jpg"]
    _type(desk, qtbot, "boat")
    assert _names(desk, qtbot) == [], "it is weak, and folded away"
    desk.window.library.gallery.grid.fold_pressed.emit()
    assert _names(desk, qtbot) == ["temple.jpg"]
    assert _bar(desk).title == "“boat” in holiday"


def test_s_finds_similar_photos_and_shows_by_which(desk: OpenWindow, qtbot: QtBot) -> None:
    grid = desk.window.library.gallery.grid
    grid.select(int(desk.window.library.gallery.shown_ids[_names(desk, qtbot).index("motorcycle_left.png")]))
    with qtbot.waitSignal(desk.workers.search.found):
        qtbot.keyClick(grid, Qt.Key.Key_S)
    assert _names(desk, qtbot)[0] == "motorcycle_left.png"
    assert desk.window.findChild(PictureChip).isVisible()
    assert _bar(desk).title == "Photos like this"
    words = [text.text() for text in desk.window.findChild(Inspector).findChildren(QLabel)]
    assert "Strong" in words, "the inspector says why"


def test_space_opens_the_loupe_and_escape_returns(desk: OpenWindow, qtbot: QtBot) -> None:
    gallery = desk.window.library.gallery
    gallery.grid.select(int(gallery.shown_ids[3]))
    qtbot.keyClick(gallery.grid, Qt.Key.Key_Space)
    assert gallery.is_loupe_open
    loupe = gallery.currentWidget()
    qtbot.keyClick(loupe, Qt.Key.Key_Right)
    qtbot.keyClick(loupe, Qt.Key.Key_Escape)
    assert not gallery.is_loupe_open
    assert gallery.grid.current_id() == gallery.shown_ids[4]


def test_a_search_leaves_the_loupe_and_the_typing_goes_on(desk: OpenWindow, qtbot: QtBot) -> None:
    gallery = desk.window.library.gallery
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    gallery.open_loupe(PhotoId(int(gallery.shown_ids[0])))
    desk.window.search_line.take_focus()
    _type(desk, qtbot, "boat")
    assert not gallery.is_loupe_open
    assert _words(desk).hasFocus()


def test_a_picture_that_cannot_be_read_is_told_calmly(desk: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 no picture")
    with qtbot.waitSignal(desk.workers.search.failed):
        _drop_on_window(desk, broken)
    assert "broken.jpg" in desk.window.message_bar.message
    assert desk.window.library.gallery.grid.count == 20, "the photos shown before stay"
    qtbot.keyClick(_words(desk), Qt.Key.Key_Escape)
    _type(desk, qtbot, "boat")
    assert desk.window.message_bar.message == "", "the next success puts it away"


def test_keys_lead_to_the_search_line(desk: OpenWindow, qtbot: QtBot) -> None:
    desk.window.activateWindow()
    desk.window.library.gallery.grid.setFocus()
    qtbot.waitUntil(desk.window.isActiveWindow)
    qtbot.keyClick(desk.window.library.gallery.grid, "/")
    assert _words(desk).hasFocus()
    qtbot.keyClick(_words(desk), Qt.Key.Key_Escape)
    assert desk.window.library.gallery.grid.hasFocus()


def test_choices_outlive_the_window(open_window: Open, own: Places, qapp: QApplication, qtbot: QtBot) -> None:
    desk = open_window(own)
    desk.theme.choose("light")
    desk.window.resize(760, 500)
    _bar(desk).show_size(300)
    desk.window.library.toggle_details()
    desk.window.close()
    again = open_window(own)
    assert qapp.palette().color(QPalette.ColorRole.Window).lightness() > 200
    assert again.window.library.thumbnail_size == 300
    assert not again.window.library.details_shown
    assert again.window.width() == 760
    again.theme.choose("dark")


def test_the_picture_of_the_window_has_the_hits_in_it(
    own: Places, model: str, tmp_path: Path, qapp: QApplication
) -> None:
    out = save_window_picture(own, model, "cpu", "a flower", tmp_path / "window.png")
    image = QImage(str(out))
    colourful = sum(
        image.pixelColor(x, y).hsvSaturation() > 100
        for x in range(0, image.width(), 20)
        for y in range(0, image.height(), 20)
    )
    assert image.width() >= 1280
    assert colourful > 50, "photos are in it, and all the colour there is comes from them"


def test_a_bug_is_shown_whole(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    box = CrashDialog()
    qtbot.addWidget(box)
    with pytest.raises(ZeroDivisionError) as bug:
        _divide(1, 0)
    box.tell(bug.type, bug.value, bug.tb)
    assert box.isVisible()
    assert "test_window.py" in box.text
    assert "in _divide" in box.text
    assert "ZeroDivisionError" in box.text
    assert "ZeroDivisionError" in capsys.readouterr().err, "the terminal hears of it, too"


def _divide(one: int, other: int) -> float:
    return one / other


RUN = """
import sys
from pathlib import Path
from mmdesk.app import run_window
from mmdesk.core.places import Places
sys.exit(run_window(Places(Path(sys.argv[1])), sys.argv[3], "cpu", sys.argv[2].encode()))
"""


def test_told_to_end_it_stops_what_runs_and_keeps_the_settings(own: Places, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    shutil.copytree(own.sample_library, folder)
    command = [sys.executable, "-c", RUN, str(own.data_dir), str(folder), "starter-clip"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not _knows(own, folder) and time.monotonic() < deadline:
            time.sleep(0.1)
        program.send_signal(signal.SIGTERM)
        _, complaints = program.communicate(timeout=PATIENCE_MS / 1000)
    assert program.returncode == 0
    assert "Traceback" not in complaints
    assert own.settings.is_file()


def test_a_second_start_hands_its_folder_to_the_window_there_is(own: Places, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        shutil.copytree(own.sample_library, folder)
    command = [sys.executable, "-c", RUN, str(own.data_dir)]
    with subprocess.Popen([*command, str(first), DUMMY]) as program:
        _wait_until_known(own, first)
        again = subprocess.run([*command, str(second), DUMMY], check=False, timeout=PATIENCE_MS / 1000)
        _wait_until_known(own, second)
        assert (again.returncode, program.poll()) == (0, None)
        program.send_signal(signal.SIGTERM)
        assert program.wait(PATIENCE_MS / 1000) == 0


def _wait_until_known(places: Places, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not _knows(places, folder):
        assert time.monotonic() < deadline, f"{folder} is never indexed"
        time.sleep(0.1)


UNTIL_LOADED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from mmdesk.app import make_application, run_window
from mmdesk.core.places import Places
from mmdesk.ui.main_window import MainWindow

application = make_application()
looks = QTimer(interval=50)

def look():
    windows = [each for each in application.topLevelWidgets() if isinstance(each, MainWindow)]
    if windows and windows[0]._workers.search.is_loaded:
        looks.stop()
        print("loaded", "torch" in sys.modules, flush=True)
        windows[0].show_health()
        windows[0].show_duplicates()
        windows[0]._show_keys()
        QTimer.singleShot(0, windows[0].close)

looks.timeout.connect(look)
looks.start()
sys.exit(run_window(Places(Path(sys.argv[1])), "starter-clip", "cpu"))
"""


def test_the_model_is_loaded_unasked_and_the_program_ends_with_its_window(own: Places) -> None:
    command = [sys.executable, "-c", UNTIL_LOADED, str(own.data_dir)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=PATIENCE_MS / 1000
    )  # fails where the process outlives its window, whose dialogs are still open
    assert (done.returncode, done.stdout) == (0, "loaded False\n"), done.stderr


AT_ONCE = """
import os, signal, sys
from pathlib import Path
from mmdesk.app import close_when_told, make_application, build_window
from mmdesk.core.places import Places
application = make_application()
with build_window(application, Places(Path(sys.argv[1])), "starter-clip", "cpu") as desk:
    close_when_told(application)
    desk.window.show()
    os.kill(os.getpid(), signal.SIGTERM)
    sys.exit(application.exec())
"""


def test_told_to_end_before_it_lives_it_ends(own: Places) -> None:
    command = [sys.executable, "-c", AT_ONCE, str(own.data_dir)]
    assert subprocess.run(command, check=False, timeout=PATIENCE_MS / 1000).returncode == 0


def _knows(places: Places, folder: Path) -> bool:
    """Whether indexing of `folder` has begun."""
    with open_library(places) as library:
        return os.fsencode(folder) in [known.path for known in library.folders.all()]


START = """
import sys
from pathlib import Path
from mmdesk.app import make_application, build_window, wait_until
from mmdesk.core.places import Places
application = make_application()
with build_window(application, Places(Path(sys.argv[1])), "starter-clip", "cpu") as desk:
    desk.window.show()
    wait_until(lambda: desk.window.library.gallery.grid.count == 20, 20)
    wait_until(lambda: desk.workers.pictures.is_idle, 20)
    print(desk.window.library.gallery.grid.count, {"torch", "open_clip", "skimage"} & set(sys.modules))
"""


def test_torch_sleeps_until_something_needs_it(own: Places) -> None:
    command = [sys.executable, "-c", START, str(own.data_dir)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "20 set()\n"
