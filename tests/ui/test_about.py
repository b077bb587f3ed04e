"""The page about the program."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mmdesk import __version__
from mmdesk.app import OpenWindow
from mmdesk.ui.about_dialog import AboutDialog
from mmdesk.ui.choices_menu import ChoicesMenu


def test_it_names_versions_licences_and_models(desk: OpenWindow, qtbot: QtBot) -> None:
    menu = desk.window.findChild(ChoicesMenu)
    with qtbot.waitSignal(desk.workers.about.told):
        next(action for action in menu.actions() if action.text() == "About mmdesk…").trigger()
    dialog = desk.window.findChild(AboutDialog)
    versions, packages, models = (text.toPlainText() for text in dialog._texts)
    assert versions.startswith(f"mmdesk {__version__}\nPython 3.")
    assert "torch" in packages
    assert "LGPL" in packages
    assert "pytest" not in packages
    assert models.lower().count("licence") > 1
    built_on = next(tab for tab in dialog.findChildren(QPushButton) if tab.text() == "Built on")
    built_on.click()
    assert dialog._pages.currentWidget() is dialog._texts[1]
    dialog._copy()
    assert QGuiApplication.clipboard().text() == versions
