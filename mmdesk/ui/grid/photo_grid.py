"""The grid of photos: browsing and search results, to select, rate and open."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDrag,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from mmdesk.core.language import tr
from mmdesk.core.photo import Pick
from mmdesk.core.query import Hit
from mmdesk.core.timeline import Timeline
from mmdesk.core.vectors import Ids
from mmdesk.ui.files.actions import FileAction, action_for
from mmdesk.ui.formatting import described, found_because
from mmdesk.ui.grid.arrangement import Section
from mmdesk.ui.grid.bands import sections_of
from mmdesk.ui.grid.dates import Grouping
from mmdesk.ui.grid.folding import Fold
from mmdesk.ui.grid.grid_view import Anchor
from mmdesk.ui.grid.menu import photo_menu
from mmdesk.ui.grid.scrubber import Scrubber
from mmdesk.ui.grid.selectable_grid import SelectableGrid
from mmdesk.ui.grid.selection import Selection
from mmdesk.ui.parts.tooltip import plain_tooltip
from mmdesk.ui.rating_keys import rate_by_key
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

_ZOOM_STEP = 24
_ZOOMS = {  # with Ctrl; the standard sequences miss the plus that needs Shift, or none
    Qt.Key.Key_Plus: _ZOOM_STEP,
    Qt.Key.Key_Equal: _ZOOM_STEP,
    Qt.Key.Key_Minus: -_ZOOM_STEP,
}
_OF_ONE = frozenset({FileAction.RENAME, FileAction.OPEN, FileAction.SHOW})
_NO_COMMAND = ~Qt.KeyboardModifier.KeypadModifier

_ShownSearch = tuple[tuple[str, float], ...]
"""Terms and weights of a search, to tell a new one from the same among more photos; () while browsing."""


class PhotoGrid(SelectableGrid):
    """Photos of the library, and what can be done to them.

    Signals:
        current_changed(PhotoId | None): another photo is current.
        opened(PhotoId): Space, Enter or a double click.
        similar_requested(PhotoId): S, or the menu.
        example_chosen(list[int], bool): photos like the selected ones are wanted, or are not.
        compare_requested(): C, or the menu: the selected photos are to be seen side by side.
        prompt_requested(PhotoId), start_requested(PhotoId): the menu: paint towards it, or begin with it.
        variation_requested(PhotoId): the menu: paint more like it.
        file_action_requested(FileAction, list[int]): an action on the files of these photos,
            the current first.
        thumbnail_size_changed(int): Ctrl with the wheel or with plus and minus.
        fold_pressed(): M, or a press on their header: weak hits are to be folded away, or shown.
    """

    opened = Signal(object)
    similar_requested = Signal(object)
    example_chosen = Signal(object, bool)
    compare_requested = Signal()
    prompt_requested = Signal(object)
    variation_requested = Signal(object)
    start_requested = Signal(object)
    file_action_requested = Signal(object, object)
    thumbnail_size_changed = Signal(int)
    fold_pressed = Signal()

    def __init__(self, browse: BrowseWork, pictures: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(browse, pictures, parent)
        self._browse = browse
        self._shown_search: _ShownSearch = ()
        self._is_result = False
        self._hits: Mapping[int, Hit] = {}
        self._home: Anchor | None = None
        self._timeline: Timeline | None = None
        self._grouping: Grouping = "months"
        self._offered: list[QAction] = []
        self.scrubber = Scrubber(self)
        self.scrubber.jump_requested.connect(self.bring_to_top)
        self.laid_out.connect(self._place_scrubber)
        self.verticalScrollBar().valueChanged.connect(self._mark_time)
        self.setAccessibleName(tr("Photos"))
        self.double_clicked.connect(self._open)
        self.dragged.connect(self._drag)

    # What is shown

    def show_ids(
        self,
        ids: Ids,
        hits: Mapping[int, Hit] | None = None,
        timeline: Timeline | None = None,
        sections: Sequence[Section] | None = None,
        fold: Fold | None = None,
    ) -> None:
        """Show photos in this order; with `hits`, as search results in bands, best first.

        Weak hits of a `fold` that is not open are not among them; it has a header all the same.

        With their `timeline`, in months or days, as `group_by` said; with `sections`, in these.

        A search starts at its top, with its best hit current. The same search again,
        and browsing again, stays where it is while the list grows or shrinks around
        it. On the way back from a search the grid returns to where it was, or to the
        hit that was selected.
        """
        anchor, before = self.anchor(), self._shown_search
        self._is_result = hits is not None
        self._hits = hits or {}
        self._show_time(timeline)
        self._shown_search = _search_of(hits)
        self._selection = self._selection.carry_over(self._ids, ids)
        self._hovered = None
        self.set_photos(ids, sections or sections_of(ids, hits, timeline, self._grouping, fold))
        if before == self._shown_search and (self._was_touched or hits is None):
            self.scroll_to_anchor(anchor)
        elif hits is None:
            self._return_home()
        else:
            self._home = self._home if before else anchor
            self._show_best()
        self._announce_current()

    def offer(self, action: QAction) -> None:
        """Offer an action in the menu of the photos; its key works elsewhere, too."""
        self._offered.append(action)

    @property
    def timeline(self) -> Timeline | None:
        """Timeline of the photos, where they are shown in the order of time."""
        return self._timeline

    def _show_time(self, timeline: Timeline | None) -> None:
        self._timeline = timeline
        self.scrubber.show_timeline(timeline)
        self.reserve_right(0 if self.scrubber.isHidden() else self.scrubber.width())

    def _place_scrubber(self) -> None:
        clear = self.viewport().geometry()
        self.scrubber.setGeometry(clear.right() + 1, clear.top(), self.scrubber.width(), clear.height())
        self._mark_time()

    def _mark_time(self) -> None:
        """Mark the visible photos on the timeline; those behind a header at the top do not count."""
        self.scrubber.mark(self.visible_positions(self.header_height))

    def group_by(self, grouping: Grouping) -> None:
        """Group photos in the order of time by months, by days, or not at all."""
        self._grouping = grouping
        if self._timeline is not None:
            anchor = self.anchor()
            self.set_photos(self._ids, sections_of(self._ids, None, self._timeline, grouping))
            self.scroll_to_anchor(anchor)

    def refold(self, ids: Ids, hits: Mapping[int, Hit], fold: Fold | None) -> None:
        """Show the same hits with the weak ones folded away, or no longer: then their first row is seen.

        As far as it can, what is seen stays in place.
        """
        top = self.verticalScrollBar().value()
        self._was_touched = True
        self.show_ids(ids, hits, fold=fold)
        self.verticalScrollBar().setValue(top)
        if fold is not None and fold.is_open:
            self.ensure_visible(len(ids) - fold.count)

    def press_header(self, section: Section, *, add: bool) -> None:
        """Select the photos of a section, or fold them away."""
        if section.is_foldable:
            self.fold_pressed.emit()
        else:
            super().press_header(section, add=add)

    def take_away(
        self, gone: Collection[int], hits: Mapping[int, Hit] | None = None, fold: Fold | None = None
    ) -> None:
        """Take photos out that are no more; the one behind them is current then."""
        current = self._selection.current
        stays = ~np.isin(self._ids, np.fromiter(gone, np.int64, len(gone)))
        if stays.all():
            return
        behind = 0 if current is None else int(np.count_nonzero(stays[:current]))
        is_gone = current is not None and not stays[current]
        self.show_ids(
            self._ids[stays], hits, self._timeline.kept(stays) if self._timeline else None, fold=fold
        )
        if is_gone and len(self._ids):
            self._select_position(min(behind, len(self._ids) - 1))

    def _show_best(self) -> None:
        self._was_touched = False
        self.scroll_to_anchor(None)
        if len(self._ids):
            self._selection.select(0)

    def _return_home(self) -> None:
        current = self._selection.current
        if self._was_touched and current is not None:
            self.ensure_visible(current, centred=True)
        else:
            self._selection = Selection(len(self._ids))
            self.scroll_to_anchor(self._home)

    # What is done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, rate, find similar, zoom, act on files; else move and select."""
        action = action_for(event)
        if action is not None:
            self._ask_file_action(action)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _ZOOMS:
            self._zoom(_ZOOMS[Qt.Key(event.key())])
        elif self._leaves_search(event):
            event.ignore()
        elif not self._act(event):
            super().keyPressEvent(event)

    def _leaves_search(self, event: QKeyEvent) -> bool:
        """Whether the key is Escape, and for the window: of search results no more than one is chosen."""
        chosen = len(self._selection) > 1 or self._band.is_drawn
        return event.key() == Qt.Key.Key_Escape and self._is_result and not chosen

    def _act(self, event: QKeyEvent) -> bool:
        """Do what a single key says to the current or the selected photos; whether it said anything."""
        if event.modifiers() & _NO_COMMAND:
            return False
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_S:
            self._ask_similar()
        elif event.key() == Qt.Key.Key_C:
            self.compare_requested.emit()
        elif event.key() == Qt.Key.Key_M:
            self.fold_pressed.emit()
        else:
            return rate_by_key(self._browse, self.selected(), event)
        return True

    def _open(self) -> None:
        current = self.current_id()
        if current is not None:
            self.opened.emit(current)

    def _choose_example(self, is_wanted: bool) -> None:  # noqa: FBT001
        self.example_chosen.emit(self.selected_ids(), is_wanted)

    def _ask_similar(self) -> None:
        self._ask_with(self.similar_requested)

    def _rate(self, stars: int) -> None:
        self._browse.set_rating(self.selected(), stars)

    def _flag(self, pick: Pick) -> None:
        self._browse.set_pick(self.selected(), pick)

    def _zoom(self, by: int) -> None:
        self.set_thumbnail_size(self.thumbnail_size + by)
        self.thumbnail_size_changed.emit(self.thumbnail_size)

    def _ask_prompt(self) -> None:
        self._ask_with(self.prompt_requested)

    def _ask_start(self) -> None:
        self._ask_with(self.start_requested)

    def _ask_variation(self) -> None:
        self._ask_with(self.variation_requested)

    def _ask_with(self, signal: SignalInstance) -> None:
        current = self.current_id()
        if current is not None:
            signal.emit(current)

    def _ask_file_action(self, action: FileAction) -> None:
        """Ask for an action on the selected photos; some actions are for the current one alone."""
        current = self.current_id()
        if action in _OF_ONE:
            self.file_action_requested.emit(action, [] if current is None else [current])
        else:
            self.file_action_requested.emit(action, self.selected_ids())

    def _drag(self) -> None:
        self._ask_file_action(FileAction.DRAG)

    def drag_away(self, mime: QMimeData) -> None:
        """Take files along, under a small picture of the current photo, if the button is still down."""
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return
        drag = QDrag(self)
        drag.setMimeData(mime)
        current = self.current_id()
        photo = None if current is None else self._loader.photo(current)
        image = None if photo is None else self._loader.thumbnails.image(photo)
        if image is not None:
            drag.setPixmap(QPixmap.fromImage(image).scaled(96, 96, Qt.AspectRatioMode.KeepAspectRatio))
        drag.exec(Qt.DropAction.CopyAction)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, make the cells larger or smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(_ZOOM_STEP if event.angleDelta().y() > 0 else -_ZOOM_STEP)
        else:
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done to the selected photos."""
        if self.current_id() is None:
            return
        menu = photo_menu(
            self,
            on_open=self._open,
            on_similar=self._ask_similar,
            on_example=self._choose_example,
            on_compare=self.compare_requested.emit,
            on_prompt=self._ask_prompt,
            on_start=self._ask_start,
            on_variation=self._ask_variation,
            on_file=self._ask_file_action,
            on_rating=self._rate,
            on_pick=self._flag,
        )
        if offered := [*self.actions(), *self._offered]:  # what others have to offer
            menu.addSeparator()
            menu.addActions(offered)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    # What is said

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell in a tooltip which photo is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            position = self.position_at(event.pos())
            photo = None if position is None else self._loader.photo(int(self._ids[position]))
            QToolTip.showText(event.globalPos(), plain_tooltip(described(photo)) if photo else "", self)
            return True
        return super().viewportEvent(event)

    def _reason(self, position: int) -> str:
        """Why the photo was found; nothing while browsing."""
        hit = self._hits.get(int(self._ids[position]))
        return "" if hit is None else found_because(hit)


def _search_of(hits: Mapping[int, Hit] | None) -> _ShownSearch:
    first = next(iter(hits.values()), None) if hits else None
    return tuple((term.text, term.weight) for term in first.terms) if first else ()
