"""The rail at the left: where one is, and the way to go elsewhere."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.places_rail import Place, PlacesRail


def test_one_place_is_marked_the_first_to_begin_with(qtbot: QtBot) -> None:
    names = ("library", "tags", "studio")
    widgets = [QWidget() for _ in names]
    rail = PlacesRail([Place(name, name, widget) for name, widget in zip(names, widgets, strict=True)], [])
    for widget in (rail, *widgets):
        qtbot.addWidget(widget)
    buttons = rail.findChildren(IconButton)
    assert [button.isChecked() for button in buttons] == [True, False, False]
    rail.mark(2)
    assert [button.isChecked() for button in buttons] == [False, False, True]
    with qtbot.waitSignal(rail.chosen) as chosen:
        qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert chosen.args == [1]
    assert [button.isChecked() for button in buttons] == [False, True, False]


def test_a_button_whose_menu_was_closed_looks_pointed_at_no_longer(qtbot: QtBot) -> None:
    button = IconButton("choices", "Settings")
    qtbot.addWidget(button)
    button.setMenu(QMenu(button))
    button.move(500, 500)
    button.show()
    QCursor.setPos(0, 0)
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    button.menu().aboutToHide.emit()
    qtbot.waitUntil(lambda: not button.underMouse())
