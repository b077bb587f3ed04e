"""The labels of a set, one below the other, with how many photos each of them has."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from mmdesk.core.language import in_figures, tr
from mmdesk.core.tagging.overview import LabelLine
from mmdesk.ui.parts.rows import VALUE_ROLE, Index, RowDelegate, RowsModel, paint_ground
from mmdesk.ui.parts.text_painter import END, MUTED, RIGHT, TEXT, TextPainter
from mmdesk.ui.tags.mime import photos_in

INDENT = 14
COUNT_ROOM = 34


class LabelList(QListView):
    """Labels below their headings; photos may be dropped on them.

    Signals:
        chosen(str): another label.
        confirmed(): Enter, on the label that is chosen.
        dropped(str, list[int]): these photos are to get the label.
    """

    chosen = Signal(str)
    confirmed = Signal()
    dropped = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._every: Sequence[LabelLine] = ()
        self._filter = ""
        self._model = _LabelModel(_describe, self)
        self.setModel(self._model)
        self.setItemDelegate(_LabelDelegate(self))
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Labels"))
        self.selectionModel().currentChanged.connect(self._tell)

    @property
    def label(self) -> str:
        """The label that is chosen; empty where none is."""
        line: LabelLine | None = self.currentIndex().data(VALUE_ROLE)
        return "" if line is None else line.name

    def show_lines(self, lines: Sequence[LabelLine]) -> None:
        """Show these; the label that is chosen stays so."""
        self._every = lines
        self._fill()

    def filter(self, letters: str) -> None:
        """Show only labels with these letters in them."""
        self._filter = letters.strip().casefold()
        self._fill()

    def choose(self, name: str) -> None:
        """Choose a label, where it is shown."""
        for place, line in enumerate(self._model.values):
            if line.name == name and not line.is_heading:
                self.setCurrentIndex(self._model.index(place))

    def choose_first(self) -> None:
        """Choose the first label that is shown, as with Enter in the field above."""
        first = next((line.name for line in self._model.values if not line.is_heading), "")
        if first:
            self.choose(first)
            self.confirmed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say so when Enter is pressed; else move about."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _letters: str) -> None:
        """Leave letters alone: they decide of photos, and labels are found in the field above."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take photos under review, and nothing else."""
        if photos_in(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take photos on labels, not on headings."""
        place = self.indexAt(event.position().toPoint())
        if self._can_take(place):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the label to be given to the photos."""
        place = self.indexAt(event.position().toPoint())
        if self._can_take(place):
            event.acceptProposedAction()
            self.dropped.emit(place.data(VALUE_ROLE).name, photos_in(event.mimeData()))

    def _can_take(self, place: QModelIndex) -> bool:
        return place.isValid() and not place.data(VALUE_ROLE).is_heading

    def _fill(self) -> None:
        shown = [line for line in self._every if self._is_shown(line)]
        if [(one.name, one.depth) for one in shown] == [(one.name, one.depth) for one in self._model.values]:
            self._model.update(shown)
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
        line: LabelLine | None = now.data(VALUE_ROLE)
        if line is not None and not line.is_heading:
            if not self.selectionModel().isSelected(now):  # Tab makes a row the current one, and no more
                self.selectionModel().select(now, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.chosen.emit(line.name)


class _LabelModel(RowsModel[LabelLine]):
    """Lines by position; a heading cannot be chosen."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Flags of a row; none for a heading."""
        return Qt.ItemFlag.NoItemFlags if self.values[index.row()].is_heading else super().flags(index)


class _LabelDelegate(RowDelegate[LabelLine]):
    """Name at the left; at the right what is suggested, and what the user gave."""

    def paint_value(self, text: TextPainter, option: QStyleOptionViewItem, value: LabelLine) -> None:
        """Paint a heading, or the ground, counts and name of a label."""
        text.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = option.rect.adjusted(12 + INDENT * value.depth, 0, -14, 0)
        if value.is_heading:
            self._paint_heading(text, option, inside, value)
        else:
            paint_ground(text.painter, option)
            self._paint_label(text, inside, value)

    def _paint_heading(
        self, text: TextPainter, option: QStyleOptionViewItem, inside: QRect, line: LabelLine
    ) -> None:
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * 0.9)
        small = TextPainter(text.painter, option.palette, font)
        small.write(inside, line.name, MUTED, weight=QFont.Weight.DemiBold, cut=END)

    def _paint_label(self, text: TextPainter, inside: QRect, line: LabelLine) -> None:
        """Write counts and name; a label nobody suggests and nobody gave stands back."""
        place = QRect(inside.right() - COUNT_ROOM, inside.top(), COUNT_ROOM, inside.height())
        for count, role in ((line.given, TEXT), (line.suggested, MUTED)):
            text.write(place, in_figures(count) if count else "", role, align=RIGHT)
            place.translate(-COUNT_ROOM - 4, 0)
        counts = 2 if line.suggested else int(bool(line.given))  # nothing gives way to counts of nothing
        name = inside.adjusted(0, 0, -counts * (COUNT_ROOM + 4), 0)
        text.write(name, line.name, TEXT if line.suggested or line.given else MUTED, cut=END)


def _describe(line: LabelLine) -> str:
    if line.is_heading:
        return line.name
    counts = tr(
        "{suggested:,} suggested, {given:,} accepted, {rejected:,} rejected",
        suggested=line.suggested,
        given=line.given,
        rejected=line.rejected,
    )
    return f"{line.name}: {counts}" + (f"\n{line.learned}" if line.learned else "")
