"""The list below the search line of what it may go on with."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from mmdesk.core.language import in_figures, tr
from mmdesk.core.search_line.completion import Completion

WIDEST = 420
PADDING = 10
GAP = 6
CLEAR = tr("Clear recent searches")

_CHANGES = {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize, QEvent.Type.Move}


class CompletionList(QListView):
    """Completions of a field, each with its number of photos; the field keeps the focus and moves in it.

    Recent lines can be cleared by the last row.

    Signals:
        recalled(str): a recent line is chosen.
        forgetting_requested(): the recent lines are to be forgotten.
    """

    recalled = Signal(str)
    forgetting_requested = Signal()

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        self._offered: tuple[Completion, ...] = ()
        self._above: tuple[QWidget, ...] = ()
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setProperty("role", "popup")
        self.setAccessibleName(tr("Completions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._take)
        self.hide()

    @property
    def is_chosen(self) -> bool:
        """Whether one of the list is marked, so that Enter is for it."""
        return self.isVisible() and self.currentIndex().isValid()

    def texts(self) -> list[str]:
        """Rows that are offered."""
        rows = self._rows.rowCount() if self.isVisible() else 0
        return [self._rows.item(row).text() for row in range(rows)]

    def stay_below(self, widgets: Sequence[QWidget]) -> None:
        """Never cover these, where they are shown."""
        self._above = tuple(widgets)
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Make room for what is above as it comes, goes and grows."""
        if self.isVisible() and event.type() in _CHANGES:
            self._place()
        return False

    def offer(self, offered: Sequence[Completion]) -> None:
        """Show these completions; none puts the list away."""
        self._offered = tuple(offered)
        is_history = bool(offered) and all(one.recent for one in offered) and not self._field.text()
        self._rows.clear()
        for text in (*map(_row, offered), *([CLEAR] if is_history else [])):
            self._rows.appendRow(QStandardItem(text))
        if is_history:
            muted = self.palette().brush(QPalette.ColorRole.PlaceholderText)
            self._rows.item(len(offered)).setForeground(muted)
        self.setVisible(bool(offered) and self._field.hasFocus())
        if self.isVisible():
            self._place()

    def move_by(self, rows: int) -> None:
        """Mark the next completion, or the one before; beyond the ends none is."""
        row = self.currentIndex().row() + rows
        self.setCurrentIndex(self._rows.index(row, 0) if 0 <= row < self._rows.rowCount() else QModelIndex())

    def take(self) -> None:
        """Put the marked completion into the field."""
        self._take(self.currentIndex())

    def _place(self) -> None:
        """Lie below the field, above all else in the window."""
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        shown = [one for one in self._above if one.isVisible() and one.window() is window]
        ends = [one.mapTo(window, QPoint(0, one.height())).y() for one in [self._field, *shown]]
        self.move(self._field.mapTo(window, QPoint(0, 0)).x(), max(ends) + GAP)
        height = sum(self.sizeHintForRow(row) for row in range(self._rows.rowCount()))
        width = max(self.sizeHintForColumn(0) + 2 * PADDING, 200)
        room = window.height() - self.y()
        self.resize(min(width, WIDEST), min(height + PADDING, room))
        self.raise_()
        self.show()

    def _take(self, index: QModelIndex) -> None:
        self.hide()
        if index.row() == len(self._offered) and index.isValid():
            self.forgetting_requested.emit()
        if not 0 <= index.row() < len(self._offered):
            return
        chosen = self._offered[index.row()]
        if chosen.recent:
            self.recalled.emit(chosen.text)
            return
        text, cursor = self._field.text(), self._field.cursorPosition()
        put = chosen.text if chosen.text.endswith(":") else f"{chosen.text} "
        self._field.setText(text[: chosen.begin] + put + text[cursor:].lstrip())
        self._field.setCursorPosition(chosen.begin + len(put))
        self._field.textEdited.emit(self._field.text())


def _row(one: Completion) -> str:
    return one.text if one.photos is None else f"{one.text}    {in_figures(one.photos)}"
