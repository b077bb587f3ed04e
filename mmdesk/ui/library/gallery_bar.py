"""The slim bar above the photos: what they are, how many, in which order, how large."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from mmdesk.core.query import SearchResult
from mmdesk.ui.activity.words import counted, quick_span
from mmdesk.ui.grid.wall import LARGEST, SMALLEST
from mmdesk.ui.parts.choice import Choice
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.icon_mark import IconMark
from mmdesk.ui.parts.labels import ElidedLabel
from mmdesk.work.browsing import Order

HEIGHT = 48

ORDERS: dict[Order, str] = {
    "taken": "Newest first",
    "added": "Last added first",
    "name": "By name",
    "rating": "Best rated first",
}


class GalleryBar(QWidget):
    """Title and count at the left, order, size and details at the right.

    Signals:
        order_changed(str): in which order photos should be; found ones are in that of their relevance.
        size_changed(int): how large thumbnails should be, in device-independent pixels.
        details_asked(bool): show the inspector, or put it away.
    """

    order_changed = Signal(str)
    size_changed = Signal(int)
    details_asked = Signal(bool)

    def __init__(self, size: int, order: str, *, details_shown: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._title = ElidedLabel("All photos", "heading", parent=self)
        self._count = ElidedLabel("", "muted", parent=self)
        self._order = self._make_choice(order)
        self._slider = self._make_slider(size)
        self._details = IconButton("details", "Details (I)", self)
        self._details.setCheckable(True)
        self._details.setChecked(details_shown)
        self._details.toggled.connect(self.details_asked)
        self._lay_out()

    @property
    def count(self) -> str:
        """How many photos are shown, in words."""
        return self._count.whole_text

    @property
    def title(self) -> str:
        """What is shown."""
        return self._title.whole_text

    @property
    def order(self) -> Order:
        """In which order photos should be."""
        chosen: Order = self._order.currentData()
        return chosen

    def show_size(self, size: int) -> None:
        """Put the slider where the grid has gone by itself."""
        self._slider.setValue(size)

    def toggle_details(self) -> None:
        """As if the button were pressed."""
        self._details.toggle()

    def tell_browsing(self, title: str, count: int) -> None:
        """These are all photos of a folder."""
        self._title.set_text(title)
        self._count.set_text(counted(count, "photo"))
        self._order.show()

    def tell_searching(self, *, waking: bool) -> None:
        """A result is on its way; the photos shown are still those from before."""
        self._count.set_text("Waking the model for the first search…" if waking else "Searching…")

    def tell_found(self, title: str, result: SearchResult) -> None:
        """These are hits."""
        self._title.set_text(title)
        self._order.hide()
        results = counted(len(result.hits), "result")
        considered = counted(result.considered, "photo")
        self._count.set_text(f"{results} among {considered} in {quick_span(result.took.total)}")

    def _make_choice(self, order: str) -> Choice:
        choice = Choice(self)
        for name, words in ORDERS.items():
            choice.addItem(words, name)
        choice.setCurrentIndex(max(0, choice.findData(order)))
        choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        choice.setToolTip("Order of the photos")
        choice.setAccessibleName("Order of the photos")
        choice.currentIndexChanged.connect(self._tell_order)
        return choice

    def _tell_order(self) -> None:
        self.order_changed.emit(self.order)

    def _make_slider(self, size: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(SMALLEST, LARGEST)
        slider.setPageStep(48)
        slider.setValue(size)
        slider.setFixedWidth(128)
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.setToolTip("Size of the photos (Ctrl+wheel)")
        slider.setAccessibleName("Size of the photos")
        slider.valueChanged.connect(self.size_changed)
        return slider

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._count, 1)
        row.addWidget(self._order)
        row.addWidget(IconMark("small", 16, self))
        row.addWidget(self._slider)
        row.addWidget(IconMark("large", 16, self))
        row.addWidget(self._details)
