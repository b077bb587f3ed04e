"""The connection between the gallery and the workers that act on files."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from mmdesk.core.files import Gathered
from mmdesk.core.paths import display_name, display_path
from mmdesk.core.progress import Progress
from mmdesk.ui.files.actions import FileAction
from mmdesk.ui.files.desktop import FileManager, open_file
from mmdesk.ui.files.mime import mime_of
from mmdesk.ui.files.rename_dialog import RenameDialog
from mmdesk.ui.library.gallery import Gallery
from mmdesk.ui.parts.message_bar import MessageBar
from mmdesk.ui.parts.passing_notice import PassingNotice
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.file_acts import FileActs

MOST_FILES = 500
"""Photos in one drag or copy: what other programs can be expected to bear."""

MANY = 100
"""Photos that are not moved in the twinkling of an eye."""

MOST_OPENED = 10
"""Windows of another program that one can want at once."""


class FileController(QObject):
    """Passes on what is asked of files; tells what was done in a notice, and what could not be in the bar."""

    def __init__(
        self, files: FileActs, browse: BrowseWork, gallery: Gallery, bar: MessageBar, notice: PassingNotice
    ) -> None:
        super().__init__(gallery)
        self._notice = notice
        self._files, self._browse, self._gallery, self._bar = files, browse, gallery, bar
        self._manager = FileManager(self)
        self._being_trashed: list[int] = []
        self._action = FileAction.COPY
        gallery.file_action_requested.connect(self._start_action)
        files.gathered.connect(self._hand_over)
        files.settled.connect(notice.tell)
        files.gone.connect(gallery.take_away)
        files.progressed.connect(self._tell_progress)
        files.ended.connect(self._rest)

    def _start_action(self, action: FileAction, ids: Sequence[int]) -> None:
        if not ids:
            return
        if action is FileAction.TRASH:
            self._trash(ids)
        elif action is FileAction.RENAME:
            self._ask_name(ids[0])
        else:
            self._action = action
            self._files.gather(ids[:MOST_FILES])

    def _trash(self, ids: Sequence[int]) -> None:
        """Move to the trash, but not again what is on its way while the key is held down."""
        if ids != self._being_trashed:
            self._being_trashed = list(ids)
            self._files.trash(self._being_trashed)

    def _ask_name(self, photo_id: int) -> None:
        photo = self._browse.photo(photo_id)
        if photo is not None:
            RenameDialog(self._files, photo, self._gallery.window()).open()

    def _hand_over(self, gathered: Gathered) -> None:
        if not gathered.photos:
            return
        if self._action is FileAction.COPY:
            QGuiApplication.clipboard().setMimeData(mime_of(gathered))
        elif self._action is FileAction.COPY_PATH:
            QGuiApplication.clipboard().setText("\n".join(display_path(path) for path in gathered.photos))
        elif self._action is FileAction.DRAG:
            self._gallery.grid.drag_away(mime_of(gathered))
        elif self._action is FileAction.SHOW:
            self._manager.show(gathered.photos[0])
        else:
            self._open(gathered.photos[:MOST_OPENED])

    def _open(self, paths: Sequence[bytes]) -> None:
        for path in paths:
            if not open_file(path):
                self._bar.tell(f"No program was found that opens {display_name(path)}.")

    def _rest(self) -> None:
        self._being_trashed = []

    def _tell_progress(self, progress: Progress) -> None:
        """Tell of what takes its time only."""
        if progress.total is not None and progress.total >= MANY:
            self._notice.tell(f"{progress.note}: {progress.done:,} of {progress.total:,} photos…")
