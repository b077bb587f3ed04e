"""The dialog that moves dates of photos: by so much, to a moment, into another time zone."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QButtonGroup, QCompleter, QGridLayout, QLineEdit, QRadioButton, QWidget

from mmdesk.core.clock_shifts import ClockChange, parse_moment, parse_shift
from mmdesk.core.fact_edits import FactWish
from mmdesk.core.language import tr, trc, trn
from mmdesk.ui.facts.facts_dialog import FactsDialog
from mmdesk.ui.parts.labels import label
from mmdesk.work.facts import FactsWork

SHIFT, MOMENT = tr("Move by"), tr("Set to")
SHIFT_HINT, MOMENT_HINT = "+1 h 3 min, −2 days, 1:03:20", "2019-07-14 18:03"
ZONE_HINT, CAMERA_HINT = "Europe/Vilnius, +03:00", tr("where its clock went by another zone")


class DateDialog(FactsDialog):
    """`earliest` is the date of the first of the photos, as it is known."""

    def __init__(
        self, work: FactsWork, ids: Sequence[int], earliest: str | None, parent: QWidget | None = None
    ) -> None:
        one = trc("when a photo was taken", "Date")
        title = one if len(ids) == 1 else trn("Dates of {n:,} photo", "Dates of {n:,} photos", len(ids))
        super().__init__(work, ids, title, parent)
        self.moves = QRadioButton(SHIFT, self)
        self.sets = QRadioButton(MOMENT if len(ids) == 1 else tr("Set the earliest to"), self)
        self.shift, self.moment = (
            self._field(tr("Distance in time"), SHIFT_HINT),
            self._field(one, MOMENT_HINT),
        )
        self.zone, self.camera = (
            self._field(tr("Time zone"), ZONE_HINT),
            self._field(tr("Camera's zone"), CAMERA_HINT),
        )
        self.moment.setText((earliest or "").replace("T", " "))
        self._choice = QButtonGroup(self)
        for button in (self.moves, self.sets):
            self._choice.addButton(button)
            button.toggled.connect(self.follow)
        self.moves.setChecked(True)
        self._zones = QStringListModel(self)
        for field in (self.zone, self.camera):
            self._complete(field)
        self.shift.textEdited.connect(self.moves.click)
        self.moment.textEdited.connect(self.sets.click)
        self.lay_out(self._fields(several=len(ids) > 1))
        self.shift.setFocus(Qt.FocusReason.OtherFocusReason)
        work.zones_known.connect(self._zones.setStringList)
        work.request_zones()
        self.look()

    @property
    def wish(self) -> FactWish:
        """The change of the clock, as far as it is filled in. Raises UserError."""
        zone, camera = self.zone.text().strip() or None, self.camera.text().strip() or None
        shift, first = self.shift.text().strip(), self.moment.text().strip()
        if self.sets.isChecked() and first:
            return FactWish(clock=ClockChange(first=parse_moment(first), zone=zone, camera_zone=camera))
        if self.moves.isChecked() and shift:
            return FactWish(clock=ClockChange(parse_shift(shift), None, zone, camera))
        return FactWish(clock=ClockChange(zone=zone, camera_zone=camera) if zone or camera else None)

    def _field(self, name: str, hint: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(name)
        field.setPlaceholderText(hint)
        field.setProperty("role", "number")
        field.textChanged.connect(self.follow)
        return field

    def _complete(self, field: QLineEdit) -> None:
        completer = QCompleter(self._zones, field)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        field.setCompleter(completer)

    def _fields(self, *, several: bool) -> QWidget:
        fields = QWidget(self)
        grid = QGridLayout(fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        lines = (
            (self.moves, self.shift),
            (self.sets, self.moment),
            (label(tr("Taken in the time zone"), parent=fields), self.zone),
            (label(tr("Camera's clock was in"), parent=fields), self.camera),
        )
        for row, (name, field) in enumerate(lines):
            grid.addWidget(name, row, 0)
            grid.addWidget(field, row, 1)
        if several:
            self.sets.setToolTip(tr("The others move by as much"))
        return fields
