"""The Library place: the source of photos that is asked for, and what is then shown."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from mmdesk.core.albums import Album
from mmdesk.core.photo import Folder, PhotoId
from mmdesk.core.query import Hit, Query, SearchResult, parse_query
from mmdesk.core.settings import Settings
from mmdesk.core.timeline import Timeline
from mmdesk.core.vectors import Ids
from mmdesk.ui.first_start import FirstStart
from mmdesk.ui.folders.albums import AlbumsList
from mmdesk.ui.folders.panel import FoldersPanel
from mmdesk.ui.inspector import Inspector
from mmdesk.ui.library.away_controller import AwayController
from mmdesk.ui.library.emptiness import WayOut, emptiness_of, nothing_found
from mmdesk.ui.library.gallery import Gallery
from mmdesk.ui.library.gallery_bar import GalleryBar
from mmdesk.ui.library.source import (
    AlbumSource,
    FolderSource,
    MissingSource,
    PhotoSource,
    SearchSource,
    found_in,
)
from mmdesk.ui.parts.splitter import Splitter
from mmdesk.work.workers import Workers

REFRESH_MS = 1000
"""Time between two looks at what indexing has added meanwhile."""

SLOW_SEARCH_MS = 250
"""A search that takes longer says so; a quicker one would only flicker."""

SELECTION_MS = 80
"""Time the selection rests before the tags of its photos are shown."""

WIDTHS = [220, 780, 280]


class LibraryPlace(QStackedWidget):
    """First start while there are no photos; then folders, gallery and inspector.

    The old photos stay until new ones are ready, so nothing flickers while one types.

    Signals:
        add_requested(): the user wants to add a folder.
        studio_requested(): the user wants to make pictures from words.
        models_requested(): the user wants to see which models there are.
        prompt_requested(bytes), start_requested(bytes), variation_requested(bytes): paint by this photo.
        similar_requested(bytes): photos like the one at this path are wanted.
        label_requested(str): photos of this label are to be reviewed.
        album_shown(Album | None): an album is shown, or something else.
        query_shown(Query): this is searched for now, though the search line did not ask; empty for nothing.
        source_changed(PhotoSource): another source is shown.
    """

    add_requested = Signal()
    studio_requested = Signal()
    models_requested = Signal()
    prompt_requested = Signal(object)
    variation_requested = Signal(object)
    start_requested = Signal(object)
    similar_requested = Signal(object)
    label_requested = Signal(str)
    album_shown = Signal(object)
    query_shown = Signal(object)
    source_changed = Signal(object)

    def __init__(self, workers: Workers, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._browse, self._search = workers.browse, workers.search
        self._index, self._albums = workers.index, workers.albums
        self._source: PhotoSource = FolderSource()
        self._knows_photos = False
        self._folder_to_choose: bytes | None = None
        self._bar = GalleryBar(settings)
        self.gallery = Gallery(self._bar, workers.browse, workers.pictures, workers.explain)
        self.gallery.grid.set_thumbnail_size(settings.thumbnail_size)
        self.gallery.grid.group_by(self._bar.grouping)
        self._folders = FoldersPanel(workers.browse.painted_folder)
        self.away = AwayController(workers, self._folders, self.gallery)
        self._inspector = Inspector(workers.browse, workers.photo_tags, workers.texts)
        self._inspector.setVisible(settings.inspector_shown)
        self.tags = self._inspector.tags
        self._first_start = FirstStart()
        self._slow_timer = QTimer(self, singleShot=True, interval=SLOW_SEARCH_MS)
        self._selection_timer = QTimer(self, singleShot=True, interval=SELECTION_MS)
        self._refresh_timer = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._lay_out()
        self._connect()
        self.refresh()

    # What is asked for

    def search(self, query: Query) -> None:
        """Search for `query` in what is shown; show that again when the query is empty."""
        if not query.is_empty:
            self._go_to(found_in(self._source, query))
        else:
            self._go_to(self._source.place if isinstance(self._source, SearchSource) else self._source)

    def show_source(self, source: PhotoSource) -> None:
        """Show a source, and what it searches for in the search line."""
        self.query_shown.emit(source.query if isinstance(source, SearchSource) else Query())
        self._go_to(source)
        self._albums.refresh()

    def knows(self, source: PhotoSource) -> bool:
        """Whether the folder or the album of a source is still there."""
        return self._folders.knows(source.folder, source.album)

    def go_to_folder(self, folder: bytes) -> None:
        """Show a folder, as soon as it is known."""
        self._folder_to_choose = folder
        self._browse.request_folders()

    def refresh(self) -> None:
        """Take in what has changed in the library."""
        self._browse.request_folders()
        self._albums.refresh()
        self._request()

    def toggle_details(self) -> None:
        """Show the inspector, or put it away."""
        self._bar.toggle_details()

    @property
    def thumbnail_size(self) -> int:
        """Size of the thumbnails, in device-independent pixels."""
        return self.gallery.grid.thumbnail_size

    @property
    def folder(self) -> bytes | None:
        """Folder that is chosen, or will be once it is known; None for all photos."""
        return self._folder_to_choose or self._folders.folder

    @property
    def order(self) -> str:
        """Order in which photos are shown."""
        return self._bar.order

    @property
    def panel(self) -> FoldersPanel:
        """The panel of the folders, with its menu."""
        return self._folders

    @property
    def albums(self) -> AlbumsList:
        """The list of albums, to drop photos on."""
        return self._folders.albums

    @property
    def source(self) -> PhotoSource:
        """What is shown."""
        return self._source

    @property
    def album(self) -> Album | None:
        """The album that is shown or searched, if one is."""
        return self._source.album

    @property
    def grouping(self) -> str:
        """Grouping of photos in the order of time."""
        return self._bar.grouping

    @property
    def details_shown(self) -> bool:
        """Whether the inspector is there."""
        return not self._inspector.isHidden()

    def _go_to(self, source: PhotoSource) -> None:
        """Show another source; whoever looks at a single photo wants to see many again."""
        self._folder_to_choose = None
        self._set_source(source)
        self._request_anew()

    def _set_source(self, source: PhotoSource) -> None:
        self._source = source
        if isinstance(source, MissingSource):
            self._folders.leave()
        else:
            self._folders.mark(source.folder, source.album)
        self.away.show_source(source)
        self.album_shown.emit(self.album)
        self.source_changed.emit(source)

    def _request_anew(self) -> None:
        self.gallery.leave_loupe()
        self._request()

    def _request(self) -> None:
        """Ask for the photos of the source; answers to what was asked before are not shown."""
        source = self._source
        if isinstance(source, SearchSource):
            self._slow_timer.start()
            self._search.search(source.query)
            return
        self._search.drop()
        self._slow_timer.stop()
        if isinstance(source, AlbumSource):
            self._albums.request_photos(source.album)
        elif isinstance(source, FolderSource):
            self._browse.request_ids(source.folder, self._bar.order)
        else:
            self.away.request_missing()

    def _take_folder(self, folder: bytes | None) -> None:
        """Show a folder; a search goes on in it."""
        source, place = self._source, FolderSource(folder, is_painted=folder == self._browse.painted_folder)
        self._go_to(found_in(place, source.query) if isinstance(source, SearchSource) else place)

    def _take_album(self, album: Album) -> None:
        """Show an album in place of a folder; of a kept search, what it finds among all photos."""
        if album.query is None:
            self.show_source(AlbumSource(album))
        else:
            self.show_source(replace(found_in(FolderSource(), parse_query(album.query)), name=album.name))
            self._folders.mark(None, album)

    # What is shown

    def _show_albums(self, albums: Sequence[Album]) -> None:
        """Show the albums; the one that is looked at may have other photos, another name, or be no more."""
        self._folders.show_albums(albums)
        source = self._source
        if not isinstance(source, AlbumSource | SearchSource) or source.album is None:
            return
        known = {album.id: album for album in albums}.get(source.album.id)
        if known is None:
            self._take_folder(None)
        else:
            self._set_source(replace(source, album=known))
            self._request()

    def _show_album(self, answer: tuple[Album, Ids, Timeline]) -> None:
        album, ids, timeline = answer
        if self._source != AlbumSource(album):
            return
        self._bar.tell_browsing(self._source.title, len(ids), dated=True, ordered=False)
        self._show_ids(ids, timeline)

    def _show_folders(self, folders: Sequence[Folder]) -> None:
        self._knows_photos = self._knows_photos or any(folder.photos for folder in folders)
        self._folders.show_folders(folders)
        wanted = self._folder_to_choose
        if wanted is not None and any(folder.path == wanted for folder in folders):
            self._folder_to_choose = None
            self._folders.choose(wanted)
        elif not self._folders.knows(self._source.folder, None):
            self._take_folder(self._folders.nearest(self._source.folder))
        self._choose_screen()

    def _show_photos(self, ids: Ids, timeline: Timeline | None) -> None:
        if not isinstance(self._source, FolderSource):
            return
        self._knows_photos = self._knows_photos or len(ids) > 0
        self._bar.tell_browsing(self._source.title, len(ids), dated=timeline is not None)
        self._show_ids(ids, timeline)
        self._choose_screen()

    def _show_ids(self, ids: Ids, timeline: Timeline | None) -> None:
        if len(ids):
            self.gallery.show_photos(ids, timeline)
        else:
            self._say_why_empty()

    def _show_result(self, result: SearchResult) -> None:
        if not isinstance(self._source, SearchSource) or self._source.query != result.query:
            return
        self._slow_timer.stop()
        self._bar.tell_found(self._source.title, result)
        if result.hits:
            self.gallery.show_result(result)
        else:
            self.gallery.show_nothing(nothing_found(self._source, result))
        self._choose_screen()

    def _say_slow(self) -> None:
        self._bar.tell_searching(loading=not self._search.is_loaded)

    def _say_why_empty(self) -> None:
        self.gallery.show_nothing(emptiness_of(self._source, is_indexing=not self._index.is_idle))

    def _choose_screen(self) -> None:
        """Show the first start as long as there is nothing to see and nothing under way.

        From there on all photos are shown: a folder that was added before had none.
        """
        has_nothing = not self._knows_photos and self._index.is_idle
        is_first = has_nothing and not isinstance(self._source, SearchSource)
        if is_first and self._source != FolderSource():
            self._set_source(FolderSource())
        screen = self._first_start if is_first else self._split
        if self.currentWidget() is not screen:
            has_focus = self.hasFocus() or self.isAncestorOf(self.window().focusWidget())
            self.setCurrentWidget(screen)
            if has_focus:
                (screen if is_first else self.gallery.grid).setFocus()

    def _show_photo(self, photo: PhotoId | None, hit: Hit | None) -> None:
        self._inspector.show_photo(photo, hit)
        self._selection_timer.start()

    def _show_tags(self) -> None:
        """Show the tags of all selected photos; in the loupe, of the one that is looked at."""
        looked_at = self.gallery.looked_at
        self._inspector.tags.show_photos(self.gallery.grid.selected() if looked_at is None else [looked_at])

    def _leave_emptiness(self, way_out: WayOut) -> None:
        """Do what the button of the empty place offers."""
        if way_out is WayOut.ADD:
            self.add_requested.emit()
        elif way_out is WayOut.PAINT:
            self.studio_requested.emit()
        elif way_out is WayOut.SEARCH_ALL:
            self._take_folder(None)
        else:
            self.show_source(FolderSource())
        self.gallery.take_focus()

    def _ask_similar(self, photo_id: PhotoId) -> None:
        photo = self._browse.photo(photo_id)
        if photo is not None:
            self.gallery.leave_loupe()
            self.similar_requested.emit(photo.path)

    def _hand_on(self, signal: SignalInstance, photo_id: PhotoId) -> None:
        photo = self._browse.photo(photo_id)
        if photo is not None:
            signal.emit(photo.path)

    # How it is put together

    def _lay_out(self) -> None:
        self._split = Splitter("library", self)
        self._split.put((self._folders, self.gallery, self._inspector), WIDTHS)
        self.addWidget(QWidget())  # until it is known whether there are photos
        self.addWidget(self._split)
        self.addWidget(self._first_start)

    def _connect(self) -> None:
        self._browse.folders_loaded.connect(self._show_folders)
        self._browse.ids_loaded.connect(self._show_photos)
        self._search.found.connect(self._show_result)
        self._search.failed.connect(self._slow_timer.stop)
        self._slow_timer.timeout.connect(self._say_slow)
        self._connect_indexing()
        self._folders.chosen.connect(self._take_folder)
        self._folders.album_chosen.connect(self._take_album)
        self._folders.album_removal_requested.connect(self._albums.remove)
        self._albums.albums_loaded.connect(self._show_albums)
        self._albums.photos_loaded.connect(self._show_album)
        self._folders.add_requested.connect(self.add_requested)
        self.away.moved.connect(self.go_to_folder)
        self.away.changed.connect(self.refresh)
        self.away.missing_requested.connect(partial(self.show_source, MissingSource()))
        self._first_start.add_requested.connect(self.add_requested)
        self._first_start.samples_requested.connect(self._index.add_samples)
        self._first_start.studio_requested.connect(self.studio_requested)
        self._first_start.models_requested.connect(self.models_requested)
        for name in ("prompt_requested", "start_requested", "variation_requested"):
            getattr(self.gallery.grid, name).connect(partial(self._hand_on, getattr(self, name)))
        self.gallery.photo_changed.connect(self._show_photo)
        self.gallery.similar_requested.connect(self._ask_similar)
        self.gallery.way_out_taken.connect(self._leave_emptiness)
        self.gallery.grid.selection_changed.connect(self._selection_timer.start)
        self._selection_timer.timeout.connect(self._show_tags)
        self._inspector.tags.label_requested.connect(self.label_requested)
        self._bar.details_requested.connect(self._inspector.setVisible)
        self._bar.order_changed.connect(self._request_anew)

    def _connect_indexing(self) -> None:
        self._index.started.connect(self._choose_screen)
        self._index.started.connect(self.refresh)
        self._index.indexed.connect(self._browse.forget)
        self._index.indexed.connect(self._refresh_soon)
        self._index.ended.connect(self.refresh)
        self._refresh_timer.timeout.connect(self.refresh)

    def _refresh_soon(self) -> None:
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()
