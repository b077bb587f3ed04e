"""The filters of a review: decided or not, below which folder, taken when."""

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QRegularExpression, QTimer, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.language import in_figures, tr, trc
from mmdesk.core.paths import display_folder
from mmdesk.core.photo import Folder
from mmdesk.core.tagging.review import ReviewRequest, View
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.responsive_row import ResponsiveRow

VIEWS: tuple[tuple[View, str], ...] = (
    ("open", tr("To review")),
    ("given", trc("suggestions", "Accepted")),
    ("rejected", trc("suggestions", "Rejected")),
)
DAY = QRegularExpression(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
FROM = (
    tr("from 2019-07"),
    tr("Taken from"),
    tr("Taken from: a year, a month (2019-07) or a day (2019-07-14)"),
)
TO = (
    tr("to 2019-07"),
    tr("Taken to"),
    tr("Taken to: a year, a month (2019-07) or a day (2019-07-14)"),
)
"""Example, name and hint of the field of the first day, and of that of the last."""

TYPING_MS = 300
DATE_ROOM = 28
"""Room beside the words in the field of a day, in pixels."""


class ReviewFilters(QWidget):
    """One row of filters.

    Signals:
        changed(): something else is asked for.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = QButtonGroup(self)
        self._folder = ComboBox(self)
        self._folder.setAccessibleName(tr("Folder"))
        self._folder.setToolTip(tr("Photos of which folder"))
        self._folder.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._folder.setMinimumContentsLength(14)
        self._folder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._folder.addItem(tr("All folders"), None)
        self._since, self._until = self._day(*FROM), self._day(*TO)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._lay_out()
        self._views.idClicked.connect(self._tell)
        self._folder.activated.connect(self._tell)
        self._typing.timeout.connect(self.changed)

    @property
    def request(self) -> ReviewRequest:
        """Request as the filters are; days half typed do not count yet."""
        return ReviewRequest(
            view=VIEWS[self._views.checkedId()][0],
            folder=self._folder.currentData(),
            since=_day_in(self._since),
            until=_day_in(self._until),
        )

    def show_view(self, view: View) -> None:
        """Change to another view, without telling anybody."""
        places = [name for name, _ in VIEWS]
        self._views.button(places.index(view)).setChecked(True)

    def show_folders(self, folders: Sequence[Folder]) -> None:
        """Offer these; the one that is chosen stays so while it is there."""
        chosen = self._folder.currentData()
        self._folder.clear()
        self._folder.addItem(tr("All folders"), None)
        for folder in folders:
            self._folder.addItem(display_folder(folder.path), folder.path)
        places = [self._folder.itemData(place) for place in range(self._folder.count())]
        self._folder.setCurrentIndex(places.index(chosen) if chosen in places else 0)

    def show_counts(self, given: int, rejected: int) -> None:
        """Tell how many photos are decided either way."""
        for place, count in ((1, given), (2, rejected)):
            self._views.button(place).setText(f"{VIEWS[place][1]}  {in_figures(count)}")

    def _tell(self) -> None:
        self.changed.emit()

    def _day(self, example: str, name: str, hint: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setProperty("role", "number")
        field.setPlaceholderText(example)
        field.setToolTip(hint)
        field.setAccessibleName(name)
        field.setValidator(QRegularExpressionValidator(DAY, field))
        field.ensurePolished()
        field.setFixedWidth(field.fontMetrics().horizontalAdvance(field.placeholderText()) + DATE_ROOM)
        field.setClearButtonEnabled(False)
        field.textEdited.connect(self._wait)
        return field

    def _wait(self) -> None:
        self._typing.start()

    def _lay_out(self) -> None:
        views, others = QWidget(self), QWidget(self)
        row = QHBoxLayout(views)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for place, (_, words) in enumerate(VIEWS):
            button = QPushButton(words, self)
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.setChecked(place == 0)
            self._views.addButton(button, place)
            row.addWidget(button)
        row.addStretch(1)
        row = QHBoxLayout(others)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._folder, 1)
        row.addSpacing(4)
        row.addWidget(label(trc("photos", "Taken"), "muted", self))
        row.addWidget(self._since)
        row.addWidget(self._until)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ResponsiveRow(views, others, QMargins(16, 0, 16, 8), fills=False, parent=self))


def _day_in(field: QLineEdit) -> str | None:
    return field.text() if field.hasAcceptableInput() else None
