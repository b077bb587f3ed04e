"""Culling in the window: begun from whatever is looked at, full screen, and left at the photo last seen."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from mmdesk.core.language import tr
from mmdesk.core.photo import PhotoId
from mmdesk.core.settings import Settings
from mmdesk.core.vectors import Ids
from mmdesk.ui.compare.compare_view import CompareView
from mmdesk.ui.compare.compared_photos import ComparedPhotos
from mmdesk.ui.culling.cull_page import CullPage
from mmdesk.ui.files.actions import FileAction
from mmdesk.ui.library.place import LibraryPlace
from mmdesk.ui.parts.passing_notice import PassingNotice
from mmdesk.ui.undo_controller import UndoController
from mmdesk.work.workers import Workers

MOST = 20_000
"""Photos that are culled at a time; of these, all rows are remembered."""

NOTHING = tr("There are no photos here to cull.")
TOO_MANY = tr("Up to {most:,} photos are culled at a time: choose a folder, or some photos.", most=MOST)
KEPT_KEYS = frozenset({"F11", "?", "F1", "Ctrl+Q"})
"""Keys of the window that work while culling."""


class CullController(QObject):
    """Lays the page of culling over the whole `window`; `action` begins with what is chosen or shown."""

    def __init__(
        self,
        workers: Workers,
        library: LibraryPlace,
        window: QMainWindow,
        undo: UndoController,
        notice: PassingNotice,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._workers, self._library, self._window = workers, library, window
        self._undo, self._notice = undo, notice
        self._advances = settings.auto_advance
        self._pages = QStackedWidget(window)
        self._page: CullPage | None = None
        self._survey: CompareView | None = None
        self._seen_in_survey: PhotoId | None = None
        self._was_full_screen = False
        self._resting: list[QAction] = []
        self.action = QAction(tr("Cull…"), self)
        self.action.setShortcut(QKeySequence("Ctrl+K"))
        self.action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.action.triggered.connect(self.begin)
        library.addAction(self.action)
        library.gallery.grid.offer(self.action)

    def lay_over(self, everything: QWidget) -> QWidget:
        """The widget that shows `everything` the window has, or the photos that are culled."""
        self._pages.addWidget(everything)
        return self._pages

    @property
    def is_open(self) -> bool:
        """Whether photos are being culled."""
        return self._pages.currentIndex() > 0

    @property
    def advances(self) -> bool:
        """Whether a mark goes on to the next photo."""
        return self._advances if self._page is None else self._page.bar.advance.isChecked()

    def begin(self) -> None:
        """Cull the selected photos, or all that are shown where no more than one is."""
        gallery = self._library.gallery
        selected = gallery.grid.selected()
        ids: Ids = selected if len(selected) > 1 else np.asarray(gallery.shown_ids, np.int64)
        if not 0 < len(ids) <= MOST:
            self._notice.tell(TOO_MANY if len(ids) else NOTHING)
            return
        current = gallery.looked_at or gallery.grid.current_id()
        self._take_window()
        self._the_page().open(self._library.source.title, ids, current)

    def leave(self, photo: PhotoId | None = None) -> None:
        """Go back to where one was, to the photo that was seen last."""
        if not self.is_open or self._page is None:
            return
        self._page.close_photos()
        self._pages.setCurrentIndex(0)
        self._undo.hush(is_hushed=False)
        self._let_keys_work(True)
        if not self._was_full_screen:
            self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowFullScreen)
        self._library.gallery.go_to(photo)

    def _take_window(self) -> None:
        """Show the page alone, over the whole screen."""
        self._was_full_screen = self._window.isFullScreen()
        self._window.setWindowState(self._window.windowState() | Qt.WindowState.WindowFullScreen)
        self._undo.hush(is_hushed=True)
        self._let_keys_work(False)
        self._pages.setCurrentWidget(self._the_page())

    def _let_keys_work(self, work: bool) -> None:  # noqa: FBT001
        """Let the window's keys work, or not: what they do could not be seen."""
        if not work:
            every = (action for action in self._window.actions() if action.isEnabled())
            self._resting = [each for each in every if KEPT_KEYS.isdisjoint(_keys_of(each))]
        for action in self._resting:
            action.setEnabled(work)

    # The page

    def _the_page(self) -> CullPage:
        """The page, made when photos are first culled."""
        if self._page is None:
            workers, gallery = self._workers, self._library.gallery
            self._page = page = CullPage(workers.culling, workers.browse, workers.pictures, self._pages)
            page.bar.advance.setChecked(self._advances)
            page.left.connect(self.leave)
            page.survey_requested.connect(self._show_survey)
            page.similar_requested.connect(self._find_similar)
            page.trash_requested.connect(partial(gallery.file_action_requested.emit, FileAction.TRASH))
            page.file_action_requested.connect(gallery.file_action_requested)
            workers.files.gone.connect(page.take_away)
            workers.files.changed.connect(self._look_again)
            workers.history.told.connect(self._look_again)
            for worker in (workers.browse, workers.files, workers.culling):
                worker.failed.connect(self._tell_trouble)
            self._undo.work_in(page)
            self._pages.addWidget(page)
        return self._page

    def _look_again(self) -> None:
        if self._page is not None and self.is_open:
            self._page.look_again()

    def _tell_trouble(self, sentence: str) -> None:
        """Say what could not be done, where the bar for it is not seen, and show what holds."""
        if self.is_open:
            self._notice.tell(sentence)
            self._look_again()

    def _find_similar(self, photo: PhotoId) -> None:
        self.leave(photo)
        self._library.gallery.similar_requested.emit(photo)

    # The survey

    def _show_survey(self, photos: Sequence[int]) -> None:
        """Show two to four photos side by side, the one that was looked at among them."""
        if len(photos) < 2:
            return
        page, survey = self._the_page(), self._the_survey()
        compared = ComparedPhotos(page.culled.shown, photos)
        current = page.culled.current
        compared.active = compared.photos.index(current) if current in compared.photos else 0
        self._pages.setCurrentWidget(survey)
        survey.open(compared)

    def _the_survey(self) -> CompareView:
        if self._survey is None:
            self._survey = CompareView(self._workers.browse, self._workers.pictures, self._pages)
            self._survey.closed.connect(self._leave_survey)
            self._survey.opened.connect(self._look_at)
            self._survey.current_changed.connect(self._remember)
            self._workers.files.gone.connect(self._survey.take_away)
            self._undo.work_in(self._survey)
            self._pages.addWidget(self._survey)
        return self._survey

    def _remember(self, photo: PhotoId | None) -> None:
        self._seen_in_survey = photo or self._seen_in_survey

    def _look_at(self, photo: PhotoId) -> None:
        self._seen_in_survey = photo
        self._the_survey().close_compare()

    def _leave_survey(self) -> None:
        page = self._the_page()
        self._pages.setCurrentWidget(page)
        if self._seen_in_survey is not None:
            page.go_to(self._seen_in_survey)
        page.setFocus()


def _keys_of(action: QAction) -> set[str]:
    return {key.toString() for key in action.shortcuts()}
