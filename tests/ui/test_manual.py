"""The manual in the window, and the line that each place says at first."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.manual import chapters_of
from mmdesk.core.places import manual_page
from mmdesk.ui.choices_menu import ChoicesMenu
from mmdesk.ui.hint_controller import HINTS
from mmdesk.ui.manual.manual_dialog import NOT_FOUND, ManualDialog
from tests.ui.speaking import unspoken


def test_the_manual_is_read_searched_and_followed(desk: OpenWindow, qtbot: QtBot) -> None:
    menu = desk.window.findChild(ChoicesMenu)
    with qtbot.waitSignal(desk.workers.about.manual_read):
        next(action for action in menu.actions() if action.text().startswith("Manual")).trigger()
    [manual] = desk.window.findChildren(ManualDialog)
    titles = [manual.contents.item(row).text() for row in range(manual.contents.count())]
    assert titles[1] == "First steps"
    assert unspoken(manual) == []
    manual.open_chapter("finding-photos")
    assert manual.text.toPlainText().startswith("Finding photos")
    image = QTextDocument.ResourceType.ImageResource
    picture = manual.text.loadResource(image.value, QUrl("manual/search.png"))
    assert 200 <= picture.width() <= manual.text.viewport().width()
    manual.words.setText("duplicates")
    manual.find_next()
    assert titles[manual.contents.currentRow()] == "Tidying up"
    assert manual.text.textCursor().selectedText().lower() == "duplicates"
    manual.words.setText("no such words at all")
    manual.find_next()
    assert manual.told.text() == NOT_FOUND
    manual.text.anchorClicked.emit(QUrl("#tags"))
    assert titles[manual.contents.currentRow()] == "Tags"


def test_every_link_and_picture_of_the_manual_is_there() -> None:
    page = manual_page()
    chapters = chapters_of(page.read_text("utf-8"))
    anchors = {chapter.anchor for chapter in chapters}
    links = [link for chapter in chapters for link in chapter.text.split("](#")[1:]]
    assert links
    assert {link.partition(")")[0] for link in links} <= anchors
    assert {anchor for _, anchor in HINTS.values()} <= anchors
    pictures = {page.parent / name for chapter in chapters for name in chapter.pictures}
    assert {picture for picture in pictures if not picture.is_file()} == set()
    assert pictures == set((page.parent / "manual").glob("*.png"))
    assert sum(picture.stat().st_size for picture in pictures) < 2e6


def test_a_place_says_once_what_it_is_for(desk: OpenWindow, qtbot: QtBot) -> None:
    window, bar, preferences = desk.window, desk.window.hints.bar, desk.workers.preferences
    qtbot.waitUntil(lambda: bar.words == HINTS["library"][0])
    assert bar.accessibleName() == bar.words
    window.open_studio()
    assert bar.words == HINTS["studio"][0]
    bar.dismiss.click()
    assert bar.words == ""
    window.open_library()
    assert bar.words == HINTS["library"][0]
    window.open_studio()
    assert bar.words == ""
    assert preferences.now.hints_read == ("studio",)
    [*_, page] = [window.preferences.open().pages["Appearance"]]
    page.hints.click()
    assert bar.words == HINTS["studio"][0]
    assert not page.hints.isEnabled()
