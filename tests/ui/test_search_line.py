"""Typing, dropping and pasting on the search line."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mmdesk.core.places import Places
from mmdesk.core.query import Query
from mmdesk.library.reading.full import FullReader
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.ui.grid.decode import decode_thumbnail
from mmdesk.ui.loupe.pyramid import Pyramid
from mmdesk.ui.search.chip import PictureChip
from mmdesk.ui.search.line import SearchLine
from mmdesk.work.lanes import Lanes
from mmdesk.work.pasted import PastedWork
from mmdesk.work.pictures import PictureWork


class Heard:
    """What a search line asked for, in words and pictures."""

    def __init__(self, line: SearchLine) -> None:
        self.asked: list[list[str]] = []
        self.lefts = 0
        line.search_requested.connect(self._note)
        line.left.connect(self._note_left)

    def _note(self, query: Query) -> None:
        self.asked.append([os.path.basename(term.text) for term in query.terms])

    def _note_left(self) -> None:
        self.lefts += 1


@pytest.fixture
def line(places: Places, qtbot: QtBot, root: QObject) -> Iterator[SearchLine]:
    """A search line on real workers."""
    places.create()
    lanes, reader, thumbnails = Lanes(), FullReader(), Thumbnails(places.thumbnails)
    pictures = PictureWork(thumbnails, reader, lanes, decode_thumbnail, Pyramid, root)
    line = SearchLine(pictures, PastedWork(places.pasted, lanes, root))
    qtbot.addWidget(line)
    line.resize(600, line.height())
    line.show()
    qtbot.waitExposed(line)
    yield line
    reader.close()
    lanes.shutdown()
    thumbnails.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture file with a red left half."""
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    file = tmp_path / "red.png"
    image.save(str(file))
    return file


def _field(line: SearchLine) -> QLineEdit:
    return line.findChild(QLineEdit)


def _drop(line: SearchLine, mime: QMimeData) -> None:
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    line.dropEvent(event)


def _drop_files(line: SearchLine, *files: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    _drop(line, mime)


def test_asks_once_the_fingers_rest(line: SearchLine, qtbot: QtBot) -> None:
    heard = Heard(line)
    with qtbot.waitSignal(line.search_requested):
        qtbot.keyClicks(_field(line), "a  cat ", delay=10)
    assert heard.asked == [["a cat"]]


def test_enter_asks_at_once_and_leaves(line: SearchLine, qtbot: QtBot) -> None:
    heard = Heard(line)
    qtbot.keyClicks(_field(line), "boat")
    qtbot.keyClick(_field(line), Qt.Key.Key_Return)
    assert heard.asked == [["boat"]]
    assert heard.lefts == 1
    qtbot.wait(250)
    assert heard.asked == [["boat"]], "the rest of the fingers adds nothing"


def test_escape_clears_and_then_leaves(line: SearchLine, qtbot: QtBot) -> None:
    heard = Heard(line)
    line.set_words("boat")
    qtbot.keyClick(_field(line), Qt.Key.Key_Escape)
    assert heard.asked == [["boat"], []]
    assert (line._words.text(), heard.lefts) == ("", 0)
    qtbot.keyClick(_field(line), Qt.Key.Key_Escape)
    assert heard.lefts == 1


def test_white_space_alone_is_no_question(line: SearchLine, qtbot: QtBot) -> None:
    heard = Heard(line)
    qtbot.keyClicks(_field(line), "   ")
    qtbot.wait(250)
    assert heard.asked == []


def test_a_dropped_picture_is_searched_by_and_shown(line: SearchLine, picture: Path, qtbot: QtBot) -> None:
    heard = Heard(line)
    chip = line.findChild(PictureChip)
    assert not chip.isVisible()
    _drop_files(line, picture)
    assert heard.asked == [["red.png"]]
    assert chip.isVisible()
    assert line.terms[0].kind == "picture"
    assert line.terms[0].picture == os.fsencode(picture)

    def preview_is_red() -> bool:
        colour = chip.grab().toImage().pixelColor(16, chip.height() // 2)
        return colour.red() > 200 and colour.green() < 50

    qtbot.waitUntil(preview_is_red)


def test_words_join_a_picture_and_the_cross_removes_it(line: SearchLine, picture: Path, qtbot: QtBot) -> None:
    heard = Heard(line)
    _drop_files(line, picture)
    qtbot.keyClicks(_field(line), "at night")
    qtbot.keyClick(_field(line), Qt.Key.Key_Return)
    assert heard.asked[-1] == ["at night", "red.png"]
    line.findChild(PictureChip).removed.emit()
    assert heard.asked[-1] == ["at night"]


def test_a_dropped_folder_is_handed_on(line: SearchLine, tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard(line)
    with qtbot.waitSignal(line.folders_dropped) as dropped:
        _drop_files(line, tmp_path)
    assert dropped.args == [[os.fsencode(tmp_path)]]
    assert heard.asked == []


def test_dropped_words_are_searched(line: SearchLine) -> None:
    heard = Heard(line)
    mime = QMimeData()
    mime.setText("a lighthouse")
    _drop(line, mime)
    assert heard.asked == [["a lighthouse"]]


def test_a_pasted_picture_is_kept_and_searched_by(line: SearchLine, places: Places, qtbot: QtBot) -> None:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    with qtbot.waitSignal(line.search_requested):
        qtbot.keyClick(_field(line), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    [term] = line.terms
    kept = QImage(os.fsdecode(term.picture))
    assert kept.size() == image.size()
    assert Path(os.fsdecode(term.picture)).parent == places.pasted


def test_pasted_words_are_typed(line: SearchLine, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("a bridge")
    qtbot.keyClick(_field(line), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert line._words.text() == "a bridge"
