"""The connection between what is not there and those who can do something about it."""

import os
from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from mmdesk.core.language import tr, trn
from mmdesk.core.missing import Gone, Missing
from mmdesk.core.paths import display_folder, display_name
from mmdesk.core.photo import Folder
from mmdesk.core.vectors import Ids
from mmdesk.ui.away.forget_dialog import ForgetDialog
from mmdesk.ui.away.notice import Absence, FolderAction, notice_of, notice_of_missing, root_of, roots_of
from mmdesk.ui.files.dialogs import folder_dialog
from mmdesk.ui.folders.panel import FoldersPanel
from mmdesk.ui.grid.arrangement import Section
from mmdesk.ui.library.emptiness import NOTHING_MISSING
from mmdesk.ui.library.gallery import Gallery
from mmdesk.ui.library.source import FolderSource, MissingSource, PhotoSource
from mmdesk.work.workers import Workers

LOOK_EVERY_MS = 10_000
"""Time between two looks into each folder, to see whether a drive has come or gone."""


class AwayController(QObject):
    """Keeps the banner, the marks of the photos and the button of missing ones true; does what is pressed.

    Signals:
        missing_requested(): the missing photos are to be shown.
        rescan_requested(bytes | None): look for changes in a folder, or in all.
        moved(bytes): a folder is here now.
        changed(): other photos are in the library than before.
        told(str): what was done, in a sentence.
    """

    missing_requested = Signal()
    rescan_requested = Signal(object)
    moved = Signal(object)
    changed = Signal()
    told = Signal(str)

    def __init__(self, workers: Workers, panel: FoldersPanel, gallery: Gallery) -> None:
        super().__init__(gallery)
        self._work, self._browse, self._preferences = workers.away, workers.browse, workers.preferences
        self._panel, self._gallery = panel, gallery
        self._roots: Sequence[Folder] = ()
        self._waived: set[Folder] = set()
        self._count = 0
        self._missing: Ids = np.empty(0, np.int64)
        self._source: PhotoSource = FolderSource()
        self.question: ForgetDialog | None = None
        self._watch = QTimer(self, interval=LOOK_EVERY_MS)
        self._connect()
        self._watch.start()
        self._work.note_presence()

    def show_source(self, source: PhotoSource) -> None:
        """Say of this source what is not there."""
        self._source = source
        self._panel.missing.setChecked(self._shows_missing)
        self._update_notice()

    @property
    def _shows_missing(self) -> bool:
        return isinstance(self._source, MissingSource)

    def request_missing(self) -> None:
        """Ask for the missing photos, to be shown."""
        self._work.request_missing()

    # What is shown

    def _ask_missing(self) -> None:
        self._panel.leave()
        self.missing_requested.emit()

    def _take_folders(self, folders: Sequence[Folder]) -> None:
        self._roots = roots_of(folders)
        self._update_notice()
        self._work.count_missing()

    def _take_count(self, count: int) -> None:
        self._count = count
        self._panel.missing.show_count(count)
        self._update_notice()

    def _take_missing(self, missing: Missing) -> None:
        self._missing = missing.photos
        self._take_count(len(missing.photos))
        if not self._shows_missing:
            return
        if not len(missing.photos):
            self._gallery.show_nothing(NOTHING_MISSING)
            return
        places, first = list[Section](), 0
        for folder, count in missing.folders:
            places.append(Section(first, count, display_folder(folder)))
            first += count
        self._gallery.show_sections(self._source.title, missing.photos, places)

    def _update_notice(self) -> None:
        """Say above the photos what is not there, and mark the photos it is about."""
        away = tuple(folder.path for folder in self._roots if folder.offline)
        self._gallery.show_absence(Absence(away, everything=self._shows_missing))
        if self._shows_missing:
            notice = notice_of_missing(self._count) if self._count else None
        else:
            notice = notice_of(self._roots, self._source.folder, self._waived)
        self._gallery.banner.say(notice)

    # What is done

    def _do(self, action: FolderAction, folder: bytes | None) -> None:
        if action is FolderAction.LOOK:
            self.rescan_requested.emit(folder)
        elif action is FolderAction.WAIT:
            self._waived.update(root for root in self._roots if root.path == folder)
            self._update_notice()
        elif action is FolderAction.FORGET_MISSING:
            self._work.ask_gone()
        elif folder is not None:
            self._do_to_folder(action, folder)

    def _do_to_folder(self, action: FolderAction, folder: bytes) -> None:
        if action is FolderAction.RELOCATE:
            self._ask_where(folder)
        elif action is FolderAction.FORGET:
            self._work.ask_gone(folder)
        elif action is FolderAction.BELIEVE:
            self._work.believe(folder)

    def _ask_where(self, folder: bytes) -> None:
        """Open the desktop's own dialog; it does not hold up the window."""
        dialog = folder_dialog(
            self._gallery.window(), tr("Where is {folder} now?", folder=display_name(folder))
        )
        dialog.fileSelected.connect(partial(self._relocate, folder))
        dialog.open()

    def _relocate(self, old: bytes, new: str) -> None:
        self._work.relocate(old, os.fsencode(new))

    def _take_relocated(self, answer: tuple[bytes, Ids]) -> None:
        """Read the photos of a folder under its new name; a rescan tells whether all are there."""
        folder, photos = answer
        self._browse.forget(photos.tolist())
        self.told.emit(
            trn(
                "{n:,} photo moved along to {folder}.",
                "{n:,} photos moved along to {folder}.",
                len(photos),
                folder=display_name(folder),
            )
        )
        self.moved.emit(folder)
        self.rescan_requested.emit(folder)

    def _ask_to_forget(self, answer: tuple[bytes | None, list[Gone]]) -> None:
        folder, gone = answer
        if folder is None:  # only what is seen to be missing; what waits in the trash is another matter
            shown = set(self._missing.tolist())
            gone = [(photo, path) for photo, path in gone if photo in shown]
        if not gone:
            self.told.emit(
                tr("None of these can be forgotten now: the files, or their folders, may be there yet.")
            )
            return
        if not self._preferences.now.ask_forget:
            self._work.forget(gone, folder)
            return
        is_out = folder is not None and root_of(self._roots, folder) is None
        self.question = box = ForgetDialog(gone, folder, self._gallery.window(), is_out=is_out)
        box.accepted.connect(partial(self._work.forget, gone, folder))
        box.finished.connect(self._close_question)
        box.open()

    def _take_presence(self, is_news: bool) -> None:  # noqa: FBT001
        if is_news:
            self.changed.emit()

    def _close_question(self) -> None:
        self.question = None

    def _take_forgotten(self, count: int) -> None:
        self.told.emit(
            trn(
                "{n:,} photo forgotten. A backup from before is kept.",
                "{n:,} photos forgotten. A backup from before is kept.",
                count,
            )
        )
        self.changed.emit()

    def _take_believed(self, answer: tuple[bytes, int]) -> None:
        folder, count = answer
        self.told.emit(
            trn(
                "{n:,} photo of {folder} missing from now on.",
                "{n:,} photos of {folder} missing from now on.",
                count,
                folder=display_name(folder),
            )
        )
        self.changed.emit()

    def _connect(self) -> None:
        self._browse.folders_loaded.connect(self._take_folders)
        self._watch.timeout.connect(self._work.note_presence)
        self._work.presence_noted.connect(self._take_presence)
        self._work.missing_counted.connect(self._take_count)
        self._work.missing_loaded.connect(self._take_missing)
        self._work.gone_loaded.connect(self._ask_to_forget)
        self._work.relocated.connect(self._take_relocated)
        self._work.forgotten.connect(self._take_forgotten)
        self._work.believed.connect(self._take_believed)
        self._gallery.banner.pressed.connect(self._do)
        self._panel.away_pressed.connect(self._do)
        self._panel.missing.clicked.connect(self._ask_missing)
