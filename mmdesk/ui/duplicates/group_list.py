"""Groups of photos below each other, walked through and decided upon by keyboard or mouse."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mmdesk.core.duplicates import Member
from mmdesk.core.language import tr
from mmdesk.core.photo import PhotoId
from mmdesk.ui.duplicates.decisions import GroupDecision
from mmdesk.ui.duplicates.group_painter import TILE, GroupPainter, facts_of, mark_of, reasons_of
from mmdesk.ui.grid.thumbnails import ThumbnailCache
from mmdesk.ui.parts.rows import VALUE_ROLE, Index, RowsModel
from mmdesk.work.pictures import PictureWork

LAID_OUT_AT_ONCE = 1000
"""Rows after the current one: there may be tens of thousands of them."""

NO_COMMAND = ~Qt.KeyboardModifier.KeypadModifier
ACCEPT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MARK_KEYS = (Qt.Key.Key_X, Qt.Key.Key_Delete)


class GroupList(QListView):
    """A list of groups. What is decided is told, and shown after `refresh`.

    Signals:
        decided(): of the current group something else is marked, or it is accepted or not.
        separation_requested(GroupDecision): its photos are no duplicates (N).
        opened(GroupDecision, int): photo number so many of a group is to be seen large (Space, double click).
    """

    decided = Signal()
    separation_requested = Signal(object)
    opened = Signal(object, int)

    def __init__(self, pictures: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = ThumbnailCache(pictures, parent=self)
        self._thumbnails.arrived.connect(self.viewport().update)
        self._model = RowsModel(_describe, self, tips=False)
        self._photo = 0
        self.setModel(self._model)
        self.setItemDelegate(GroupDelegate(self))
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Groups of photos that are there more than once"))
        self.selectionModel().currentChanged.connect(self._begin_row)

    def show_decisions(self, decisions: Sequence[GroupDecision], row: int = 0) -> None:
        """Show these, number `row` or the last being current."""
        self.setBatchSize(max(0, row) + LAID_OUT_AT_ONCE)  # as far as is scrolled to now
        self._model.replace(decisions)
        self._go(min(row, len(decisions) - 1))

    def current_decision(self) -> GroupDecision | None:
        """Decision of the current group."""
        decision: GroupDecision | None = self.currentIndex().data(VALUE_ROLE)
        return decision

    def current_row(self) -> int:
        """Number of the current group."""
        return max(0, self.currentIndex().row())

    def current_photo(self) -> int:
        """Number of the current photo in its group."""
        decision = self.current_decision()
        return 0 if decision is None else min(self._photo, len(decision.members) - 1)

    def image_of(self, member: Member) -> QImage | None:
        """Thumbnail of a photo, once it is there."""
        return self._thumbnails.image(member.photo)

    def painter(self) -> GroupPainter:
        """Painter of rows in the font and the colours of this list."""
        return GroupPainter(self.palette(), self.font())

    def is_current(self, index: Index) -> bool:
        """Whether this row is current."""
        return index.row() == self.currentIndex().row()

    def shown_of(
        self, decision: GroupDecision, row: QRect, *, is_current: bool
    ) -> tuple[int, Sequence[Member]]:
        """Number of the first photo shown of a group, and all that are shown."""
        measures = self.painter().measures
        current = self.current_photo() if is_current else 0
        first = measures.first_shown(len(decision.members), current, row.width())
        return first, decision.members[first : first + measures.fitting(row.width())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide; move about."""
        decision = self.current_decision()
        if (
            decision is None
            or event.modifiers() & NO_COMMAND
            or not self._decide(decision, Qt.Key(event.key()))
        ):
            super().keyPressEvent(event)

    def _decide(self, decision: GroupDecision, key: Qt.Key) -> bool:
        """Do what a key asks for; whether it asks for anything."""
        photo = PhotoId(decision.members[self.current_photo()].id)
        if key == Qt.Key.Key_K:
            decision.keep_only(photo)
            self._tell_change(decision)
        elif key in MARK_KEYS:
            decision.toggle(photo)
            self._tell_change(decision)
        elif key in ACCEPT_KEYS:
            self._accept(decision)
        elif key == Qt.Key.Key_N:
            self.separation_requested.emit(decision)
        elif key == Qt.Key.Key_Space:
            self.opened.emit(decision, self.current_photo())
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(decision, 1 if key == Qt.Key.Key_Right else -1)
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the photo under the pointer current."""
        super().mousePressEvent(event)
        decision = self.current_decision()
        place = self._photo_under(event)
        if decision is not None and place is not None:
            self._photo = place
            self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the photo under the pointer."""
        decision, place = self.current_decision(), self._photo_under(event)
        if decision is not None and place is not None:
            self.opened.emit(decision, place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and load what is visible first."""
        super().paintEvent(event)
        self._thumbnails.set_side(round(TILE * self.devicePixelRatioF()))
        self._thumbnails.request(member.photo for member in self._members_in_sight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the rows as wide as the list."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _members_in_sight(self) -> Sequence[Member]:
        view = self.viewport().rect()
        found: list[Member] = []
        index = self.indexAt(view.topLeft())
        while index.isValid() and (row := self.visualRect(index)).intersects(view):
            found += self.shown_of(index.data(VALUE_ROLE), row, is_current=self.is_current(index))[1]
            index = index.siblingAtRow(index.row() + 1)
        return found

    def _photo_under(self, event: QMouseEvent) -> int | None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        if not index.isValid() or not self.is_current(index):
            return None
        row = self.visualRect(index)
        first, shown = self.shown_of(index.data(VALUE_ROLE), row, is_current=True)
        place = self.painter().measures.place_at(row, point, len(shown))
        return None if place is None else first + place

    def _accept(self, decision: GroupDecision) -> None:
        decision.accept(yes=not decision.is_accepted)
        if decision.is_accepted or not decision.marked:
            self._go(min(self.current_row() + 1, len(self._model.values) - 1))
        self.viewport().update()
        self.decided.emit()

    def _tell_change(self, decision: GroupDecision) -> None:
        decision.accept(yes=decision.is_accepted)
        self.viewport().update()
        self.decided.emit()

    def _step(self, decision: GroupDecision, step: int) -> None:
        self._photo = max(0, min(self.current_photo() + step, len(decision.members) - 1))
        self.viewport().update()

    def _go(self, row: int) -> None:
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))

    def _begin_row(self) -> None:
        self._photo = 0
        self.viewport().update()


class GroupDelegate(QStyledItemDelegate):
    """Paints the rows of a list."""

    def __init__(self, view: GroupList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The one size of all rows."""
        return QSize(self._view.viewport().width(), self._view.painter().measures.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one group."""
        view, row = self._view, option.rect
        decision, is_current = index.data(VALUE_ROLE), view.is_current(index)
        rows = view.painter()
        first, shown = view.shown_of(decision, row, is_current=is_current)
        painter.save()
        rows.paint_ground(painter, row, is_current=is_current)
        rows.paint_heading(painter, row, decision, len(decision.members) - len(shown))
        for place, member in enumerate(shown):
            tile = rows.measures.tile(row, place)
            image = view.image_of(member)
            rows.paint_photo(painter, tile, decision, member, image)
            if is_current and first + place == view.current_photo() and view.hasFocus():
                rows.paint_ring(painter, tile, member.photo, image)
        painter.restore()


def _describe(decision: GroupDecision) -> str:
    photos = (f"{mark_of(decision, one)} {facts_of(one.photo)[0][0]}".strip() for one in decision.members)
    return f"{reasons_of(decision)}: {', '.join(photos)}"
