"""The connection between the gallery and the workers that act on files."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from mmdesk.core.files import Gathered
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_name, display_path
from mmdesk.core.progress import Progress
from mmdesk.ui.files.actions import FileAction
from mmdesk.ui.files.desktop import FileManager, open_file
from mmdesk.ui.files.mime import mime_of
from mmdesk.ui.files.rename_dialog import RenameDialog
from mmdesk.ui.library.gallery import Gallery
from mmdesk.ui.parts.message_bar import MessageBar
from mmdesk.ui.parts.passing_notice import PassingNotice
from mmdesk.ui.parts.question import QuestionDialog
from mmdesk.work.workers import Workers

MOST_FILES = 500
"""Photos in one drag or copy: what other programs can be expected to bear."""

MANY = 100
"""Photos that are not moved in the twinkling of an eye."""

BACK_BY_UNDO = tr("Raw files, live films and sidecars of theirs go along. Ctrl+Z brings them back.")

OF_FILES = (FileAction.OPEN, FileAction.SHOW, FileAction.COPY, FileAction.COPY_PATH, FileAction.DRAG)
"""Actions that want paths; those on facts are another's."""

MOST_OPENED = 10
"""Windows of another program that one can want at once."""


class FileController(QObject):
    """Passes on what is asked of files; tells what was done in a notice, and what could not be in the bar."""

    def __init__(self, workers: Workers, gallery: Gallery, bar: MessageBar, notice: PassingNotice) -> None:
        super().__init__(gallery)
        self._notice = notice
        self._files, self._browse, self._preferences = workers.files, workers.browse, workers.preferences
        self._gallery, self._bar = gallery, bar
        files = workers.files
        self._manager = FileManager(self)
        self._being_trashed: list[int] = []
        self._action = FileAction.COPY
        gallery.file_action_requested.connect(self._start_action)
        files.gathered.connect(self._hand_over)
        files.playable.connect(lambda path: self._open([path]))
        files.settled.connect(notice.tell)
        files.gone.connect(gallery.take_away)
        files.progressed.connect(self._tell_progress)
        files.ended.connect(self._rest)

    def _start_action(self, action: FileAction, ids: Sequence[int]) -> None:
        if not ids:
            return
        if action is FileAction.TRASH:
            self._ask_or_trash(ids)
        elif action is FileAction.RENAME:
            self._ask_name(ids[0])
        elif action is FileAction.PLAY:
            self._play(ids[0])
        elif action in OF_FILES:
            self._action = action
            self._files.gather(ids[:MOST_FILES])

    def _ask_or_trash(self, ids: Sequence[int]) -> None:
        """Move to the trash, after a question where the user wants one."""
        if not self._preferences.now.ask_trash:
            self._trash(ids)
            return
        question = QuestionDialog(
            trn("Move {n:,} photo to the trash?", "Move {n:,} photos to the trash?", len(ids)),
            BACK_BY_UNDO,
            tr("Move to the trash"),
            self._gallery.window(),
        )
        question.accepted.connect(partial(self._trash, list(ids)))
        question.open()

    def _trash(self, ids: Sequence[int]) -> None:
        """Move to the trash, but not again what is on its way while the key is held down."""
        if ids != self._being_trashed:
            self._being_trashed = list(ids)
            self._files.trash(self._being_trashed)

    def _ask_name(self, photo_id: int) -> None:
        photo = self._browse.photo(photo_id)
        if photo is not None:
            RenameDialog(self._files, photo, self._gallery.window()).open()

    def _play(self, photo_id: int) -> None:
        """Have a film played by the system's player, or that of a live photo."""
        photo = self._browse.photo(photo_id)
        if photo is not None:
            self._files.find_film(photo)

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
                self._bar.tell(tr("No program was found that opens {path}.", path=display_name(path)))

    def _rest(self) -> None:
        self._being_trashed = []

    def _tell_progress(self, progress: Progress) -> None:
        """Tell of what takes its time only."""
        if progress.total is not None and progress.total >= MANY:
            far = tr("{done:,} of {total:,} photos…", done=progress.done, total=progress.total)
            self._notice.tell(f"{progress.note}: {far}")
