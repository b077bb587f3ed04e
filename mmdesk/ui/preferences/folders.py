"""The page of the library: its folders, where it lies, and what is asked before."""

import os
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr, trc, trn
from mmdesk.core.paths import display_folder, display_name
from mmdesk.core.photo import Folder
from mmdesk.ui.away.notice import roots_of
from mmdesk.ui.files.desktop import open_file
from mmdesk.ui.folders.menu import FolderEntry
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.ui.preferences.page import PreferencesPage
from mmdesk.work.workers import Workers

ASKED = {
    "ask_trash": tr("Moving photos to the trash"),
    "ask_forget": tr("Forgetting photos whose files are gone"),
    "ask_sidecars": tr("Writing tags to sidecar files"),
}
"""Preferences of what is asked before, and words."""

WAYS_BACK = tr(
    "Asked or not, there is a way back: Ctrl+Z from the trash, a backup from before "
    "photos were forgotten, and sidecars as they were before the last write."
)


class LibraryPage(PreferencesPage):
    """The folders that were added, and those taken out.

    Signals:
        add_requested(): another folder is to be chosen.
        entry_pressed(FolderEntry, bytes): this is to be done with a folder.
    """

    title = tr("Library")

    add_requested = Signal()
    entry_pressed = Signal(object, object)

    def __init__(self, workers: Workers, data: str, painted: bytes, parent: QWidget | None = None) -> None:
        super().__init__(workers.preferences, parent)
        self._workers, self._painted = workers, painted
        self._folders: Sequence[Folder] = ()
        self._out: Sequence[Folder] = ()
        self.add_heading(tr("Folders"))
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._column.addLayout(self._list)
        self.add = self.add_button(tr("Add a folder…"), self.add_requested.emit)
        self.add_heading(tr("Ask before"))
        self.asks = {field: self.switch_of(field, words) for field, words in ASKED.items()}
        self.add_note(WAYS_BACK)
        self.add_heading(tr("Where the library itself is kept"))
        where = ElidedLabel(data, "muted", Qt.TextElideMode.ElideMiddle, self)
        show = QPushButton(trc("a folder", "Show"), self)
        show.setAutoDefault(False)
        show.setAccessibleName(tr("Show the folder of the library"))
        show.clicked.connect(lambda: open_file(os.fsencode(data)))
        row = self.add_row(where, show)
        row.setStretch(row.count() - 1, 0)
        row.setStretch(0, 1)
        workers.browse.folders_loaded.connect(self._take)
        workers.folders.out_loaded.connect(self._take_out)
        self.finish()
        self.ask()

    def ask(self) -> None:
        """Ask for the folders as they are now."""
        self._workers.browse.request_folders()
        self._workers.folders.request_out()

    def _take(self, folders: Sequence[Folder]) -> None:
        self._folders = [folder for folder in roots_of(folders) if folder.path != self._painted]
        self._show_folders()

    def _take_out(self, folders: Sequence[Folder]) -> None:
        self._out = folders
        self._show_folders()

    def _show_folders(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for folder in self._folders:
            self._list.addWidget(self._row(folder, (FolderEntry.PATTERNS, FolderEntry.TAKE_OUT)))
        for folder in self._out:
            self._list.addWidget(self._row(folder, (FolderEntry.PUT_BACK,)))
        if not self._list.count():
            self._list.addWidget(label(tr("There is none yet."), "muted", self))

    def _row(self, folder: Folder, entries: Sequence[FolderEntry]) -> QWidget:
        row = QWidget(self)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        is_out = FolderEntry.PUT_BACK in entries
        states = [tr("taken out") if is_out else trn("{n:,} photo", "{n:,} photos", folder.photos)]
        if folder.offline:
            states.append(tr("not there now"))
        column.addWidget(ElidedLabel(f"{display_folder(folder.path)}  ({', '.join(states)})", parent=row))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for entry in entries:
            button = QPushButton(entry.value, row)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{entry.value}: {display_name(folder.path)}")
            button.clicked.connect(partial(self._press, entry, folder.path))
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        return row

    def _press(self, entry: FolderEntry, folder: bytes) -> None:
        self.entry_pressed.emit(entry, folder)
