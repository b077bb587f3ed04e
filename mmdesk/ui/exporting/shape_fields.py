"""Fields for what exported copies are to be like: format, size, quality, facts inside, names."""

from importlib.util import find_spec

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from mmdesk.core.copy_shape import CopyFacts, CopyFormat, CopyShape
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trc
from mmdesk.core.name_pattern import FIELDS, SAME_NAME, check_pattern, name_of
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.form import Form
from mmdesk.ui.parts.labels import ElidedLabel
from mmdesk.ui.parts.number_field import IntField
from mmdesk.ui.parts.tooltip import plain_tooltip

FORMATS = {
    CopyFormat.AS_IS: tr("As they are"),
    CopyFormat.JPEG: "JPEG",
    CopyFormat.PNG: "PNG",
    CopyFormat.WEBP: "WebP",
    CopyFormat.TIFF: "TIFF",
    CopyFormat.AVIF: "AVIF",
}
"""Formats that can be chosen everywhere."""

EXTRA = {CopyFormat.JXL: "JPEG XL"}
"""A format that needs a package of an extra."""

FACTS = {
    CopyFacts.ALL: tr("Camera, date and place"),
    CopyFacts.NO_POSITION: tr("All but the place"),
    CopyFacts.NONE: trc("facts inside of exported copies", "Nothing"),
}

EXAMPLE = {
    "name": "IMG_0236",
    "date": "2019-07-14",
    "time": "18-03-22",
    "year": "2019",
    "month": "07",
    "day": "14",
    "place": "Bern",
    "camera": "Sigma fp",
    "folder": "holiday",
    "stars": "4",
    "nr": "001",
}
"""Values of an example."""

LARGEST_SIDE = 65_000
WITH_QUALITY = (CopyFormat.JPEG, CopyFormat.WEBP, CopyFormat.AVIF, CopyFormat.JXL)


def formats_here() -> dict[CopyFormat, str]:
    """Formats that can be chosen on this computer, with their names."""
    return FORMATS | (EXTRA if find_spec("pillow_jxl") is not None else {})


class ShapeFields(QWidget):
    """Fields below one another, with an example of a name.

    Signals:
        changed(): something else was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats_here()
        self.format = _choice(tr("Format"), self._formats, self)
        self.facts = _choice(tr("Facts inside"), FACTS, self)
        self.longest, self.quality = IntField(self), IntField(self)
        self.longest.setRange(0, LARGEST_SIDE)
        self.longest.setSingleStep(128)
        self.longest.setSpecialValueText(tr("As it is"))
        self.longest.setSuffix(tr(" pixels"))
        self.quality.setRange(1, 100)
        self.quality.setValue(CopyShape().quality)
        self.pattern = QLineEdit(SAME_NAME, self)
        self.pattern.setProperty("role", "number")  # as the fields above it
        fields = (f"{{{name}}}: {what}" for name, what in FIELDS.items())
        self.pattern.setToolTip(plain_tooltip("\n".join(fields)))
        self.told = ElidedLabel("", "muted", parent=self)
        self._lay_out()
        for signal in (
            self.format.currentIndexChanged,
            self.facts.currentIndexChanged,
            self.longest.valueChanged,
            self.quality.valueChanged,
            self.pattern.textChanged,
        ):
            signal.connect(self._follow)
        self._follow()

    @property
    def shape(self) -> CopyShape:
        """What is chosen. Raises UserError for a pattern that cannot be filled in."""
        check_pattern(self.pattern.text())
        wanted = list(self._formats)[self.format.currentIndex()]
        if wanted is CopyFormat.AS_IS:
            return CopyShape(pattern=self.pattern.text())
        facts = list(FACTS)[self.facts.currentIndex()]
        longest = self.longest.value() or None
        return CopyShape(wanted, longest, self.quality.value(), facts, self.pattern.text())

    @property
    def is_sound(self) -> bool:
        """Whether it can be had."""
        try:
            return self.shape is not None
        except UserError:
            return False

    @property
    def is_made(self) -> bool:
        """Whether pictures are made anew."""
        return self.format.currentIndex() > 0

    def _follow(self) -> None:
        wanted = list(self._formats)[self.format.currentIndex()]
        for field in (self.longest, self.facts):
            field.setEnabled(self.is_made)
        self.quality.setEnabled(wanted in WITH_QUALITY)
        self.told.set_text(self._example(wanted))
        self.changed.emit()

    def _example(self, wanted: CopyFormat) -> str:
        """An example of a name, or what is wrong with the pattern."""
        try:
            check_pattern(self.pattern.text())
        except UserError as trouble:
            return str(trouble)
        return tr("As in {name}", name=name_of(self.pattern.text(), EXAMPLE) + (wanted.suffix or ".jpg"))

    def _lay_out(self) -> None:
        form = Form()
        form.addRow(tr("Format"), self.format)
        form.addRow(tr("Long side"), self.longest)
        form.addRow(tr("Quality"), self.quality)
        form.addRow(tr("Facts inside"), self.facts)
        form.addRow(tr("Names"), self.pattern)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(form)
        column.addWidget(self.told)


def _choice(name: str, choices: dict[CopyFormat, str] | dict[CopyFacts, str], parent: QWidget) -> ComboBox:
    box = ComboBox(parent)
    box.setAccessibleName(name)
    box.addItems(list(choices.values()))
    return box
