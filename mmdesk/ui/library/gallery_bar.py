"""The slim bar above the photos: their source, number, order and size."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSlider, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.core.query import MANY, SearchResult
from mmdesk.core.settings import Settings
from mmdesk.ui.formatting import quick_span
from mmdesk.ui.grid.dates import Grouping
from mmdesk.ui.grid.grid_view import LARGEST, SMALLEST
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.icon_label import IconLabel
from mmdesk.ui.parts.labels import ElidedLabel
from mmdesk.ui.parts.tab_order import tab_through
from mmdesk.work.browsing import Order

HEIGHT = 48
GAP = 12
MOST_TITLE = 240
"""Width of a title, in pixels, from which it may be cut where there is little room."""

ORDERS: dict[Order, str] = {
    "taken": tr("Newest first"),
    "oldest": tr("Oldest first"),
    "added": tr("Last added first"),
    "name": tr("By name"),
    "rating": tr("Best rated first"),
}

SORTS = {
    "relevance": tr("Best match first"),
    "date": tr("Newest first"),
    "oldest": tr("Oldest first"),
    "added": tr("Last added first"),
    "name": tr("By name"),
    "rating": tr("Best rated first"),
}
"""Orders of what a search finds, by the words after `sort:`; those that are surer come first in each."""

Direction = QBoxLayout.Direction

GROUPINGS: dict[Grouping, str] = {"months": tr("Months"), "days": tr("Days"), "none": tr("No groups")}


class GalleryBar(QWidget):
    """Title and count at the left, order, size and details at the right.

    Signals:
        order_changed(str): in which order photos should be, where they are not searched for.
        sort_changed(str): in which order found ones should be, as `sort:` says it.
        size_changed(int): how large thumbnails should be, in device-independent pixels.
        grouping_changed(str): under what photos in the order of time should be put.
        details_requested(bool): show the inspector, or put it away.
    """

    order_changed = Signal(str)
    sort_changed = Signal(str)
    size_changed = Signal(int)
    grouping_changed = Signal(str)
    details_requested = Signal(bool)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(HEIGHT)
        self._title = ElidedLabel(tr("All photos"), "heading", parent=self)
        self._count = ElidedLabel("", "muted", parent=self)
        self._order = self._make_choice(tr("Order of the photos"), ORDERS, settings.order)
        self._order.currentIndexChanged.connect(self._tell_order)
        self._grouping = self._make_choice(tr("Groups of photos"), GROUPINGS, settings.grouping)
        self._grouping.currentIndexChanged.connect(self._tell_grouping)
        self._sort = self._make_choice(tr("Order of what is found"), SORTS, "relevance")
        self._sort.activated.connect(self._tell_sort)
        self._is_ordered, self._is_dated, self._is_found = True, False, False
        self._counts = ("", "")
        self._slider = self._make_slider(settings.thumbnail_size)
        self._details = IconButton("details", tr("Details ({key})", key="I"), self)
        self._details.setCheckable(True)
        self._details.setChecked(settings.inspector_shown)
        self._details.toggled.connect(self.details_requested)
        self._marks = [IconLabel("small", 16, self), IconLabel("large", 16, self)]
        self._lay_out()
        self._make_room()

    @property
    def count(self) -> str:
        """Number of photos shown, in words."""
        return self._counts[0]

    @property
    def title(self) -> str:
        """Title of what is shown."""
        return self._title.whole_text

    @property
    def order(self) -> Order:
        """Order that is chosen for the photos."""
        chosen: Order = self._order.currentData()
        return chosen

    @property
    def grouping(self) -> Grouping:
        """Grouping that is chosen for photos in the order of time."""
        chosen: Grouping = self._grouping.currentData()
        return chosen

    def show_size(self, size: int) -> None:
        """Move the slider where the grid has gone by itself."""
        self._slider.setValue(size)

    def toggle_details(self) -> None:
        """Press the button of the details."""
        self._details.toggle()

    def tell_browsing(self, title: str, count: int, *, dated: bool = False, ordered: bool = True) -> None:
        """Tell of all photos of a folder, or of an album.

        `dated` ones can be put under months and days, `ordered` ones in another order.
        """
        self._title.set_text(title)
        self._is_ordered, self._is_dated, self._is_found = ordered, dated, False
        self._tell_count(trn("{n:,} photo", "{n:,} photos", count))

    def tell_gathered(self, title: str, count: int) -> None:
        """Tell of photos of many folders, in the order of these."""
        self.tell_browsing(title, count, ordered=False)

    def tell_searching(self, *, loading: bool) -> None:
        """Tell that a result is on its way; the photos shown are still those from before."""
        self._tell_count(tr("Loading the model for the first search…") if loading else tr("Searching…"))

    def tell_found(self, title: str, result: SearchResult) -> None:
        """Tell how many hits are more than weak; those beyond the last that is looked at are a plus."""
        self._title.set_text(title)
        self._is_ordered = self._is_dated = False
        self._is_found = True
        self._sort.setCurrentIndex(self._sort.findData(result.query.sort))
        count = result.found
        is_cut = bool(result.query.terms) and count >= MANY
        number = f"{count:,}+" if is_cut else f"{count:,}"
        found, took = tr("{number} found", number=number), quick_span(result.took.total)
        self._tell_count(tr("{number} found in {span}", number=number, span=took), found)

    def _tell_count(self, words: str, fewer: str = "") -> None:
        """Tell how many there are, in `fewer` words where there is little room."""
        self._counts = (words, fewer or words)
        self._make_room()

    def _make_choice(self, what: str, offered: Mapping[Any, str], chosen: str) -> ComboBox:
        choice = ComboBox(self)
        for name, words in offered.items():
            choice.addItem(words, name)
        choice.setCurrentIndex(max(0, choice.findData(chosen)))
        choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        choice.setToolTip(what)
        choice.setAccessibleName(what)
        return choice

    def _tell_grouping(self) -> None:
        self.grouping_changed.emit(self.grouping)

    def _tell_order(self) -> None:
        self.order_changed.emit(self.order)

    def _tell_sort(self) -> None:
        self.sort_changed.emit(self._sort.currentData())

    def _make_slider(self, size: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(SMALLEST, LARGEST)
        slider.setPageStep(48)
        slider.setValue(size)
        slider.setFixedWidth(128)
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.setToolTip(tr("Size of the photos (Ctrl+wheel)"))
        slider.setAccessibleName(tr("Size of the photos"))
        slider.valueChanged.connect(self.size_changed)
        return slider

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make do with the room there is."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Hide, in little room, what can be done by keys or read elsewhere; then use a second row."""
        self._order.setVisible(self._is_ordered)
        self._grouping.setVisible(self._is_dated)
        self._sort.setVisible(self._is_found)
        chosen = [choice for choice in (self._grouping, self._order, self._sort) if not choice.isHidden()]
        margins = self._rows.contentsMargins()
        room = self.width() - margins.left() - margins.right() - _width(self._details, *chosen)
        title = min(self._title.sizeHint().width(), MOST_TITLE)
        self._title.setMinimumWidth(title)
        room -= title + GAP
        is_one_row = room >= (self._shortest_count() if self._is_found else 0)
        self._rows.setDirection(Direction.LeftToRight if is_one_row else Direction.TopToBottom)
        beside_title = room if is_one_row else room + _width(*chosen)
        self._fit_count(beside_title if self._is_found else self.width())
        is_counted = self._is_found or not is_one_row or not chosen or room >= _width(self._count)
        self._count.setVisible(is_counted)
        room -= _width(self._count)
        for widget in (self._slider, *self._marks):
            widget.setVisible(room >= _width(self._slider, *self._marks))

    def _shortest_count(self) -> int:
        """Width of the number in as few words as can be."""
        return self._count.fontMetrics().horizontalAdvance(self._counts[-1]) + GAP

    def _fit_count(self, room: int) -> None:
        """Say the number in the words there is room for; the title gives way to them."""
        self._count.setMinimumWidth(0)
        for words in self._counts:
            self._count.set_text(words)
            if room >= _width(self._count):
                self._count.setMinimumWidth(self._count.sizeHint().width())
                return

    def _lay_out(self) -> None:
        words, choices = QHBoxLayout(), QHBoxLayout()
        self._rows = QBoxLayout(Direction.LeftToRight, self)
        self._rows.setContentsMargins(16, 8, 8, 8)
        self._rows.setSpacing(4)
        self._rows.addLayout(words, 1)
        self._rows.addLayout(choices)
        for row in (words, choices):
            row.setSpacing(GAP)
        words.addWidget(self._title)
        words.addWidget(self._count)
        words.addStretch(1)
        choices.addStretch(1)
        for widget in (self._grouping, self._order, self._sort, self._marks[0], self._slider, self._marks[1]):
            choices.addWidget(widget)
        choices.addWidget(self._details)
        tab_through(self._grouping, self._order, self._sort, self._slider, self._details)


def _width(*widgets: QWidget) -> int:
    """Width of widgets beside something else."""
    return sum(max(widget.sizeHint().width(), widget.minimumWidth()) + GAP for widget in widgets)
