"""Tags go to sidecar files only after one has seen the difference."""

import os
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.core.places import Places
from mmdesk.core.sidecars import Difference
from mmdesk.ui.tags.sidecars_dialog import NOTHING_WRITTEN, TAKES_BACK, SidecarsDialog
from tests.ui.conftest import Open
from tests.ui.tags.conftest import PATIENCE_S


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of two pictures, where files may be written."""
    folder = tmp_path / "Photos"
    folder.mkdir()
    for number in range(2):
        Image.linear_gradient("L").rotate(90 * number).save(folder / f"{number}.png")
    return folder


@pytest.fixture
def tagged(open_window: Open, empty: Places, photos: Path, qtbot: QtBot) -> OpenWindow:
    """A window whose photos are tagged "gradient" by hand."""
    desk = open_window(empty)
    with qtbot.waitSignal(desk.workers.index.ended):
        desk.window.add_folders([os.fsencode(photos)])
    wait_for_rest(desk.workers, PATIENCE_S)
    desk.window.open_tags()
    ids = desk.window.library.gallery.shown_ids.tolist()
    desk.workers.photo_tags.add("gradient", ids)
    wait_for_rest(desk.workers, PATIENCE_S)
    return desk


def opened(desk: OpenWindow) -> SidecarsDialog:
    dialog = desk.window.tags.menu.open_sidecars()
    wait_for_rest(desk.workers, PATIENCE_S)
    return dialog


def test_looking_at_the_difference_writes_nothing(tagged: OpenWindow, photos: Path) -> None:
    dialog = opened(tagged)
    assert dialog.told.text() == "2 files would change, all of them new"
    assert [row.sentence for row in dialog.list.rows() if isinstance(row, Difference)] == ["+ gradient"] * 2
    assert not list(photos.glob("*.xmp"))
    dialog.reject()


def test_what_is_written_can_be_taken_back(tagged: OpenWindow, photos: Path) -> None:
    dialog = opened(tagged)
    assert not dialog.take_back.isEnabled()
    assert dialog.take_back.toolTip() == NOTHING_WRITTEN
    dialog.write.click()
    wait_for_rest(tagged.workers, PATIENCE_S)
    assert dialog.take_back.isEnabled()
    assert dialog.take_back.toolTip() == TAKES_BACK
    assert dialog.told.text() == "2 files written"
    assert "gradient" in (photos / "0.png.xmp").read_text(encoding="utf-8")
    assert not dialog.write.isEnabled()
    dialog.take_back.click()
    wait_for_rest(tagged.workers, PATIENCE_S)
    assert dialog.told.text() == "2 files brought back"
    assert not dialog.take_back.isEnabled()
    assert not list(photos.glob("*.xmp"))
    dialog.reject()


def test_where_all_is_said_already_there_is_nothing_to_write(tagged: OpenWindow) -> None:
    dialog = opened(tagged)
    dialog.write.click()
    wait_for_rest(tagged.workers, PATIENCE_S)
    dialog.compare()
    wait_for_rest(tagged.workers, PATIENCE_S)
    assert dialog.told.text() == "All sidecar files say already what your photos are tagged with."
    assert not dialog.write.isEnabled()
    dialog.reject()
