"""A tour through the window in the language that `MMDESK_TEST_LANGUAGE` names: does all of it fit?

Run by `test_languages` in a process of its own, since a process has one language; by hand, with
`MMDESK_TEST_PICTURES=FOLDER`, it takes a picture at each stop; `MMDESK_TEST_PERCENT` is the size of text.
"""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mmdesk.core.language import PSEUDO_LANGUAGES, language_now
from mmdesk.core.places import Places
from mmdesk.core.preferences import Preferences, save_preferences
from mmdesk.core.settings import Settings, save_settings
from mmdesk.ui.qt_words import speak
from tests.ui.conftest import Open
from tests.ui.fitting import misfits
from tests.ui.tour import STOPS, tour
from tests.ui.untranslated import untranslated

SIZE = (1280, 820)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_all_is_translated_and_fits(own: Places, open_window: Open, qtbot: QtBot, qapp: QApplication) -> None:
    speak(qapp)
    save_settings(Settings(window_place=(0, 0, *SIZE)), own.settings)
    percent = int(os.environ.get("MMDESK_TEST_PERCENT", "100"))
    save_preferences(Preferences(text_percent=percent), own.preferences)
    desk = open_window(own)
    qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count == 20)
    is_disguised = language_now().code in PSEUDO_LANGUAGES
    found: dict[str, list[str]] = {}

    def look(name: str, shown: QWidget) -> None:
        plain = [f"not translated: {text!r}" for text in untranslated(shown)] if is_disguised else []
        found[name] = [*plain, *misfits(shown)]
        if folder := os.environ.get("MMDESK_TEST_PICTURES"):
            shown.grab().save(str(Path(folder) / f"{len(found):02} {name}.png"))

    tour(desk, qtbot, look)
    assert len(found) == STOPS
    wrong = sorted({told for stop in found.values() for told in stop})
    assert not wrong, "\n".join(wrong)
