"""Lists of values: what their model answers, and how their text is cut."""

import pytest
from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPalette
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QApplication

from mmdesk.core.photo import Skipped
from mmdesk.ui.parts.rows import VALUE_ROLE, RowsModel
from mmdesk.ui.parts.text_painter import TextPainter

FILE = Skipped(b"/photos/<b>bold</b>.jpg", "It is empty.")
ROLES = Qt.ItemDataRole


@pytest.fixture
def model(root: QObject) -> RowsModel[Skipped]:
    model = RowsModel[Skipped](lambda file: f"{file.path.decode()}: {file.reason}", root)
    model.replace([FILE])
    return model


def test_tooltip_and_screen_reader_are_told_alike(model: RowsModel[Skipped]) -> None:
    told = model.index(0).data(ROLES.AccessibleTextRole)
    assert told == "/photos/<b>bold</b>.jpg: It is empty."
    assert model.index(0).data(ROLES.ToolTipRole) == GuiQt.convertFromPlainText(told), "a name is no HTML"
    assert model.index(0).data(VALUE_ROLE) is FILE
    assert model.index(5).data(VALUE_ROLE) is None


def test_values_come_and_change_in_place(model: RowsModel[Skipped]) -> None:
    inserted, changed = list[tuple[int, int]](), list[int]()
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    model.dataChanged.connect(lambda first, last: changed.append(last.row() - first.row() + 1))
    model.append([FILE, FILE])
    assert (model.rowCount(), inserted) == (3, [(1, 2)])
    model.update([Skipped(b"/other.jpg", ""), FILE, FILE])
    assert changed == [3]
    assert model.index(0).data(VALUE_ROLE).path == b"/other.jpg"
    assert model.rowCount(model.index(0)) == 0, "it is a list"


def test_text_is_cut_to_its_room(qapp: QApplication) -> None:
    canvas = QImage(400, 40, QImage.Format.Format_RGB32)
    canvas.fill(Qt.GlobalColor.black)
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.white)
    with QPainter(canvas) as painter:
        text = TextPainter(painter, palette, QFont())
        assert text.write(QRect(0, 0, 60, 40), "a name much longer than its room") <= 60
        assert text.write(QRect(60, 0, 0, 40), "no room at all") == 0
    ink = {x for x in range(400) for y in range(40) if canvas.pixelColor(x, y) != Qt.GlobalColor.black}
    assert ink
    assert max(ink) <= 60
