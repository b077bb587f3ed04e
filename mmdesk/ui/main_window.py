"""The window: one search line above, places at the left, activity below."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.settings import PlaceName, Settings
from mmdesk.ui.activity.strip import ActivityStrip
from mmdesk.ui.cheat_sheet import CheatSheet
from mmdesk.ui.choices_menu import ChoicesMenu
from mmdesk.ui.culling.cull_controller import CullController
from mmdesk.ui.files.dialogs import folder_dialog
from mmdesk.ui.hint_controller import HintController
from mmdesk.ui.keys.shortcuts import sheet_of
from mmdesk.ui.library.album_controller import AlbumController
from mmdesk.ui.library.album_counts_controller import AlbumCountsController
from mmdesk.ui.library.copy_controller import CopyController
from mmdesk.ui.library.example_controller import ExampleController
from mmdesk.ui.library.export_controller import ExportController
from mmdesk.ui.library.facts_controller import FactsController
from mmdesk.ui.library.file_controller import FileController
from mmdesk.ui.library.folder_controller import FolderController
from mmdesk.ui.library.jump_controller import JumpController
from mmdesk.ui.library.place import LibraryPlace
from mmdesk.ui.library.tag_controller import TagController
from mmdesk.ui.library.text_controller import TextController
from mmdesk.ui.models.place import ModelsPlace
from mmdesk.ui.parts.enter import press_by_enter
from mmdesk.ui.parts.hairline import Hairline
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.message_bar import MessageBar
from mmdesk.ui.parts.passing_notice import PassingNotice
from mmdesk.ui.places_rail import PLACES, Place, PlacesRail
from mmdesk.ui.preferences.controller import PreferencesController
from mmdesk.ui.search.dropped import holds_anything, what_is_in
from mmdesk.ui.search.line import FILTERS_KEY, SearchLine
from mmdesk.ui.search.top_bar import TopBar
from mmdesk.ui.side_pages import SidePages
from mmdesk.ui.studio.place import StudioPlace
from mmdesk.ui.tags.place import TagsPlace
from mmdesk.ui.theme.theme import Theme
from mmdesk.ui.trail import Trail
from mmdesk.ui.undo_controller import UndoController
from mmdesk.ui.window_shape import restore_shape, with_shape
from mmdesk.work.workers import Workers

SMALLEST = (720, 480)

KEEP_MS = 10_000
"""Time between two looks whether there is something new to be kept."""


class MainWindow(QMainWindow):
    """Puts the parts together and passes on what one asks of another.

    Signals:
        chosen(Settings): these choices are to be kept; told now and then, and when the window goes.
    """

    chosen = Signal(object)

    def __init__(self, workers: Workers, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._workers = workers
        self._theme = theme
        self._settings = settings
        self.search_line = SearchLine(workers.pictures, workers.pasted)
        self.library = LibraryPlace(workers, settings)
        self.tags = TagsPlace(workers)
        self.studio = StudioPlace(workers.paint, workers.pictures, workers.files, _first_spec(settings))
        self.models = ModelsPlace(workers.models, workers.fetching)
        self.message_bar = MessageBar()
        self.notice = PassingNotice(self)
        self._undo = UndoController(workers.history, self.notice, (self.library, self.tags, self.models))
        self._examples = ExampleController(self.library, self.search_line, self._undo)
        self._album_controller = AlbumController(workers.albums, self.library, self.notice)
        self._album_counts = AlbumCountsController(self.library.albums, workers)
        self._export = ExportController(workers.exporting, self.library, self.message_bar, self.notice)
        self._copy = CopyController(workers.library_copy, self, self.message_bar, self.notice)
        self.search_line.addAction(self._export.action)
        self._folder_controller = FolderController(
            workers.folders, workers.index, self.library, self.message_bar
        )
        gallery, bar = self.library.gallery, self.message_bar
        self._files = FileController(workers, gallery, bar, self.notice)
        self._facts = FactsController(workers, self.library, self.message_bar, self.notice)
        self._texts = TextController(workers.texts, gallery, bar, self.notice)
        self._tagging = TagController(self.library, self.search_line)
        self._jump = JumpController(workers.browse, workers.pictures, self.library, self)
        self.culling = CullController(workers, self.library, self, self._undo, self.notice, settings)
        self.preferences = PreferencesController(workers, theme, self)
        self._pages = SidePages(workers, self)
        self.hints = HintController(workers, self._pages)
        self.activity = ActivityStrip(workers)
        self._places = QStackedWidget()
        self._lay_out()
        self._connect()
        self._connect_pages()
        self._bind_keys()
        self._keep_timer = QTimer(self, interval=KEEP_MS)
        self._keep_timer.timeout.connect(self._keep)
        self._keep_timer.start()
        self.library.setFocus()
        self._return_to(settings)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave a search with Escape, press the focused button with Enter, where nobody else took the key."""
        is_here = self._places.currentWidget() is self.library
        if event.key() == Qt.Key.Key_Escape and is_here and not self.search_line.is_empty:
            self.search_line.clear()
        elif not press_by_enter(self, event):
            super().keyPressEvent(event)

    def add_folders(self, folders: Sequence[bytes]) -> None:
        """Bring folders into the library, and show the first of them."""
        self.open_library()
        self._workers.index.add(folders)
        self.library.go_to_folder(folders[0])

    def show_file(self, path: bytes) -> None:
        """Show a picture file: in the library where it is one of its photos, else on its own."""
        self.open_library()
        self._jump.go_to(path)

    def open_library(self) -> None:
        """Show the photos."""
        self._go_to(self.library)

    def open_tags(self) -> None:
        """Show the labels, and the review of their photos."""
        self._go_to(self.tags)

    def open_studio(self) -> None:
        """Show the place where pictures are made."""
        self._go_to(self.studio)

    def open_models(self) -> None:
        """Show what sees, judges and paints."""
        self._go_to(self.models)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hand over what is to be kept."""
        self.culling.leave()
        self._keep()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders and pictures may be dropped anywhere."""
        if holds_anything(event.mimeData()) and event.source() is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A folder is added; a picture is searched by."""
        dropped = what_is_in(event.mimeData())
        if dropped.folders:
            self.add_folders(dropped.folders)
        elif dropped.files:
            self.search_line.set_pictures(dropped.files)
        event.acceptProposedAction()

    def _lay_out(self) -> None:
        self.setWindowTitle("mmdesk")
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self._by_name: dict[PlaceName, QWidget] = {
            "library": self.library,
            "tags": self.tags,
            "studio": self.studio,
            "models": self.models,
        }
        places = [Place(PLACES[name], name, widget) for name, widget in self._by_name.items()]
        for place in places:
            self._places.addWidget(place.widget)
        self._rail = rail = PlacesRail(places, [self._help_button(), self._choices_button()])
        rail.chosen.connect(self._go_to_number)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(rail)
        middle.addWidget(Hairline(standing=True))
        middle.addWidget(self._places, 1)
        everything = QWidget()
        column = QVBoxLayout(everything)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TopBar(self.search_line, self._workers))
        column.addWidget(Hairline())
        column.addWidget(self.message_bar)
        column.addWidget(self.hints.bar)
        column.addLayout(middle, 1)
        column.addWidget(Hairline())
        column.addWidget(self.activity)
        self.setCentralWidget(self.culling.lay_over(everything))

    def show_health(self) -> None:
        """Open the page that says how the library is."""
        self._pages.show_health()

    def show_duplicates(self) -> None:
        """Open the page of photos that are there more than once."""
        self._pages.show_duplicates()

    def _help_button(self) -> IconButton:
        button = IconButton("keys", tr("Keys ({key})", key="?"), side=20)
        button.clicked.connect(self._show_keys)
        return button

    def _choices_button(self) -> IconButton:
        button = IconButton("choices", tr("Settings"), side=20)
        button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(self._choices_menu(button))
        return button

    def _choices_menu(self, parent: QWidget) -> ChoicesMenu:
        apart = QAction(parent)
        apart.setSeparator(True)
        elsewhere = (self._export.action, self._copy.action)
        further = (self._undo.undo, self._undo.redo, apart, self.culling.action, *elsewhere)
        menu = ChoicesMenu(self._theme.name, further, self.preferences.action, parent)
        menu.theme_chosen.connect(self._theme.choose)
        self._theme.changed.connect(lambda: menu.mark_theme(self._theme.name))
        self._pages.open_from(menu)
        return menu

    def _connect(self) -> None:
        workers = self._workers
        self.search_line.search_requested.connect(self.library.search)
        self.search_line.left.connect(self.library.gallery.take_focus)
        self.search_line.folders_dropped.connect(self.add_folders)
        workers.search.names_known.connect(self.search_line.set_known)
        workers.search.found.connect(self.search_line.show_answer)
        for changed in (workers.index.ended, workers.albums.altered, workers.files.changed):
            changed.connect(workers.search.request_names)
        workers.search.request_names()
        self._jump.folder_wanted.connect(lambda folder: self.add_folders([folder]))
        self._jump.similar_wanted.connect(lambda path: self.search_line.set_pictures((path,)))
        self.library.label_requested.connect(self._review)
        self.library.gallery.sort_requested.connect(self.search_line.sort_by)
        self.library.query_shown.connect(self.search_line.show_query)
        self.library.add_requested.connect(self._ask_for_folder)
        self.library.studio_requested.connect(self.open_studio)
        self.library.models_requested.connect(self.open_models)
        self.library.prompt_requested.connect(partial(self._in_studio, self.studio.use_as_prompt))
        self.library.start_requested.connect(partial(self._in_studio, self.studio.use_as_start))
        self.library.variation_requested.connect(partial(self._in_studio, self.studio.paint_like))
        self.search_line.search_requested.connect(self.open_library)
        workers.index.ended.connect(self.tags.refresh)
        for changed in (workers.folders.taken_out, workers.folders.put_back, workers.folders.excluded):
            changed.connect(self.tags.refresh)
        self.tags.add_requested.connect(self._ask_for_folder)
        self.tags.told.connect(self.message_bar.tell)
        self.activity.tags_requested.connect(self.open_tags)
        workers.models.painters_chosen.connect(self.studio.settings.use_models)
        workers.models.told.connect(workers.paint.request_models)
        workers.models.removed.connect(workers.paint.request_models)
        workers.paint.brought_in.connect(workers.index.indexed)
        self.library.away.told.connect(self.message_bar.tell_done)
        self.activity.rescan_requested.connect(workers.index.rescan)
        workers.watch.noticed.connect(workers.index.catch_up)
        self.activity.studio_requested.connect(self.open_studio)
        self.activity.models_requested.connect(self.open_models)
        tell_themselves = (workers.models, workers.fetching, workers.health, workers.duplicates)
        for worker in workers:
            if worker not in tell_themselves:
                worker.failed.connect(self.message_bar.tell)
        workers.search.found.connect(self.message_bar.hide_trouble)
        self.search_line.search_requested.connect(self.message_bar.hide)
        workers.files.done.connect(self._undo.offer_undo)
        workers.files.changed.connect(workers.browse.forget)
        workers.files.changed.connect(self.library.refresh)
        workers.files.changed.connect(self.tags.refresh)

    def _connect_pages(self) -> None:
        self.library.panel.care.duplicates_requested.connect(self.show_duplicates)
        self.library.panel.care.health_requested.connect(self.show_health)
        self._pages.made.connect(self.preferences.keys.follow)
        self.preferences.add_requested.connect(self._ask_for_folder)
        self.preferences.entry_pressed.connect(self.library.panel.entry_pressed)
        self.preferences.models_requested.connect(self.open_models)

    def _bind_keys(self) -> None:
        """Keys that work wherever the focus is; those of grid and loupe are theirs."""
        self._bind(("/", "Ctrl+F"), self.search_line.take_focus)
        self._bind((FILTERS_KEY,), self.search_line.toggle_filters)
        self._bind(("Ctrl+S",), self._album_controller.keep_search)
        self._bind(("?",), self._show_keys)
        self._bind(("F1",), self._pages.show_manual)
        self._bind(("Ctrl+O",), self._ask_for_folder)
        self._bind(("F5",), self._workers.index.rescan)
        self._bind(("Ctrl+1",), self.open_library)
        self._bind(("Ctrl+2",), self.open_tags)
        self._bind(("Ctrl+3",), self.open_studio)
        self._bind(("Ctrl+4",), self.open_models)
        self._bind(("Alt+Left",), Trail(self._places, self.library, self._go_to).go_back)
        self._bind(("F11",), self._toggle_full_screen)
        self._bind(("I",), self.library.toggle_details)
        self._bind(("Ctrl+Q",), self.close)
        self.preferences.keys.follow()

    def _bind(self, keys: Sequence[str], act: Callable[[], object]) -> None:
        action = QAction(self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(act)
        self.addAction(action)

    def _return_to(self, settings: Settings) -> None:
        """Go back to where the window was left; to all photos, where its folder is there no longer."""
        restore_shape(self, settings)
        self.search_line.show_filters(shown=settings.filters_shown)
        self._go_to(self._by_name[settings.place])
        if settings.folder:
            self.library.go_to_folder(os.fsencode(settings.folder))
        self.studio.settings.restore(settings)

    def _keep(self) -> None:
        """Hand over what was chosen, if that is new; not the full screen that is there for culling alone."""
        if self.culling.is_open:
            return
        settings = replace(
            self.studio.settings.kept_in(with_shape(self._settings, self)),
            theme=self._theme.name,
            thumbnail_size=self.library.thumbnail_size,
            order=self.library.order,
            grouping=self.library.grouping,
            inspector_shown=self.library.details_shown,
            filters_shown=self.search_line.filters_shown,
            auto_advance=self.culling.advances,
            place=next(
                name for name, place in self._by_name.items() if place is self._places.currentWidget()
            ),
            folder=os.fsdecode(self.library.folder or b""),
        )
        if settings != self._settings:
            self._settings = settings
            self.chosen.emit(settings)

    def _ask_for_folder(self) -> None:
        """The desktop's own dialog; it does not hold up the window."""
        dialog = folder_dialog(self, tr("Add a folder of photos"))
        dialog.fileSelected.connect(lambda folder: self.add_folders([os.fsencode(folder)]))
        dialog.open()

    def _go_to_number(self, number: int) -> None:
        self._go_to(list(self._by_name.values())[number])

    def _go_to(self, place: QWidget) -> None:
        """Show a place, and let the keyboard work there."""
        self.culling.leave()
        if self._places.currentWidget() is not place:
            self._places.setCurrentWidget(place)
            self._rail.mark(self._places.currentIndex())
            place.setFocus()
        self.hints.visit(next(name for name, each in self._by_name.items() if each is place))

    def _review(self, label: str) -> None:
        self.open_tags()
        self.tags.review(label)

    def _in_studio(self, act: Callable[[bytes], None], path: bytes) -> None:
        self.open_studio()
        act(path)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _show_keys(self) -> None:
        CheatSheet(self, sheet_of(self._workers.preferences.now.keys)).open()


def _first_spec(settings: Settings) -> PaintSpec:
    """Spec the Studio begins with: the models that were chosen."""
    return PaintSpec(clips=settings.guidance or (settings.model,), vqgan=settings.vqgan)
