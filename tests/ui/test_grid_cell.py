"""The marks of one cell of the grid."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QGuiApplication, QImage, QPainter
from pytestqt.qtbot import QtBot

from mmdesk.core.photo import FileStamp, Photo, PhotoFacts, PhotoId, Pick
from mmdesk.ui.grid.cell import CellMeasures, CellPainter, CellStyle

MEASURES = CellMeasures(200, 16)


def _footer(photo: Photo) -> QImage:
    """The line below the picture, as it is painted."""
    cell = QRect(0, 0, MEASURES.cell.width(), MEASURES.cell.height())
    canvas = QImage(cell.size(), QImage.Format.Format_RGB32)
    painter = CellPainter(MEASURES, QGuiApplication.palette(), QGuiApplication.font(), 1.0)
    with QPainter(canvas) as on_canvas:
        painter.paint(on_canvas, cell, photo, None, CellStyle.PLAIN)
    return canvas.copy(MEASURES.footer_in(cell))


def _inked(footer: QImage) -> set[int]:
    """The columns in which there is more than the ground."""
    ground = footer.pixel(footer.width() - 1, 0)
    return {
        x for x in range(footer.width()) if any(footer.pixel(x, y) != ground for y in range(footer.height()))
    }


@pytest.mark.parametrize(("pick", "begins"), [(Pick.UNFLAGGED, 0), (Pick.PICKED, 1)])
def test_a_file_of_several_names_has_links_after_its_flag(qtbot: QtBot, pick: Pick, begins: int) -> None:
    photo = Photo(PhotoId(1), b"/a/", FileStamp(1, 1), b"", PhotoFacts(4, 3), pick=pick)  # no name to paint
    plain, linked = _footer(photo), _footer(replace(photo, other_names=(b"/b/boat.jpg",)))
    mark = QFontMetrics(QGuiApplication.font()).ascent() * 0.82 + 4
    links = _inked(linked) - _inked(plain)
    assert int(begins * mark) <= min(links) < max(links) <= (begins + 1) * mark
    assert linked.copy(0, 0, int(begins * mark), 20) == plain.copy(0, 0, int(begins * mark), 20)
