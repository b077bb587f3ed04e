"""The list that a button of the filter bar opens: values to be chosen, with their numbers of photos."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QStyleOptionViewItem, QVBoxLayout, QWidget

from mmdesk.core.language import in_figures, tr, trn
from mmdesk.core.search_line.matching import folded
from mmdesk.ui.parts.enter import ENTER_KEYS
from mmdesk.ui.parts.rows import RowDelegate, RowsModel, paint_ground
from mmdesk.ui.parts.text_painter import END, MUTED, RIGHT, TEXT, TextPainter
from mmdesk.ui.search.filters.choices import FilterChoice
from mmdesk.ui.theme.icons import icon

WIDTH, MOST_SEEN = 280, 10
WITH_FIELD = 12
"""Number of values from which one can type to find them."""

CHECK_SIDE = 14
LEFT_BY = (QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn)
LEAVING = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
ALONG = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class ValuesPopup(QFrame):
    """Values below each other; a click or Space takes one or leaves it, Enter closes the list behind it.

    It lies above all else in the window, and goes when the focus goes or the mouse is pressed elsewhere.

    Signals:
        toggled(FilterChoice): it is to be taken, or no longer.
    """

    toggled = Signal(object)

    def __init__(self, button: QWidget) -> None:
        super().__init__(button)
        self._button = button
        self.setProperty("role", "popup")
        self._choices: Sequence[FilterChoice] = ()
        self._rows = RowsModel[FilterChoice](_described, self, tips=False)
        self._painter = _ChoiceDelegate(self)
        self._field = QLineEdit(self)
        self._field.setPlaceholderText(tr("Type to find"))
        self._field.setProperty("role", "number")
        self._field.textChanged.connect(self._narrow)
        self._list = QListView(self)
        self._list.setModel(self._rows)
        self._list.setItemDelegate(self._painter)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._toggle)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(6)
        column.addWidget(self._field)
        column.addWidget(self._list)

    def show_choices(self, choices: Sequence[FilterChoice], chosen: Sequence[FilterChoice]) -> None:
        """List these; those that are chosen have a check mark."""
        is_other = choices != self._choices
        self._choices, self._painter.chosen = choices, chosen
        if is_other:
            self._narrow()
        self._list.viewport().update()

    def texts(self) -> list[str]:
        """Values that are listed."""
        return [choice.words for choice in self._rows.values]

    def open(self, name: str) -> None:
        """Open it below its button, within the window, with the keyboard on it."""
        self._list.setAccessibleName(name)
        self._field.clear()
        self._field.setVisible(len(self._choices) >= WITH_FIELD)
        self._place()
        self.show()
        self.raise_()
        self._list.setCurrentIndex(self._rows.index(0))
        (self._list if self._field.isHidden() else self._field).setFocus()

    def _place(self) -> None:
        """Lie below the button, as far left and as high as the window asks for."""
        window = self._button.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        below = self._button.mapTo(window, QPoint(0, self._button.height() + 4))
        around = self._column.minimumSize().height() - self._list.minimumHeight()
        wanted = min(len(self._choices), MOST_SEEN) * self._painter.height + 4
        self._list.setFixedHeight(
            max(self._painter.height, min(wanted, window.height() - below.y() - around))
        )
        self.setFixedWidth(WIDTH)
        self.adjustSize()
        self.move(max(0, min(below.x(), window.width() - self.width())), below.y())

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to what goes on beside it."""
        super().showEvent(event)
        if (application := QCoreApplication.instance()) is not None:
            application.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Listen no more."""
        super().hideEvent(event)
        if (application := QCoreApplication.instance()) is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are for the list, whoever of both has the focus; go where one is elsewhere."""
        kind, is_own = event.type(), watched in (self._field, self._list)
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress and is_own:
            return self._take_key(event, is_typing=watched is self._field)
        if kind in LEFT_BY and isinstance(watched, QWidget) and not self._is_of_it(watched):
            self.hide()
        return super().eventFilter(watched, event)

    def _is_of_it(self, widget: QWidget) -> bool:
        return widget in (self, self._button) or self.isAncestorOf(widget)

    def _take_key(self, event: QKeyEvent, *, is_typing: bool) -> bool:
        key = Qt.Key(event.key())
        if key in LEAVING:
            self._leave()
        elif key in ENTER_KEYS:
            self._toggle()
            self._leave()
        elif key == Qt.Key.Key_Space and not is_typing:
            self._toggle()
        elif key in ALONG and is_typing:
            self._list.event(event)
        else:
            return False
        return True

    def _leave(self) -> None:
        self.hide()
        self._button.setFocus()

    def _narrow(self) -> None:
        """List those values that have what is typed in them."""
        typed = folded(self._field.text())
        self._rows.replace([one for one in self._choices if typed in folded(one.words)])
        self._list.setCurrentIndex(self._rows.index(0))

    def _toggle(self) -> None:
        row = self._list.currentIndex().row()
        if 0 <= row < len(self._rows.values):
            self.toggled.emit(self._rows.values[row])


class _ChoiceDelegate(RowDelegate[FilterChoice]):
    """A check mark where it is chosen, the value, and its number of photos at the right."""

    chosen: Sequence[FilterChoice] = ()

    def paint_value(self, text: TextPainter, option: QStyleOptionViewItem, value: FilterChoice) -> None:
        """Paint a value."""
        paint_ground(text.painter, option)
        inside = option.rect.adjusted(8, 0, -14, 0)
        square = QRect(inside.left(), inside.center().y() - CHECK_SIDE // 2 + 1, CHECK_SIDE, CHECK_SIDE)
        if value in self.chosen:
            icon("chosen", option.palette, TEXT).paint(text.painter, square)
        inside.setLeft(square.right() + 8)
        count = text.write(inside, in_figures(value.photos), MUTED, align=RIGHT)
        text.write(inside.adjusted(0, 0, -count - 10, 0), value.words, cut=END)


def _described(choice: FilterChoice) -> str:
    return f"{choice.words}, {trn('{n:,} photo', '{n:,} photos', choice.photos)}"
