"""The labels of a set, one below the other, with how many photos each of them has."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFont, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mmdesk.ui.parts.tip import tip
from mmdesk.ui.tags.carried import carried
from mmdesk.work.tagging import LabelLine

LINE_ROLE = Qt.ItemDataRole.UserRole
HEIGHT = 30
HEADING_HEIGHT = 30
INDENT = 14
COUNT_ROOM = 34

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class LabelList(QListView):
    """Labels below their headings; photos may be dropped on them.

    Signals:
        chosen(str): another label.
        dropped(str, list[int]): these photos are to get the label.
    """

    chosen = Signal(str)
    dropped = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._every: Sequence[LabelLine] = ()
        self._filter = ""
        self._model = _LabelModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_LabelRow(self))
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Labels")
        self.selectionModel().currentChanged.connect(self._tell)

    @property
    def label(self) -> str:
        """The label that is chosen; empty where none is."""
        line: LabelLine | None = self.currentIndex().data(LINE_ROLE)
        return "" if line is None else line.name

    def lines(self) -> list[LabelLine]:
        """What is shown, from top to bottom."""
        return list(self._model.lines)

    def show_lines(self, lines: Sequence[LabelLine]) -> None:
        """Show these; the label that is chosen stays so."""
        self._every = lines
        self._fill()

    def look_for(self, letters: str) -> None:
        """Show only labels with these letters in them."""
        self._filter = letters.strip().casefold()
        self._fill()

    def choose(self, name: str) -> None:
        """Choose a label, where it is shown."""
        for place, line in enumerate(self._model.lines):
            if line.name == name and not line.is_heading:
                self.setCurrentIndex(self._model.index(place))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Photos of the bench, and nothing else."""
        if carried(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Only labels take photos, headings do not."""
        place = self.indexAt(event.position().toPoint())
        if self._can_take(place):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """The photos get the label."""
        place = self.indexAt(event.position().toPoint())
        if self._can_take(place):
            event.acceptProposedAction()
            self.dropped.emit(place.data(LINE_ROLE).name, carried(event.mimeData()))

    def _can_take(self, place: QModelIndex) -> bool:
        return place.isValid() and not place.data(LINE_ROLE).is_heading

    def _fill(self) -> None:
        shown = [line for line in self._every if self._is_shown(line)]
        if [(one.name, one.depth) for one in shown] == [(one.name, one.depth) for one in self._model.lines]:
            self._model.recount(shown)
            return
        chosen = self.label
        self.selectionModel().blockSignals(True)
        self._model.replace(shown)
        self.choose(chosen)
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def _is_shown(self, line: LabelLine) -> bool:
        if not self._filter:
            return True
        return not line.is_heading and self._filter in line.name.casefold()

    def _tell(self, now: QModelIndex) -> None:
        line: LabelLine | None = now.data(LINE_ROLE)
        if line is not None and not line.is_heading:
            self.chosen.emit(line.name)


class _LabelModel(QAbstractListModel):
    """Lines by position."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[LabelLine] = ()

    def replace(self, lines: Sequence[LabelLine]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def recount(self, lines: Sequence[LabelLine]) -> None:
        """The same labels, with other numbers."""
        self.lines = lines
        if lines:
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.lines[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(_told(line))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _told(line)
        return None


class _LabelRow(QStyledItemDelegate):
    """Name at the left; at the right what is suggested, and what the user gave."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: LabelLine = index.data(LINE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not line.is_heading:
            self._paint_ground(painter, option)
        inside = option.rect.adjusted(12 + INDENT * line.depth, 0, -14, 0)
        if line.is_heading:
            self._paint_heading(painter, option, inside, line)
        else:
            self._paint_label(painter, option, inside, line)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not (is_selected or is_hovered):
            return
        role = QPalette.ColorRole.Highlight if is_selected else QPalette.ColorRole.Light
        has_ring = is_selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(option.palette.color(QPalette.ColorRole.Accent) if has_ring else Qt.PenStyle.NoPen)
        painter.setBrush(option.widget.palette().color(role))
        painter.drawRoundedRect(option.rect.adjusted(0, 1, -4, -1), 6, 6)

    def _paint_heading(
        self, painter: QPainter, option: QStyleOptionViewItem, inside: QRect, line: LabelLine
    ) -> None:
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * 0.9)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, line.name)

    def _paint_label(
        self, painter: QPainter, option: QStyleOptionViewItem, inside: QRect, line: LabelLine
    ) -> None:
        """A label nobody suggests and nobody gave stands back."""
        is_empty = not (line.suggested or line.given)
        roles = QPalette.ColorRole
        painter.setFont(option.font)
        faint = option.palette.color(roles.PlaceholderText)
        strong = option.palette.color(roles.Text)
        place = QRect(inside.right() - COUNT_ROOM, inside.top(), COUNT_ROOM, inside.height())
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        for count, colour in ((line.given, strong), (line.suggested, faint)):
            painter.setPen(colour)
            painter.drawText(place, right, f"{count:,}" if count else "")
            place.translate(-COUNT_ROOM - 4, 0)
        painter.setPen(faint if is_empty else strong)
        counts = 2 if line.suggested else int(bool(line.given))  # nothing gives way to counts of nothing
        room = inside.width() - counts * (COUNT_ROOM + 4)
        name = option.fontMetrics.elidedText(line.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, name)


def _told(line: LabelLine) -> str:
    if line.is_heading:
        return line.name
    counts = f"{line.suggested:,} suggested, {line.given:,} accepted, {line.rejected:,} rejected"
    return f"{line.name}: {counts}" + (f"\n{line.learned}" if line.learned else "")
