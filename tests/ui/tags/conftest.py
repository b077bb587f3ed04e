"""The Tags place of a real window, on the sample pictures."""

import pytest
from pytestqt.qtbot import QtBot

from mmdesk.app import Desk, wait_for_rest
from mmdesk.ui.tags.place import TagsPlace

PATIENCE_S = 120.0


@pytest.fixture
def place(desk: Desk, qtbot: QtBot) -> TagsPlace:
    """The Tags place, before anything was looked for."""
    desk.window.open_tags()
    qtbot.waitUntil(lambda: desk.window.tags.shown is not None)
    wait_for_rest(desk.workers, PATIENCE_S)
    return desk.window.tags


@pytest.fixture
def looked(place: TagsPlace, desk: Desk) -> TagsPlace:
    """The Tags place after the everyday labels were looked for."""
    place.empty.pressed.emit()
    wait_for_rest(desk.workers, PATIENCE_S)
    return place
