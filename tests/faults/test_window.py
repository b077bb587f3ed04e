"""What names on a disk may do to the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent, Qt, QTextDocument
from PySide6.QtWidgets import QApplication, QToolTip

from mmdesk.app import OpenWindow, build_window
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import open_library
from mmdesk.ui.folders.tree import FolderTree
from mmdesk.ui.grid.photo_grid import PhotoGrid
from mmdesk.ui.parts.labels import ElidedLabel
from tests.faults.small_program import index
from tests.flows.pictures import draw_pictures
from tests.looked_before import know_machine
from tests.patient_bot import PatientBot

MODEL = "starter-clip"
NAME = "<b>bold<i> <img src=x> &amp; 100%s :"


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """In the place of pytest-qt's."""
    return PatientBot(request)


@pytest.fixture
def desk(qapp: QApplication, data: Path, tmp_path: Path) -> Iterator[OpenWindow]:
    """A window on one photo, in a folder of the same name."""
    folder = tmp_path / NAME
    folder.mkdir()
    [picture] = draw_pictures(tmp_path / "drawn", 1)
    picture.rename(folder / f"{NAME}.jpg")
    places = Places(data)
    with open_library(places) as library:
        index(library, folder)
    know_machine(places, ClipModel(places, MODEL, "cpu"))
    with build_window(qapp, places, MODEL, "cpu") as desk:
        yield desk


def read_in(tooltip: str) -> str:
    """What a person reads in a tooltip with this text."""
    document = QTextDocument()
    if Qt.mightBeRichText(tooltip):
        document.setHtml(tooltip)
    else:
        document.setPlainText(tooltip)
    return document.toPlainText().replace("\N{NO-BREAK SPACE}", " ")


def over_photo(grid: PhotoGrid) -> str:
    """The tooltip of the first photo."""
    place = grid.rect_of(0).center()
    rest = QHelpEvent(QEvent.Type.ToolTip, place, grid.viewport().mapToGlobal(place))
    QApplication.sendEvent(grid.viewport(), rest)
    return QToolTip.text()


def over_folders(tree: FolderTree) -> list[str]:
    """The tooltips of all folders."""
    model, role = tree.model(), Qt.ItemDataRole.DisplayRole
    anything = Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive
    rows = model.match(model.index(0, 0), role, "*", -1, anything)
    return [row.data(Qt.ItemDataRole.ToolTipRole) for row in rows]


def test_a_name_that_looks_like_html_is_shown_letter_by_letter(desk: OpenWindow, qtbot: PatientBot) -> None:
    desk.window.show()
    gallery = desk.window.library.gallery
    qtbot.waitUntil(lambda: gallery.grid.count == 1)
    qtbot.keyClick(gallery.grid, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: over_photo(gallery.grid) != "")
    assert NAME in read_in(over_photo(gallery.grid))
    assert any(NAME in read_in(tooltip) for tooltip in over_folders(desk.window.findChild(FolderTree)))
    labels = [each for each in desk.window.findChildren(ElidedLabel) if NAME in each.whole_text]
    qtbot.waitUntil(lambda: any(each.toolTip() for each in labels))
    assert all(read_in(each.toolTip()) in ("", each.whole_text) for each in labels)
