"""Folders taken out, excluded, looked through and shown: by their menu, and always with a way back."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from mmdesk.core.excluding import Exclusion, ExclusionChange
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_name, display_path
from mmdesk.ui.files.desktop import open_file
from mmdesk.ui.folders.exclusion_dialog import ExclusionDialog
from mmdesk.ui.folders.menu import FolderEntry
from mmdesk.ui.library.place import LibraryPlace
from mmdesk.ui.parts.message_bar import MessageBar
from mmdesk.work.folders import FoldersWork
from mmdesk.work.indexing import IndexWork


class FolderController(QObject):
    """Connects the menu of the folders and the workers; tells what was done, with a way back."""

    def __init__(self, work: FoldersWork, index: IndexWork, place: LibraryPlace, bar: MessageBar) -> None:
        super().__init__(place)
        self._work, self._index, self._place, self._bar = work, index, place, bar
        self._is_taking_back = False
        self.dialog: ExclusionDialog | None = None
        self._done: dict[FolderEntry, Callable[[bytes], object]] = {
            FolderEntry.SHOW: self._show,
            FolderEntry.EXCLUDE: work.exclude,
            FolderEntry.PATTERNS: work.request_exclusion,
            FolderEntry.TAKE_OUT: self._take_out,
            FolderEntry.PUT_BACK: work.bring_back,
        }
        self._connect()
        work.request_out()

    def _connect(self) -> None:
        work, place = self._work, self._place
        place.panel.entry_pressed.connect(self._do)
        place.away.rescan_requested.connect(self._look)
        place.away.changed.connect(work.request_out)
        work.out_loaded.connect(place.panel.show_out)
        work.taken_out.connect(self._tell_taken_out)
        work.put_back.connect(self._tell_put_back)
        work.excluded.connect(self._tell_excluded)
        work.exclusion_loaded.connect(self._open_dialog)
        work.failed.connect(self._come_to_rest)
        self._index.ended.connect(work.request_out)

    # What is wanted

    def _do(self, entry: FolderEntry, folder: bytes | None) -> None:
        if entry is FolderEntry.LOOK:
            self._look(folder)
        elif entry is FolderEntry.ADD:
            self._place.add_requested.emit()
        elif folder is not None:
            self._done[entry](folder)

    def _look(self, folder: bytes | None) -> None:
        if folder is None:
            self._index.rescan()
        else:
            self._index.look_at(folder)

    def _take_out(self, folder: bytes) -> None:
        self._index.leave(folder)
        self._work.take_out(folder)

    def _show(self, folder: bytes) -> None:
        if not open_file(folder):
            self._bar.tell(tr("No file manager was found that shows {folder}.", folder=display_path(folder)))

    def _open_dialog(self, exclusion: Exclusion) -> None:
        self.dialog = dialog = ExclusionDialog(exclusion, self._work, self._place.window())
        dialog.saved.connect(partial(self._work.set_patterns, exclusion.folder))
        dialog.finished.connect(self._close_dialog)
        dialog.open()

    def _close_dialog(self) -> None:
        self.dialog = None

    def _take_back(self, folder: bytes, patterns: Sequence[str]) -> None:
        self._is_taking_back = True
        self._work.set_patterns(folder, patterns)

    def _come_to_rest(self) -> None:
        self._is_taking_back = False

    # What came of it

    def _tell_taken_out(self, answer: tuple[bytes, int]) -> None:
        folder, photos = answer
        self._refresh()
        sentence = trn(
            "{folder} is taken out of the library. What is known of its {n:,} photo is kept.",
            "{folder} is taken out of the library. What is known of its {n:,} photos is kept.",
            photos,
            folder=display_name(folder),
        )
        self._bar.offer(sentence, tr("Undo"), partial(self._work.bring_back, folder))

    def _tell_put_back(self, folder: bytes) -> None:
        """Show the folder again, and look for what has changed there meanwhile."""
        self._place.go_to_folder(folder)
        self._refresh()
        self._index.look_at(folder)
        self._bar.tell_done(tr("{folder} is in the library again.", folder=display_name(folder)))

    def _tell_excluded(self, change: ExclusionChange) -> None:
        """Tell what is hidden; where a pattern went, there may be files that were never looked at."""
        self._refresh()
        if set(change.before) - set(change.now):
            self._index.look_at(change.folder)
        if self._is_taking_back or change.before == change.now:
            self._is_taking_back = False
            self._bar.tell_done(_sentence(change))
        else:
            self._bar.offer(
                _sentence(change), tr("Undo"), partial(self._take_back, change.folder, change.before)
            )

    def _refresh(self) -> None:
        self._work.request_out()
        self._place.refresh()


def _sentence(change: ExclusionChange) -> str:
    """What a change of patterns did to the photos of a folder."""
    what, folder = _what_became_of_photos(change), display_name(change.folder)
    if change.now[:-1] == change.before:
        pattern = change.now[-1]
        return tr("“{pattern}” is excluded from {folder}: {what}.", pattern=pattern, folder=folder, what=what)
    return tr("The patterns of {folder} are changed: {what}.", folder=folder, what=what)


def _what_became_of_photos(change: ExclusionChange) -> str:
    hidden = trn("{n:,} photo is hidden", "{n:,} photos are hidden", change.hidden)
    shown = trn("{n:,} photo is shown again", "{n:,} photos are shown again", change.shown)
    done = [words for number, words in ((change.hidden, hidden), (change.shown, shown)) if number]
    return ", ".join(done) or tr("no known photo is hidden or shown again")
