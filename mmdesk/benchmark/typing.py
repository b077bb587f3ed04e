"""The time that typing a search keeps the window from its next frame."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from mmdesk.benchmark.grid import timed, worked_in_frame
from mmdesk.ui.main_window import MainWindow
from mmdesk.ui.search.words_field import WordsField

LINE = "a red bicycle in the snow -car rating:>=3 camera:made"

FRAMES_A_KEY = 6
"""Frames from one key to the next: ten keys a second."""

FRAMES_AFTER = 60
"""Frames in which the last search comes and is shown."""


@dataclass(frozen=True, slots=True)
class TypingFigures:
    """Milliseconds of the GUI thread in a frame while a search is typed: results and painting included."""

    p50_ms: float
    p99_ms: float
    most_ms: float


def measure_typing(window: MainWindow) -> TypingFigures:
    """Type a search, key by key, into an open window."""
    field = window.search_line.findChild(WordsField)
    assert field is not None
    field.setFocus()
    _type(window, field, LINE[:2])  # the first key of all makes what is kept from then on
    frames = _type(window, field, LINE[2:])
    return TypingFigures(*np.percentile(frames, [50, 99, 100]).tolist())


def _type(window: MainWindow, field: WordsField, letters: str) -> list[float]:
    """Milliseconds of each frame."""
    frames = list[float]()
    for letter in letters:
        key = timed(partial(_press, field, letter))
        frames.append(key + worked_in_frame(window))
        frames += [worked_in_frame(window) for _ in range(FRAMES_A_KEY - 1)]
    return frames + [worked_in_frame(window) for _ in range(FRAMES_AFTER)]


def _press(field: WordsField, letter: str) -> None:
    none = Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field, QKeyEvent(kind, ord(letter.upper()), none, letter))
