"""Fields of settings that most people leave alone: image losses and how hard is worked on the picture."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from mmdesk.core.language import tr, trc
from mmdesk.core.painting.spec import CHOICES, RANGES, PaintSpec
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.form import Form
from mmdesk.ui.parts.number_field import FloatField, IntField

WEIGHTS = {
    "smoothness": tr("Smoothness"),
    "saturation": tr("Saturation"),
    "symmetry_strength": tr("Symmetry's weight"),
}
"""Numbers of a spec that are weights, and what they are called here."""

SYMMETRIES = {
    "none": trc("symmetry", "none"),
    "left-right": trc("symmetry", "left-right"),
    "top-bottom": trc("symmetry", "top-bottom"),
    "both": trc("symmetry", "both"),
}


class ImageLossFields(QWidget):
    """Fields for the image losses, cutouts and rate.

    Signals:
        changed(): another setting.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cutouts = IntField(self)
        self._cutouts.setRange(1, 64)
        self._cutouts.setToolTip(
            tr("Pieces of the picture judged at each step: more are steadier and slower")
        )
        self._rate = FloatField(self)
        self._rate.setRange(0.05, 5)
        self._rate.setSingleStep(0.1)
        self._rate.setToolTip(tr("How far each step goes"))
        self._weights = {name: self._weight(name) for name in WEIGHTS}
        self._symmetry = ComboBox(self)
        for name in CHOICES["symmetry"]:
            self._symmetry.addItem(SYMMETRIES[name], name)
        self._tiling = QCheckBox(tr("Goes on across its edges"), self)
        self._tiling.setToolTip(
            tr("For wallpapers: the left edge continues the right one, the top the bottom")
        )
        form = Form(self)
        form.addRow(tr("Cutouts"), self._cutouts)
        form.addRow(tr("Rate"), self._rate)
        for name, words in WEIGHTS.items():
            form.addRow(words, self._weights[name])
        form.addRow(tr("Symmetry"), self._symmetry)
        form.addRow(self._tiling)
        self._cutouts.valueChanged.connect(self.changed)
        self._rate.valueChanged.connect(self.changed)
        self._symmetry.activated.connect(self.changed)
        self._tiling.toggled.connect(self.changed)

    def applied(self, spec: PaintSpec) -> PaintSpec:
        """`spec` with these settings."""
        chosen: dict[str, Any] = {name: box.value() for name, box in self._weights.items()}
        chosen |= {
            "cutouts": self._cutouts.value(),
            "rate": self._rate.value(),
            "symmetry": self._symmetry.currentData(),
            "tiling": self._tiling.isChecked(),
        }
        return replace(spec, **chosen)

    def show_spec(self, spec: PaintSpec) -> None:
        """Show the settings of `spec`."""
        self._cutouts.setValue(spec.cutouts)
        self._rate.setValue(spec.rate)
        self._symmetry.setCurrentIndex(self._symmetry.findData(spec.symmetry))
        self._tiling.setChecked(spec.tiling)
        for name, box in self._weights.items():
            box.setValue(getattr(spec, name))

    def _weight(self, name: str) -> FloatField:
        least, _ = RANGES[name]
        box = FloatField(self)
        box.setRange(max(least, -5), 5)
        box.setSingleStep(0.1)
        box.valueChanged.connect(self.changed)
        return box
