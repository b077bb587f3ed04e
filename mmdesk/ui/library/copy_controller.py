"""The library copied from the window: asked for in the menu, done beside all else, and told at its end."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from mmdesk.core.language import tr
from mmdesk.core.library_copy import LibraryCopy
from mmdesk.core.path_map import PathRule
from mmdesk.core.photo import Folder
from mmdesk.ui.files.dialogs import folder_dialog
from mmdesk.ui.library_copy.copy_dialog import CopyDialog
from mmdesk.ui.parts.message_bar import MessageBar
from mmdesk.ui.parts.passing_notice import PassingNotice
from mmdesk.work.library_copy import LibraryCopyWork

BUSY = tr("The library is being copied already; the strip below says how far it is.")


class CopyController(QObject):
    """Connects the menu with the worker that copies; `action` asks how."""

    def __init__(
        self, work: LibraryCopyWork, window: QWidget, bar: MessageBar, notice: PassingNotice
    ) -> None:
        super().__init__(window)
        self._work, self._window, self._bar, self._notice = work, window, bar, notice
        self._has_been_told = False
        self.action = QAction(tr("Copy the library…"), self)
        self.action.triggered.connect(self._begin)
        work.folders_loaded.connect(self._ask)
        work.copied.connect(self._tell)
        work.failed.connect(self._take_note)
        work.ended.connect(self._end)

    def _begin(self) -> None:
        if self._work.is_running:
            self._notice.tell(BUSY)
        else:
            self._work.request_folders()

    def _ask(self, folders: Sequence[Folder]) -> None:
        dialog = CopyDialog(folders, self._window)
        dialog.chosen.connect(self._ask_where)
        dialog.open()

    def _ask_where(self, rules: Sequence[PathRule]) -> None:
        dialog = folder_dialog(self._window, tr("Copy the library into this folder"))
        dialog.fileSelected.connect(partial(self._copy, rules))
        dialog.open()

    def _copy(self, rules: Sequence[PathRule], chosen: str) -> None:
        self._has_been_told = False
        self._work.copy(Path(chosen), rules)

    def _take_note(self) -> None:
        self._has_been_told = True  # as every failure is

    def _tell(self, copied: LibraryCopy) -> None:
        self._has_been_told = True
        self._bar.tell_done(copied.sentence)

    def _end(self) -> None:
        if not self._has_been_told:
            self._notice.tell(tr("The library was not copied; nothing is left of the copy."))
