"""Albums made by hand: of the photos that are selected, by menu, by key, or by dragging them there."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from mmdesk.core.albums import Album, AlbumChange
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path
from mmdesk.core.search_line.filters import Filter
from mmdesk.ui.library.place import LibraryPlace
from mmdesk.ui.library.source import SearchSource
from mmdesk.ui.parts.passing_notice import PassingNotice
from mmdesk.work.albums import AlbumsWork


class AlbumController(QObject):
    """Connects the photos, the list of albums and the workers."""

    def __init__(self, albums: AlbumsWork, place: LibraryPlace, notice: PassingNotice) -> None:
        super().__init__(place)
        self._albums, self._place, self._notice = albums, place, notice
        self._grid, self._list = place.gallery.grid, place.albums
        self._unnamed: Album | None = None
        self._menu = QMenu(tr("Put into album"), self._grid)
        self._take_out = self._action(tr("Take out of this album"), QKeySequence(Qt.Key.Key_Backspace))
        self._offer_actions()
        self._list.dropped_on.connect(self._put_in)
        self._list.rename_requested.connect(albums.rename)
        albums.begun.connect(self._remember_unnamed)
        albums.albums_loaded.connect(self._follow)
        albums.changed.connect(self._tell)
        place.album_shown.connect(self._follow_album)

    def _offer_actions(self) -> None:
        """Add the actions to the grid, which listens to their keys and shows them in its menu."""
        begin = self._action(tr("New album from these photos"), QKeySequence(QKeySequence.StandardKey.New))
        begin.triggered.connect(self._begin)
        self._take_out.triggered.connect(self._take_selected_out)
        self._menu.triggered.connect(self._put_in_by_menu)
        self._follow_album(None)
        self._menu.menuAction().setVisible(False)
        self._grid.addActions([begin, self._menu.menuAction(), self._take_out])

    def _action(self, words: str, key: QKeySequence) -> QAction:
        action = QAction(words, self)
        action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return action

    # What is wanted

    def _begin(self) -> None:
        selected = self._grid.selected_ids()
        if selected:
            self._albums.begin(selected)

    def keep_search(self) -> None:
        """Keep what is searched for now, and where, as a smart album."""
        source = self._place.source
        if not isinstance(source, SearchSource):
            self._notice.tell(tr("Search for something first: Ctrl+S keeps a search as a smart album."))
            return
        self._albums.keep_search(*kept_search(source))

    def _put_in(self, album: Album) -> None:
        self._albums.put_in(album, self._grid.selected_ids())

    def _put_in_by_menu(self, entry: QAction) -> None:
        self._put_in(entry.data())

    def _take_selected_out(self) -> None:
        selected, album = self._grid.selected_ids(), self._place.album
        if selected and album is not None:
            self._albums.take_out(album, selected)

    # What came of it

    def _remember_unnamed(self, album: Album) -> None:
        self._unnamed = album

    def _follow(self, albums: Sequence[Album]) -> None:
        """Offer another list of albums, and have the new one named."""
        self._menu.clear()
        by_hand = [album for album in albums if not album.is_smart]
        for album in by_hand:
            self._menu.addAction(album.name.replace("&", "&&")).setData(album)
        self._menu.menuAction().setVisible(bool(by_hand))
        unnamed, self._unnamed = self._unnamed, None
        if unnamed is not None:
            self._list.ask_name(unnamed)

    def _follow_album(self, album: Album | None) -> None:
        self._take_out.setVisible(album is not None)
        self._take_out.setEnabled(album is not None)

    def _tell(self, change: AlbumChange) -> None:
        """Say why nothing changed; what did is told with all the user does."""
        if not change.photos:
            album = change.album.name
            here = tr("They are in {album} already.", album=album)
            self._notice.tell(here if change.is_in else tr("They are not in {album}.", album=album))


def kept_search(source: SearchSource) -> tuple[str, str]:
    """The search line that finds the same from anywhere, and a name for it without a path."""
    words, where = source.query.written, _where(source)
    return " ".join([words, *where]), _named(words, source) if where else words


def _named(words: str, source: SearchSource) -> str:
    return tr("{what} in {place}", what=words, place=source.place.title)


def _where(source: SearchSource) -> list[str]:
    """The album or folder that is searched, as a filter."""
    if source.album is not None:
        return [Filter("album", (source.album.name,)).written]
    return [] if source.folder is None else [Filter("folder", (display_path(source.folder),)).written]
