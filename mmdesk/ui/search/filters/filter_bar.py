"""The filter bar: stars, flags, time, camera, lens, place, tag and kind, chosen instead of typed."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mmdesk.core.facets import Facets
from mmdesk.core.language import tr, trc, trn
from mmdesk.core.search_line.bounds import bounds_of
from mmdesk.core.search_line.editing import chosen_values, with_filter
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.line import Part
from mmdesk.core.search_line.periods import Period, period_of
from mmdesk.ui.details.stars import StarsEdit
from mmdesk.ui.parts.flow import FlowLayout
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import label
from mmdesk.ui.search.filters.choices import FilterChoice, chosen_among, kinds_of, names_of, toggled
from mmdesk.ui.search.filters.date_histogram import DateHistogram
from mmdesk.ui.search.filters.values_button import ValuesButton

NAMED = {
    "camera": trc("filter", "Camera"),
    "lens": trc("filter", "Lens"),
    "place": trc("filter", "Place"),
    "tag": trc("filter", "Tag"),
}
"""Filters whose values are names in the library, and what their buttons are called."""

KIND = trc("filter", "Kind")
FLAGS = {"yes": ("pick", trc("photos", "Picked")), "rejected": ("reject", trc("photos", "Rejected"))}
"""Flags by the words after `pick:`: icon and name."""

NOTHING_KNOWN = tr("Nothing to choose by yet: no dates, cameras, stars or tags are known.")


class FilterBar(QWidget):
    """Shows what the library has and what the line asks for; choosing changes the line, and nothing else.

    Signals:
        line_changed(str): the line is to say this instead.
        needed(): it is seen, and wants to know what there is.
    """

    line_changed = Signal(str)
    needed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()
        self._known, self._facets = KnownNames(), Facets()
        self.stars = StarsEdit(self)
        self.stars.setToolTip(tr("At least so many stars"))
        self.flags = {value: self._flag(value) for value in FLAGS}
        self.buttons = {name: ValuesButton(kind, self) for name, kind in NAMED.items()}
        self.buttons[KIND] = ValuesButton(KIND, self)
        self.histogram = DateHistogram(self)
        self._nothing = label(NOTHING_KNOWN, "muted", self)
        self._lay_out()
        self._connect()
        self._show()

    @property
    def parts(self) -> Sequence[Part]:
        """The parts of the line, as they are understood."""
        return self._parts

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show what the parts of a line ask for."""
        if tuple(parts) != self._parts:
            self._parts = tuple(parts)
            self._show()

    def show_known(self, known: KnownNames) -> None:
        """Offer the names that there are."""
        self._known = known
        self._show()

    def show_facets(self, facets: Facets) -> None:
        """Offer the stars, flags, kinds and times that there are."""
        self._facets = facets
        self.histogram.show_months(facets.months)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what came while it was closed, and ask for what there is now."""
        super().showEvent(event)
        self._show()
        self.needed.emit()

    # What is chosen

    def _choose(self, name: str, values: Sequence[str]) -> None:
        self.line_changed.emit(with_filter(self._parts, name, values))

    def _rate(self, stars: int) -> None:
        values = (f">={stars}" if stars < 5 else "5",)
        self._choose("rating", values if stars else ())

    def _press_flag(self, value: str) -> None:
        chosen = chosen_values(self._parts, "pick")
        others = [one for one in chosen if one in FLAGS and one != value]
        self._choose("pick", others if value in chosen else [*others, value])

    def _toggle(self, button: ValuesButton, choice: FilterChoice) -> None:
        self._choose(choice.name, toggled(button.choices, choice, self._parts))

    def _choose_time(self, period: str) -> None:
        self._choose("date", (period,) if period else ())

    # What is shown

    def _show(self) -> None:
        """Show what there is, with what is chosen; nothing else has a place here. While closed, it waits."""
        if not self.isVisible():
            return
        offered = {name: names_of(self._known, name) for name in NAMED} | {KIND: kinds_of(self._facets)}
        for name, choices in offered.items():
            self.buttons[name].show_choices(choices, chosen_among(choices, self._parts))
        self._show_stars()
        self._show_flags()
        self._show_time()
        shown = [self.stars, self.histogram, *self.flags.values(), *self.buttons.values()]
        self._nothing.setVisible(all(widget.isHidden() for widget in shown))

    def _show_stars(self) -> None:
        values = chosen_values(self._parts, "rating")
        bounds = bounds_of(values[0]) if values else None
        self.stars.setVisible(bool(values) or self._facets.with_stars(1) > 0)
        self.stars.show_rating(int(min(max(bounds.low, 0), 5)) if bounds else 0)

    def _show_flags(self) -> None:
        chosen = chosen_values(self._parts, "pick")
        for value, button in self.flags.items():
            photos = self._facets.picks.get(value, 0)
            button.setVisible(photos > 0 or value in chosen)
            button.setToolTip(f"{FLAGS[value][1]}: {trn('{n:,} photo', '{n:,} photos', photos)}")
            button.setChecked(value in chosen)

    def _show_time(self) -> None:
        values = chosen_values(self._parts, "date")
        self.histogram.setVisible(bool(self._facets.months))
        self.histogram.show_period(_spanned(values))

    # How it is put together

    def _flag(self, value: str) -> IconButton:
        purpose, name = FLAGS[value]
        button = IconButton(purpose, name, self, side=16)
        button.setCheckable(True)
        button.clicked.connect(partial(self._press_flag, value))
        return button

    def _lay_out(self) -> None:
        row = QWidget(self)
        flow = FlowLayout(row, gap=6)
        marks = QWidget(row)
        inner = QHBoxLayout(marks)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2)
        for widget in (self.stars, *self.flags.values()):
            inner.addWidget(widget)
        for widget in (marks, *self.buttons.values()):
            flow.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (row, self.histogram, self._nothing):
            column.addWidget(widget)

    def _connect(self) -> None:
        self.stars.rated.connect(self._rate)
        self.histogram.chosen.connect(self._choose_time)
        for button in self.buttons.values():
            button.toggled_value.connect(partial(self._toggle, button))


def _spanned(values: Sequence[str]) -> Period | None:
    """The time from the beginning of the first period until the end of the last."""
    periods = [period for value in values if (period := period_of(value, date.today())) is not None]
    if not periods:
        return None
    since, until = [one.since for one in periods], [one.until for one in periods]
    first = None if None in since else min(filter(None, since))
    return Period(first, None if None in until else max(filter(None, until)))
