"""The middle of the Library place: the grid, the loupe over it, or a word on why there is nothing."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mmdesk.core.photo import PhotoId
from mmdesk.core.query import Hit, SearchResult, Term
from mmdesk.core.timeline import Timeline
from mmdesk.core.vectors import Ids
from mmdesk.ui.away.banner import AwayBanner
from mmdesk.ui.away.notice import Absence
from mmdesk.ui.compare.compare_view import CompareView
from mmdesk.ui.compare.compared_photos import compared_photos
from mmdesk.ui.empty_state import EmptyState
from mmdesk.ui.grid.arrangement import Section
from mmdesk.ui.grid.folding import FoundPhotos
from mmdesk.ui.grid.photo_grid import PhotoGrid
from mmdesk.ui.library.emptiness import Emptiness, WayOut
from mmdesk.ui.library.gallery_bar import GalleryBar
from mmdesk.ui.loupe.loupe import Loupe
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.explaining import ExplainWork
from mmdesk.work.pictures import PictureWork
from mmdesk.work.texts import TextsWork


class Gallery(QStackedWidget):
    """Shows photos; remembers which, and with which hits.

    Signals:
        photo_changed(PhotoId | None, Hit | None): another photo is looked at.
        sort_requested(str): what was found is wanted in another order.
        similar_requested(PhotoId): photos like this one are wanted.
        file_action_requested(FileAction, list[int]): something is to be done to the files of photos.
        way_out_taken(WayOut): the button of the empty place was pressed.
    """

    photo_changed = Signal(object, object)
    sort_requested = Signal(str)
    similar_requested = Signal(object)
    file_action_requested = Signal(object, object)
    way_out_taken = Signal(object)

    def __init__(
        self,
        bar: GalleryBar,
        browse: BrowseWork,
        pictures: PictureWork,
        explain: ExplainWork,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._browse, self._explain = browse, explain
        self._terms: tuple[Term, ...] = ()
        self._texts: TextsWork | None = None
        self._pictures = pictures
        self._shown: Ids = np.empty(0, np.int64)
        self._hits: Mapping[int, Hit] = {}
        self._found = FoundPhotos()
        self._loupe: Loupe | None = None
        self._compare: CompareView | None = None
        self._bar = bar
        self._empty = EmptyState(self)
        self.banner = AwayBanner(self)
        self._absence = Absence()
        self._way_out: WayOut | None = None
        self.grid = PhotoGrid(browse, pictures, self)
        self._grid_page = self._grid_with_bar(bar)
        self.addWidget(self._grid_page)
        self._connect()

    @property
    def shown_ids(self) -> Ids:
        """Ids of the photos shown, in order."""
        return self._shown

    @property
    def hits(self) -> Mapping[int, Hit]:
        """Hits of the photos shown, where they were searched for."""
        return self._hits

    def read_by(self, texts: TextsWork) -> None:
        """Have text over the photos in the loupe from now on."""
        self._texts = texts

    def show_photos(self, ids: Ids, timeline: Timeline | None = None) -> None:
        """Show photos in this order; with their `timeline`, by month or day."""
        self._show(ids, {})
        self.grid.show_ids(ids, timeline=timeline)
        self._tell(self.grid.current_id())

    def show_sections(self, title: str, ids: Ids, places: Sequence[Section]) -> None:
        """Show photos of many folders, each folder under a header of its own."""
        self._bar.tell_gathered(title, len(ids))
        self._show(ids, {})
        self.grid.show_ids(ids, sections=places)
        self._tell(self.grid.current_id())

    def show_absence(self, absence: Absence) -> None:
        """Mark from now on photos that are not there."""
        self._absence = absence
        for place in (self.grid, self._loupe, self._compare):
            if place is not None:
                place.show_absence(absence)

    def show_result(self, result: SearchResult) -> None:
        """Show hits, best first, in bands."""
        self._terms = tuple(term for term in result.query.terms if not term.negative)
        self._found = found = FoundPhotos.of(result, self._found)
        self._show(found.shown, found.hits)
        self.grid.show_ids(found.shown, found.hits, fold=found.fold)
        self._tell(self.grid.current_id())

    def take_away(self, gone: Collection[int]) -> None:
        """Take photos out that are no more."""
        self._shown = self._shown[~np.isin(self._shown, np.fromiter(gone, np.int64, len(gone)))]
        self._found = self._found.less(gone)
        self.grid.take_away(gone, self._hits or None, self._found.fold if self._hits else None)
        if self._loupe is not None and self.is_loupe_open:
            self._loupe.take_away(gone)
        if self._compare is not None and self.is_comparing:
            self._compare.take_away(gone)

    def show_nothing(self, why: Emptiness) -> None:
        """Say why there are no photos, and offer the way out."""
        self._show(np.empty(0, np.int64), {})
        self._tell(None)
        self._way_out = why.way_out
        self._empty.say(why.heading, why.advice, why.way_out.value if why.way_out else "")
        self._body.setCurrentWidget(self._empty)
        self.leave_loupe()

    def _refold(self) -> None:
        """Fold weak hits away, or show them, where there are any beside others."""
        if self._hits and self._found.fold is not None:
            self._found = found = self._found.toggled()
            self._show(found.shown, found.hits)
            self.grid.refold(found.shown, found.hits, found.fold)

    def _show(self, ids: Ids, hits: Mapping[int, Hit]) -> None:
        self._shown, self._hits = ids, hits
        self._terms = self._terms if hits else ()
        self._body.setCurrentWidget(self.grid)

    def open_loupe(self, photo: PhotoId) -> None:
        """Look at one photo in full."""
        positions = np.flatnonzero(self._shown == photo)
        if len(positions):
            loupe = self._the_loupe()
            self.setCurrentWidget(loupe)
            loupe.show_terms(self._terms)
            loupe.open(self._shown, int(positions[0]))

    def go_to(self, photo: PhotoId | None) -> None:
        """Go on with a photo looked at elsewhere: in the loupe where it is open, else in the grid."""
        if photo is not None and self.is_loupe_open:
            self.open_loupe(photo)
        elif photo is not None:
            self.leave_loupe()
            self.grid.go_to(photo)
        self.take_focus()

    def open_compare(self) -> None:
        """Compare the selected photos side by side; the current one and the next where one is selected."""
        self.leave_loupe()
        selected = np.asarray(self.grid.selected_ids(), np.int64)
        compared = compared_photos(self._shown, selected, self.grid.current_id())
        if len(compared.photos) > 1:
            compare = self._the_compare()
            self.setCurrentWidget(compare)
            compare.open(compared)

    @property
    def is_comparing(self) -> bool:
        """Whether some photos are looked at side by side."""
        return self._compare is not None and self.currentWidget() is self._compare

    @property
    def is_loupe_open(self) -> bool:
        """Whether a single photo is looked at."""
        return self._loupe is not None and self.currentWidget() is self._loupe

    @property
    def looked_at(self) -> PhotoId | None:
        """The single photo in the loupe, or the active one of those compared; None while there are many."""
        for place in (self._loupe, self._compare):
            if place is not None and self.currentWidget() is place:
                return place.current_id()
        return None

    def take_focus(self) -> None:
        """Let the keyboard work on the photos."""
        alone = (place for place in (self._loupe, self._compare) if place is self.currentWidget())
        many = self._empty if self._body.currentWidget() is self._empty else self.grid
        (next(alone, None) or many).setFocus()

    def leave_loupe(self) -> None:
        """Go back to the grid, if one or a few photos are looked at."""
        self._close_loupe()
        if self._compare is not None and self.is_comparing:
            self._compare.close_compare()

    def _grid_with_bar(self, bar: GalleryBar) -> QWidget:
        """The bar above the grid, or above the page in place of it."""
        page = QWidget(self)
        self._body = QStackedWidget(page)
        self._body.addWidget(self.grid)
        self._body.addWidget(self._empty)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.banner)
        column.addWidget(self._body, 1)
        return page

    def _connect(self) -> None:
        self._empty.pressed.connect(self._take_way_out)
        self._bar.grouping_changed.connect(self.grid.group_by)
        self._bar.sort_changed.connect(self.sort_requested)
        self._bar.size_changed.connect(self.grid.set_thumbnail_size)
        self.grid.thumbnail_size_changed.connect(self._bar.show_size)
        self.grid.current_changed.connect(self._tell)
        self.grid.opened.connect(self.open_loupe)
        self.grid.fold_pressed.connect(self._refold)
        self.grid.similar_requested.connect(self.similar_requested)
        self.grid.compare_requested.connect(self.open_compare)
        self.grid.file_action_requested.connect(self.file_action_requested)

    def _the_loupe(self) -> Loupe:
        """The loupe, made when it is first opened."""
        if self._loupe is None:
            self._loupe = Loupe(self._browse, self._pictures, self)
            self._loupe.closed.connect(self._return_to)
            self._loupe.current_changed.connect(self._tell)
            self._loupe.similar_requested.connect(self.similar_requested)
            self._loupe.show_absence(self._absence)
            self._loupe.explain_by(self._explain)
            if self._texts is not None:
                self._loupe.read_by(self._texts)
            self._loupe.compare_requested.connect(self.open_compare)
            self._loupe.file_action_requested.connect(self.file_action_requested)
            self.addWidget(self._loupe)
        return self._loupe

    def _the_compare(self) -> CompareView:
        """The comparison, made when it is first opened."""
        if self._compare is None:
            self._compare = CompareView(self._browse, self._pictures, self)
            self._compare.show_absence(self._absence)
            self._compare.closed.connect(self._return)
            self._compare.opened.connect(self._open_one_of_them)
            self._compare.current_changed.connect(self._tell)
            self.addWidget(self._compare)
        return self._compare

    def _open_one_of_them(self, photo: PhotoId) -> None:
        self.leave_loupe()
        self.open_loupe(photo)

    def _close_loupe(self) -> None:
        if self._loupe is not None and self.is_loupe_open:
            self._loupe.close_loupe()

    def _return_to(self, photo: PhotoId) -> None:
        self._return()
        self.grid.select(photo)

    def _return(self) -> None:
        """Go back to the grid, where the same photos are selected as before."""
        had_focus = any(place is not None and place.hasFocus() for place in (self._loupe, self._compare))
        self.setCurrentWidget(self._grid_page)
        if had_focus:  # else somebody types on the search line
            self.grid.setFocus()
        self._tell(self.grid.current_id())

    def _take_way_out(self) -> None:
        self.way_out_taken.emit(self._way_out)

    def _tell(self, photo: PhotoId | None) -> None:
        self.photo_changed.emit(photo, None if photo is None else self._hits.get(photo))
