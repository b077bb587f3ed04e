"""Groups of photos below each other, walked through and decided upon by keyboard or mouse."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mmdesk.core.duplicates import Member
from mmdesk.core.photo import PhotoId
from mmdesk.ui.duplicates.decisions import GroupDecision
from mmdesk.ui.duplicates.row import TILE, RowPainter, facts_of, mark_of, reasons_of
from mmdesk.ui.grid.thumbnails import ThumbnailCache
from mmdesk.work.pictures import PictureWork

Index = QModelIndex | QPersistentModelIndex

LAID_OUT_AT_ONCE = 1000
"""Rows after the current one: there may be tens of thousands of them."""

NO_COMMAND = ~Qt.KeyboardModifier.KeypadModifier
ACCEPT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MARK_KEYS = (Qt.Key.Key_X, Qt.Key.Key_Delete)


class DecisionsModel(QAbstractListModel):
    """The cases of a class as rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cases: Sequence[GroupDecision] = ()

    def show(self, cases: Sequence[GroupDecision]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.cases = cases
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """So many groups."""
        return 0 if parent.isValid() else len(self.cases)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a screen reader says of a row; the rest is painted."""
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        case = self.cases[index.row()]
        photos = (f"{mark_of(case, one)} {facts_of(one.photo)[0][0]}".strip() for one in case.members)
        return f"{reasons_of(case)}: {', '.join(photos)}"


class GroupList(QListView):
    """The list. What is decided is told, and shown after `refresh`.

    Signals:
        decided(): of the current group something else is marked, or it is accepted or not.
        separation_requested(Case): its photos are no duplicates (N).
        opened(Case, int): photo number so many of a group is to be seen large (Space, double click).
    """

    decided = Signal()
    separation_requested = Signal(object)
    opened = Signal(object, int)

    def __init__(self, pictures: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = ThumbnailCache(pictures, parent=self)
        self._thumbnails.arrived.connect(self.viewport().update)
        self._cases = DecisionsModel(self)
        self._photo = 0
        self.setModel(self._cases)
        self.setItemDelegate(RowDelegate(self))
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Groups of photos that are there more than once")
        self.selectionModel().currentChanged.connect(self._begin_row)

    def show_cases(self, cases: Sequence[GroupDecision], row: int = 0) -> None:
        """Show these, the keyboard on number `row` or the last."""
        self.setBatchSize(max(0, row) + LAID_OUT_AT_ONCE)  # as far as is scrolled to now
        self._cases.show(cases)
        self._go(min(row, len(cases) - 1))

    def current_case(self) -> GroupDecision | None:
        """The group the keyboard stands on."""
        row = self.currentIndex().row()
        return self._cases.cases[row] if 0 <= row < len(self._cases.cases) else None

    def current_row(self) -> int:
        """Its number."""
        return max(0, self.currentIndex().row())

    def current_photo(self) -> int:
        """The number of the photo in it."""
        case = self.current_case()
        return 0 if case is None else min(self._photo, len(case.members) - 1)

    def image_of(self, member: Member) -> QImage | None:
        """The thumbnail, once it is there."""
        return self._thumbnails.image(member.photo)

    def is_current(self, index: Index) -> bool:
        """Whether the keyboard stands on this row."""
        return index.row() == self.currentIndex().row()

    def case_at(self, index: Index) -> GroupDecision:
        """The group of a row."""
        return self._cases.cases[index.row()]

    def shown_of(self, case: GroupDecision, row: QRect, *, is_current: bool) -> tuple[int, Sequence[Member]]:
        """The first photo seen of a group, and all that are."""
        measures = RowPainter(self.palette(), self.font()).measures
        current = self.current_photo() if is_current else 0
        first = measures.first_shown(len(case.members), current, row.width())
        return first, case.members[first : first + measures.fitting(row.width())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide; move about."""
        case = self.current_case()
        if case is None or event.modifiers() & NO_COMMAND or not self._decide(case, Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _decide(self, case: GroupDecision, key: Qt.Key) -> bool:
        """Do what a key asks for; whether it asks for anything."""
        photo = PhotoId(case.members[self.current_photo()].id)
        if key == Qt.Key.Key_K:
            case.keep_only(photo)
            self._tell_change(case)
        elif key in MARK_KEYS:
            case.toggle(photo)
            self._tell_change(case)
        elif key in ACCEPT_KEYS:
            self._accept(case)
        elif key == Qt.Key.Key_N:
            self.separation_requested.emit(case)
        elif key == Qt.Key.Key_Space:
            self.opened.emit(case, self.current_photo())
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(case, 1 if key == Qt.Key.Key_Right else -1)
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Stand on the photo under the pointer."""
        super().mousePressEvent(event)
        case = self.current_case()
        place = self._photo_under(event)
        if case is not None and place is not None:
            self._photo = place
            self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """See it large."""
        case, place = self.current_case(), self._photo_under(event)
        if case is not None and place is not None:
            self.opened.emit(case, place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fetch what is seen first."""
        super().paintEvent(event)
        self._thumbnails.set_side(round(TILE * self.devicePixelRatioF()))
        self._thumbnails.wish(member.photo for member in self._members_in_sight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as wide as the list."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _members_in_sight(self) -> Sequence[Member]:
        view = self.viewport().rect()
        found: list[Member] = []
        index = self.indexAt(view.topLeft())
        while index.isValid() and (row := self.visualRect(index)).intersects(view):
            found += self.shown_of(self.case_at(index), row, is_current=self.is_current(index))[1]
            index = index.siblingAtRow(index.row() + 1)
        return found

    def _photo_under(self, event: QMouseEvent) -> int | None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        if not index.isValid() or not self.is_current(index):
            return None
        row = self.visualRect(index)
        first, shown = self.shown_of(self.case_at(index), row, is_current=True)
        place = RowPainter(self.palette(), self.font()).measures.place_at(row, point, len(shown))
        return None if place is None else first + place

    def _accept(self, case: GroupDecision) -> None:
        case.accept(yes=not case.is_accepted)
        if case.is_accepted or not case.marked:
            self._go(min(self.current_row() + 1, len(self._cases.cases) - 1))
        self.viewport().update()
        self.decided.emit()

    def _tell_change(self, case: GroupDecision) -> None:
        case.accept(yes=case.is_accepted)
        self.viewport().update()
        self.decided.emit()

    def _step(self, case: GroupDecision, step: int) -> None:
        self._photo = max(0, min(self.current_photo() + step, len(case.members) - 1))
        self.viewport().update()

    def _go(self, row: int) -> None:
        if row >= 0:
            self.setCurrentIndex(self._cases.index(row))

    def _begin_row(self) -> None:
        self._photo = 0
        self.viewport().update()


class RowDelegate(QStyledItemDelegate):
    """Paints the rows of a list."""

    def __init__(self, view: GroupList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All alike."""
        view = self._view
        return QSize(view.viewport().width(), RowPainter(view.palette(), view.font()).measures.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One group."""
        view, row = self._view, option.rect
        case, is_current = view.case_at(index), view.is_current(index)
        rows = RowPainter(view.palette(), view.font())
        first, shown = view.shown_of(case, row, is_current=is_current)
        painter.save()
        rows.paint_ground(painter, row, is_current=is_current)
        rows.paint_heading(painter, row, case, len(case.members) - len(shown))
        for place, member in enumerate(shown):
            tile = rows.measures.tile(row, place)
            image = view.image_of(member)
            rows.paint_photo(painter, tile, case, member, image)
            if is_current and first + place == view.current_photo() and view.hasFocus():
                rows.paint_ring(painter, tile, member.photo, image)
        painter.restore()
