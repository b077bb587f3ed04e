"""No text is cut and nothing is out of reach: in a small window, on a sharp screen, in large letters."""

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.places import Places
from mmdesk.core.preferences import LARGEST_TEXT, Preferences, save_preferences
from mmdesk.core.settings import Settings, save_settings
from mmdesk.ui.parts.room import resize_on_screen
from tests.ui.conftest import Open
from tests.ui.fitting import misfits
from tests.ui.speaking import misordered, unreachable, unspoken
from tests.ui.tour import STOPS, tour

SMALL, SHARP = (1024, 700), (840, 525)
"""A small window, and the whole of a screen of 1680 x 1050 at scale 2; device-independent pixels."""

CASES = {"sharp": (SHARP, 100), "large letters": (SMALL, LARGEST_TEXT)}
"""What fits into the smaller of both fits into the other, too, unless the letters are larger."""


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def crowded(request: pytest.FixtureRequest, own: Places, open_window: Open, qtbot: QtBot) -> OpenWindow:
    """A window with little room for what is in it."""
    (width, height), percent = request.param
    save_settings(Settings(window_place=(0, 0, width, height)), own.settings)
    save_preferences(Preferences(text_percent=percent), own.preferences)
    desk = open_window(own)
    qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count == 20)
    assert desk.window.size().toTuple() == (width, height)
    return desk


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_everything_fits_and_is_told_and_reached(crowded: OpenWindow, qtbot: QtBot) -> None:
    seen: dict[str, list[str]] = {}
    window = crowded.window

    def look(name: str, shown: QWidget) -> None:
        size = shown.size()
        is_too_large = size.boundedTo(window.size()) != size
        too_large = [f"too large: {size.toTuple()}"] if is_too_large else []
        seen[name] = [*too_large, *misfits(shown), *unspoken(shown), *misordered(shown), *unreachable(shown)]

    tour(crowded, qtbot, look)
    assert len(seen) == STOPS
    cut = [f"{name}: {told}" for name, found in seen.items() for told in found]
    assert not cut, "\n".join(cut)


def test_a_dialog_is_no_larger_than_its_screen(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    room = dialog.screen().availableGeometry()
    resize_on_screen(dialog, 900, 640)
    assert dialog.size().toTuple() == (900, 640)
    resize_on_screen(dialog, 900, 6400)
    assert dialog.width() == 900
    assert 0.9 * room.height() < dialog.frameGeometry().height() < room.height()
