"""What is said when a label is reviewed to its end."""

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mmdesk.ui.tags.done_bar import NOTHING_WAITS, DoneBar


def test_it_tells_what_was_decided_and_offers_the_next_label_when_one_waits(qtbot: QtBot) -> None:
    bar = DoneBar()
    qtbot.addWidget(bar)
    bar.show()
    on = next(button for button in bar.findChildren(QPushButton) if button is not bar.album)
    bar.show_counts("cat", 1_023, 4)
    assert bar.accessibleName() == f"Done: 1,023 accepted, 4 rejected. {NOTHING_WAITS}"
    assert not on.isVisible()
    bar.set_next("cats & dogs")
    assert bar.accessibleName() == "Done: 1,023 accepted, 4 rejected. Next label: cats & dogs"
    assert on.isVisible()
    with qtbot.waitSignal(bar.next_requested) as asked:
        on.click()
    assert asked.args == ["cats & dogs"]
    with qtbot.waitSignal(bar.album_requested) as album:
        bar.album.click()
    assert album.args == ["cat"]
    assert not bar.album.isVisible()
    bar.show_counts("dog", 0, 3)
    assert not bar.album.isVisible()
