"""Folders tell what they show, and become albums."""

import os
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.core.places import Places
from mmdesk.ui.tags.folder_card import FolderCard
from mmdesk.ui.tags.folders_page import FoldersPage
from tests.ui.conftest import MODEL, Open

PATIENCE_S = 120.0


@pytest.fixture
def model() -> str:
    """The starter model: what photos show is what this is about."""
    return MODEL


@pytest.fixture
def cats(tmp_path: Path, sample_pictures: list[Path]) -> Path:
    """A folder of cuttings from the picture of a cat."""
    folder = tmp_path / "Cuttings"
    folder.mkdir()
    [source] = [path for path in sample_pictures if path.stem == "chelsea"]
    with Image.open(source) as cat:
        for number in range(5):
            cat.crop((10 * number, 5 * number, 400 + 8 * number, 300)).save(folder / f"{number}.png")
    return folder


@pytest.fixture
def page(open_window: Open, own: Places, cats: Path, qtbot: QtBot) -> tuple[OpenWindow, FoldersPage]:
    """What folders show, with one of cats among them."""
    desk = open_window(own)
    with qtbot.waitSignal(desk.workers.index.ended):
        desk.window.add_folders([os.fsencode(cats)])
    desk.window.open_tags()
    wait_for_rest(desk.workers, PATIENCE_S)
    desk.window.tags.panel.pages.button(1).click()
    wait_for_rest(desk.workers, PATIENCE_S)
    return desk, desk.window.tags.folders


def test_a_folder_of_cats_says_so_shows_why_and_becomes_albums(
    page: tuple[OpenWindow, FoldersPage], cats: Path
) -> None:
    desk, folders = page
    [card] = [card for card in folders._shown if card.found.name == os.fsencode(cats)]
    assert card.found.labels[0].label == "cat"
    assert "Cat" in card.found.title
    assert card.found.labels[0].evidence
    assert "show something in common" in folders.summary.text()
    becomes_an_album_that_the_library_shows(desk, folders, card)
    becomes_a_smart_album(desk, card)


def becomes_an_album_that_the_library_shows(desk: OpenWindow, folders: FoldersPage, card: FolderCard) -> None:
    card.album.click()
    wait_for_rest(desk.workers, PATIENCE_S)
    panel = desk.window.library._folders
    [album] = panel.albums.albums()
    assert album.name == card.found.title
    assert album.name in folders.summary.text()
    desk.window.open_library()
    panel.albums.pressed_on.emit(album)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert desk.window.library.gallery.grid.count == 5
    panel.choose(None)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert desk.window.library.gallery.grid.count == 25
    panel.albums.removal_requested.emit(album)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert panel.albums.albums() == []
    assert panel.albums.isHidden()


def becomes_a_smart_album(desk: OpenWindow, card: FolderCard) -> None:
    """One that searches for its label; a second one of the name is refused."""
    card.smart.click()
    wait_for_rest(desk.workers, PATIENCE_S)
    panel = desk.window.library._folders
    [album] = panel.albums.albums()
    panel.albums.pressed_on.emit(album)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert str(desk.window.search_line.query) == "tag:cat"
    card.smart.click()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert desk.window.message_bar.message == "There is an album called Cat already."
