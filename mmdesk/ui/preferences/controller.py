"""The connection between the preferences, their dialog, and the window that obeys them."""

import os

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from mmdesk.core.language import tr
from mmdesk.ui.keys.key_controller import KeyController
from mmdesk.ui.preferences.appearance import AppearancePage
from mmdesk.ui.preferences.dialog import PreferencesDialog
from mmdesk.ui.preferences.folders import LibraryPage
from mmdesk.ui.preferences.keyboard import KeyboardPage
from mmdesk.ui.preferences.models import ModelsPage
from mmdesk.ui.preferences.processor import ProcessorPage
from mmdesk.ui.preferences.storage import StoragePage
from mmdesk.ui.theme.theme import Theme
from mmdesk.work.workers import Workers


class PreferencesController(QObject):
    """Opens the dialog by `action`, and lets text, movement and keys follow the preferences.

    Signals:
        add_requested(): a folder is to be added.
        entry_pressed(FolderEntry, bytes): this is to be done with a folder.
        models_requested(): the place of the models is to be shown.
    """

    add_requested = Signal()
    entry_pressed = Signal(object, object)
    models_requested = Signal()

    def __init__(self, workers: Workers, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._workers, self._theme, self._window = workers, theme, window
        self._dialog: PreferencesDialog | None = None
        self.action = QAction(tr("Preferences…"), self)
        self.action.setShortcut(QKeySequence("Ctrl+,"))
        self.action.triggered.connect(self.open)
        window.addAction(self.action)
        self.keys = KeyController(workers.preferences, window)
        workers.preferences.changed.connect(self._follow)
        self._follow()

    def open(self) -> PreferencesDialog:
        """Show the dialog."""
        if self._dialog is None:
            self._dialog = self._new_dialog()
        self._dialog.show()
        self._dialog.raise_()
        return self._dialog

    def _new_dialog(self) -> PreferencesDialog:
        workers, places = self._workers, self._workers.about.places
        folders = LibraryPage(workers, str(places.data_dir), os.fsencode(places.paintings))
        folders.add_requested.connect(self.add_requested)
        folders.entry_pressed.connect(self.entry_pressed)
        models = ModelsPage(workers)
        models.models_requested.connect(self.models_requested)
        pages = (
            AppearancePage(workers.preferences, self._theme),
            folders,
            models,
            ProcessorPage(workers),
            StoragePage(workers),
            KeyboardPage(workers.preferences),
        )
        return PreferencesDialog(pages, self._window)

    def _follow(self) -> None:
        now = self._workers.preferences.now
        self._theme.scale_text(now.text_percent)
        self._theme.motion.set_still(still=now.animations == "off")
