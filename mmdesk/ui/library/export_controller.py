"""Exports from the window: what is shown, what is selected, or an album; and what came of it."""

import os
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog

from mmdesk.core.acts import counted_photos
from mmdesk.core.albums import Album
from mmdesk.core.copy_shape import CopyShape
from mmdesk.core.exporting import ExportChoice, ExportForm, ExportSummary
from mmdesk.core.language import tr, trn
from mmdesk.core.photo import Skipped
from mmdesk.core.query import MANY
from mmdesk.ui.exporting.export_dialog import ExportDialog
from mmdesk.ui.exporting.left_out_dialog import LeftOutDialog
from mmdesk.ui.files.dialogs import new_file_dialog, new_folder_dialog
from mmdesk.ui.library.place import LibraryPlace
from mmdesk.ui.library.source import SearchSource
from mmdesk.ui.parts.message_bar import MessageBar
from mmdesk.ui.parts.passing_notice import PassingNotice
from mmdesk.work.exporting import ExportWork

SUFFIXES = {ExportForm.PATHS: ".txt", ExportForm.TABLE: ".csv"}
NOTHING = tr("There are no photos here to export.")
BUSY = tr("One export is on its way; the next can begin when it is done.")


class ExportController(QObject):
    """Connects photos and albums with the worker that exports; `action` exports what is looked at."""

    def __init__(self, work: ExportWork, place: LibraryPlace, bar: MessageBar, notice: PassingNotice) -> None:
        super().__init__(place)
        self._work, self._place, self._bar, self._notice = work, place, bar, notice
        self._has_ended_well = False
        self.action = QAction(tr("Export…"), self)
        self.action.setShortcut(QKeySequence("Ctrl+E"))
        self.action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.action.triggered.connect(self.export_shown)
        place.addAction(self.action)
        place.gallery.grid.offer(self.action)
        place.albums.export_requested.connect(self.export_album)
        work.started.connect(self._begin)
        work.exported.connect(self._tell)
        work.failed.connect(self._fail)
        work.ended.connect(self._end)

    def export_shown(self) -> None:
        """Ask how to export the selected photos, or all that are shown where no more than one is."""
        choice, photos = self._looked_at()
        if photos:
            self._ask(choice, tr("Export {photos} of {title}", photos=photos, title=choice.title))
        else:
            self._notice.tell(NOTHING)

    def export_album(self, album: Album) -> None:
        """Ask how to export an album."""
        words = tr("Export the photos of “{album}”", album=album.name)
        self._ask(ExportChoice(tr("“{name}”", name=album.name), album=album), words)

    def _looked_at(self) -> tuple[ExportChoice, str]:
        """What is to be exported, and how many photos these are, in words; none for none."""
        gallery, source = self._place.gallery, self._place.source
        title = source.title if isinstance(source, SearchSource) else tr("“{name}”", name=source.title)
        selected, shown = gallery.grid.selected(), gallery.shown_ids
        ids = selected if len(selected) > 1 else shown
        if len(ids) >= MANY and len(selected) < 2 and isinstance(source, SearchSource):
            return ExportChoice(title, query=source.query), tr("all photos found")
        chosen = trn("the {n:,} photo", "the {n:,} photos", len(ids))
        words = (chosen if len(selected) > 1 else counted_photos(len(ids))) if len(ids) else ""
        return ExportChoice(title, ids=ids, hits=gallery.hits), words

    def _ask(self, choice: ExportChoice, words: str) -> None:
        if self._work.is_running:
            self._notice.tell(BUSY)
            return
        dialog = ExportDialog(words, self._place.window())
        dialog.chosen.connect(partial(self._ask_where, choice))
        dialog.open()

    def _ask_where(
        self,
        choice: ExportChoice,
        form: ExportForm,
        companions: bool,  # noqa: FBT001
        shape: CopyShape,
    ) -> None:
        dialog = self._where(choice, form)
        dialog.fileSelected.connect(partial(self._export, choice, form, companions, shape))
        dialog.open()

    def _where(self, choice: ExportChoice, form: ExportForm) -> QFileDialog:
        if form is ExportForm.COPIES:
            return new_folder_dialog(self._place.window(), tr("Copy the photos into this folder"))
        name = "".join(sign for sign in choice.title if sign.isalnum() or sign in " -_").strip()
        return new_file_dialog(
            self._place.window(), tr("Write the list to"), f"{name or tr('photos')}{SUFFIXES[form]}"
        )

    def _export(
        self,
        choice: ExportChoice,
        form: ExportForm,
        companions: bool,  # noqa: FBT001
        shape: CopyShape,
        out: str,
    ) -> None:
        self._work.export(choice, form, os.fsencode(out), companions=companions, shape=shape)

    # What came of it

    def _begin(self) -> None:
        self._has_ended_well = False

    def _fail(self) -> None:
        self._has_ended_well = True  # and is told as every failure is

    def _tell(self, summary: ExportSummary, left_out: Sequence[Skipped]) -> None:
        self._has_ended_well = True
        if left_out:
            self._bar.offer(summary.sentence, tr("Show them"), partial(self._list, left_out))
        else:
            self._notice.tell(summary.sentence)

    def _end(self) -> None:
        if not self._has_ended_well:
            self._notice.tell(tr("Stopped exporting. What was copied by then stays."))

    def _list(self, left_out: Sequence[Skipped]) -> None:
        LeftOutDialog(left_out, self._place.window()).show()
