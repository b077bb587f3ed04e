"""What Qt says by itself, in the language of the program; each language has a process of its own."""

import os
import subprocess
import sys

import pytest

TOLD = """
from PySide6.QtCore import QLocale
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from mmdesk.ui.qt_words import speak

application = QApplication([])
speak(application)
speak(application)
buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Yes)
line = QLineEdit("words")
menu = line.createStandardContextMenu()
print(*sorted(button.text() for button in buttons.buttons()), sep="|")
print(menu.actions()[0].text().split("\\t")[0])
keys = QKeySequence("Ctrl+Home")
print(keys.toString(), keys.toString(QKeySequence.SequenceFormat.NativeText))
print(QLocale().name(), application.layoutDirection().name)
"""


def told(code: str, system: str = "C.UTF-8") -> list[str]:
    """Lines that a program of this language prints."""
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", TOLD],
        env=os.environ | {"MMDESK_LANGUAGE": code, "LC_ALL": system, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()


def test_english_is_left_to_qt() -> None:
    buttons, undo, keys, rest = told("en")
    assert (buttons, undo, keys) == ("&Yes|Cancel", "&Undo", "Ctrl+Home Ctrl+Home")
    assert rest == "C LeftToRight"
    assert told("en", "en_GB.UTF-8")[3] == "en_GB LeftToRight"


@pytest.mark.parametrize(("code", "locale"), [("lt", "lt_LT"), ("tl", "fil_PH"), ("pcm", "pcm_NG")])
def test_numbers_are_written_in_fields_as_in_the_language(code: str, locale: str) -> None:
    assert told(code)[3] == f"{locale} LeftToRight"


def test_qt_says_what_it_has_itself_where_the_program_has_nothing() -> None:
    assert told("de")[0] == "&Ja|Abbrechen"


def test_what_is_written_from_right_to_left_begins_there() -> None:
    buttons, undo, keys, rest = told("ar-XB")
    assert all(word.startswith("[") for word in [*buttons.split("|"), undo])
    assert keys.startswith("Ctrl+Home [Çtrl")
    assert rest == "en_US RightToLeft"
