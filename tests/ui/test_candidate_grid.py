"""The sheet of candidates: the chosen one is framed, and the one under the pointer."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.candidates import GAP, CandidateSheet
from mmdesk.ui.studio.candidate_grid import CandidateGrid

SIDE = 20


@pytest.fixture
def grid(qtbot: QtBot) -> CandidateGrid:
    grid = CandidateGrid()
    qtbot.addWidget(grid)
    grid.resize(400, 250)
    return grid


def two_candidates() -> CandidateSheet:
    """Two grey ones, side by side."""
    picture = np.full((SIDE, 2 * SIDE + GAP, 3), 90, np.uint8)
    return CandidateSheet(FullPicture(picture.shape[1], SIDE, picture.tobytes()), SIDE, SIDE)


def frames(grid: CandidateGrid) -> list[QColor]:
    """What is on the upper edge of each candidate."""
    shown, ratio = grid.grab().toImage(), grid.devicePixelRatioF()
    edges = [grid._place(place) for place in range(2)]
    return [shown.pixelColor((QPointF(edge.center().x(), edge.top()) * ratio).toPoint()) for edge in edges]


def test_the_chosen_one_and_the_one_under_the_pointer_are_framed(grid: CandidateGrid) -> None:
    accent = grid.palette().color(QPalette.ColorRole.Accent)
    grid.show_sheet(two_candidates(), 0)
    assert (frames(grid)[0] == accent, frames(grid)[1] == accent) == (True, False)
    grid._point_at(1)
    assert frames(grid) == [accent, grid.palette().color(QPalette.ColorRole.Text)]
    grid.show_sheet(two_candidates(), 1)
    assert (frames(grid)[0] == accent, frames(grid)[1] == accent) == (False, True)


def test_candidates_that_are_only_looked_at_have_no_frame(grid: CandidateGrid) -> None:
    grid.show_sheet(two_candidates(), None)
    grid._point_at(1)
    assert grid.palette().color(QPalette.ColorRole.Accent) not in frames(grid)
    assert grid.palette().color(QPalette.ColorRole.Text) not in frames(grid)
