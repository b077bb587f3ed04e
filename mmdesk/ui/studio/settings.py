"""The settings of a painting: everything the user says before it begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.errors import UserError
from mmdesk.core.painting.presets import PRESETS
from mmdesk.core.painting.spec import ImagePrompt, InitImage, Mask, PaintSpec
from mmdesk.core.settings import Settings
from mmdesk.ui.parts.collapsible import CollapsibleHeader
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.form import Form
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.number_field import FloatField, IntField
from mmdesk.ui.studio.image_loss_fields import ImageLossFields
from mmdesk.ui.studio.picture_slot import PictureSlot
from mmdesk.ui.studio.prompt_box import PromptBox
from mmdesk.ui.studio.seed_field import SeedField
from mmdesk.ui.studio.size_field import SizeField
from mmdesk.work.pictures import PictureWork

ENGINES = {"vqgan": "VQGAN", "pixel": "Pixels", "fft": "Waves", "lines": "Lines"}
ALL_ENGINES = {**ENGINES, "tokens": "Transformer"}
"""Names of all engines, also of the one that only the command line offers."""

MODELS = ("clips", "vqgan")
OWN = "Own settings"
USUAL = "standard"
MOST_STEPS = 5000
WIDTH = 320
FULL = 100


class SettingsPanel(QScrollArea):
    """Prompt, pictures, preset, size, steps and seed; the rest of a restored spec is kept unseen.

    Signals:
        changed(): another setting.
        mask_requested(bytes): the mask of the start picture at this path is to be painted.
    """

    changed = Signal()
    mask_requested = Signal(object)

    def __init__(self, pictures: PictureWork, first: PaintSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = first
        self._base = self._shown = PRESETS[USUAL].applied(first)
        self._shown_words = ""
        self._is_showing = False
        self._mask: Mask | None = None
        self.prompt = PromptBox()
        self._preset = ComboBox()
        self._sentence = label("", "small")
        self._sentence.setWordWrap(True)
        self._engine = ComboBox()
        self.size_field = SizeField()
        self._steps = IntField()
        self.seed = SeedField()
        self._strength = QSlider(Qt.Orientation.Horizontal)
        self._mask_button = QPushButton("Mask…")
        self.start = PictureSlot("Start from a picture: drop it here", pictures, self._start_extra())
        self._pull = FloatField()
        self.example = PictureSlot("Paint towards a picture: drop it here", pictures, self._pull)
        self._image_losses = ImageLossFields()
        self._fill_choices()
        self._lay_out()
        self._connect()
        self.show_spec(self._base)
        self.seed.set_seed(0, locked=False)
        self.seed.randomize()
        self.choose_preset(USUAL)

    def spec(self) -> PaintSpec:
        """Spec that is asked for: the one that was shown, with what was changed since.

        What no field can show, or only roughly, stays to the last digit. Raises UserError where it makes
        no sense.
        """
        spec = self._spec_but_words()
        return spec if self.prompt.words == self._shown_words else replace(spec, prompt=self.prompt.words)

    def _spec_but_words(self) -> PaintSpec:
        """Spec that is asked for, with the words last shown: those typed since need not make sense yet."""
        now = self._from_fields()
        names = [entry.name for entry in fields(PaintSpec)]
        changes: dict[str, Any] = {
            name: getattr(now, name) for name in names if getattr(now, name) != getattr(self._shown, name)
        }
        return replace(self._base, **changes)

    def _from_fields(self) -> PaintSpec:
        """Spec as the fields have it, but for the words."""
        width, height = self.size_field.value
        path, example = self.start.path, self.example.path
        init = InitImage(path, strength=self._strength.value() / FULL) if path is not None else None
        towards = (ImagePrompt(example, weight=self._pull.value()),) if example is not None else ()
        spec = replace(
            self._base,
            engine=self._engine.currentData(),
            width=width,
            height=height,
            steps=self._steps.value(),
            seed=self.seed.value,
            init=init,
            image_prompts=towards,
            mask=self._mask if init is not None else None,
        )
        return self._image_losses.applied(spec)

    def show_spec(self, spec: PaintSpec) -> None:
        """Show the settings of `spec`, to be painted again or changed."""
        with self._showing():
            self._base = spec
            self.prompt.set_words(spec.prompt)
            self._shown_words = self.prompt.words
            self._show_numbers(spec)
            self.seed.set_seed(spec.seed, locked=True)
            self._show_pictures(spec)
            self._shown = self._from_fields()
        self._tell_preset(OWN)
        self.changed.emit()

    def minimumSizeHint(self) -> QSize:
        """Size as wide as what scrolls in it: it scrolls up and down only."""
        width = self._body.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(max(WIDTH, width), super().minimumSizeHint().height())

    def use_models(self, clips: tuple[str, ...], vqgan: str) -> None:
        """Paint with these models from the next painting on."""
        models: dict[str, Any] = {"clips": clips, "vqgan": vqgan}
        self._first, self._base, self._shown = (
            replace(spec, **models) for spec in (self._first, self._base, self._shown)
        )
        self.changed.emit()

    def restore(self, kept: Settings) -> None:
        """Show what was asked for when the program was closed, as far as it was anything."""
        if kept.painting:
            spec = PaintSpec.from_document({**self._first.to_document(), **kept.painting})
            self.show_spec(spec)
            self.seed.set_seed(spec.seed, locked=kept.seed_locked)
            plain = replace(spec, tiling=False)
            self._tell_preset(next((name for name in PRESETS if PRESETS[name].applied(plain) == spec), OWN))
        self.prompt.set_words(kept.prompt, joined=True)

    def kept_in(self, settings: Settings) -> Settings:
        """`settings` with what is asked for; models that were not chosen here are left to those settings."""
        document, first = self._valid_but_words().to_document(), self._first.to_document()
        painting = {
            name: value for name, value in document.items() if name not in MODELS or value != first[name]
        }
        return replace(settings, painting=painting, prompt=self.prompt.words, seed_locked=self.seed.is_locked)

    @property
    def start_mask(self) -> Mask | None:
        """Mask over the start picture: the part to keep, or to paint anew."""
        return self._mask

    def take_mask(self, mask: Mask) -> None:
        """Take a mask over the start picture."""
        self._mask = mask
        self._mask_button.setText("Mask ✓")
        self.changed.emit()

    def choose_preset(self, name: str) -> None:
        """Take the settings of a preset; prompt, pictures and seed stay."""
        preset = PRESETS.get(name)
        self._tell_preset(name)
        if preset is None:
            return
        with self._showing():
            self._base = preset.applied(replace(self._valid_but_words(), tiling=False))
            self._show_numbers(self._base)
            self._shown = self._from_fields()
        self.changed.emit()

    def _valid_but_words(self) -> PaintSpec:
        """Spec that is asked for but for its words, or the one shown where that makes no sense."""
        try:
            return self._spec_but_words()
        except UserError:  # told below the button as long as it is so
            return self._base

    def _show_numbers(self, spec: PaintSpec) -> None:
        self._engine.setCurrentIndex(self._engine.findData(spec.engine))
        self.size_field.set_size(spec.width, spec.height)
        self._steps.setValue(spec.steps)
        self._image_losses.show_spec(spec)

    def _show_pictures(self, spec: PaintSpec) -> None:
        self.start.empty()
        self.example.empty()
        if spec.init is not None:
            self._strength.setValue(round(spec.init.strength * FULL))
            self.start.fill(spec.init.path)
        if spec.image_prompts:
            self._pull.setValue(spec.image_prompts[0].weight)
            self.example.fill(spec.image_prompts[0].path)
        self._mask = spec.mask
        self._mask_button.setText("Mask ✓" if spec.mask else "Mask…")

    def _tell_preset(self, name: str) -> None:
        self._preset.setCurrentText(name)
        self._sentence.setText(PRESETS[name].sentence if name in PRESETS else "As you set them below.")

    def _own_settings(self) -> None:
        """Note a change by hand, unless a whole spec is being shown."""
        if self._is_showing:
            return
        self._tell_preset(OWN)
        self.changed.emit()

    @contextmanager
    def _showing(self) -> Iterator[None]:
        """Silence while fields are filled one after the other."""
        self._is_showing = True
        with QSignalBlocker(self):
            yield
        self._is_showing = False

    def _forget_mask(self) -> None:
        self._mask = None
        self._mask_button.setText("Mask…")
        self.changed.emit()

    def _ask_for_mask(self) -> None:
        if self.start.path is not None:
            self.mask_requested.emit(self.start.path)

    def _fill_choices(self) -> None:
        self._preset.addItems([*PRESETS, OWN])
        self._preset.setAccessibleName("Preset")
        for name, words in ENGINES.items():
            self._engine.addItem(words, name)
        self._engine.setAccessibleName("Engine")
        self._steps.setRange(1, MOST_STEPS)
        self._steps.setSingleStep(10)
        self._strength.setRange(0, FULL)
        self._strength.setValue(FULL)
        self._strength.setToolTip("How much of the picture is there at the beginning")
        self._pull.setRange(-5, 5)
        self._pull.setSingleStep(0.1)
        self._pull.setValue(1)
        self._pull.setPrefix("Weight ")

    def _start_extra(self) -> QWidget:
        extra = QWidget()
        column = QVBoxLayout(extra)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._strength)
        column.addWidget(self._mask_button)
        return extra

    def _lay_out(self) -> None:
        self._body = body = QWidget()
        body.setProperty("role", "panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(label("What to paint", "section"))
        column.addWidget(self.prompt)
        column.addSpacing(8)
        column.addWidget(label("How", "section"))
        column.addWidget(self._preset)
        column.addWidget(self._sentence)
        column.addLayout(self._form())
        fold = CollapsibleHeader("More settings", self._image_losses)
        column.addWidget(fold)
        column.addWidget(self._image_losses)
        column.addSpacing(8)
        column.addWidget(label("With pictures of yours", "section"))
        column.addWidget(self.start)
        column.addWidget(self.example)
        column.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)

    def _form(self) -> Form:
        form = Form()
        rows = {"Engine": self._engine, "Size": self.size_field, "Steps": self._steps, "Seed": self.seed}
        for words, field in rows.items():
            form.addRow(words, field)
        return form

    def _connect(self) -> None:
        self._preset.textActivated.connect(self.choose_preset)
        for signal in (
            self._engine.activated,
            self.size_field.changed,
            self._steps.valueChanged,
            self._image_losses.changed,
        ):
            signal.connect(self._own_settings)
        for signal in (
            self.prompt.changed,
            self.seed.changed,
            self.example.changed,
            self._strength.valueChanged,
            self._pull.valueChanged,
        ):
            signal.connect(self.changed)
        self.start.changed.connect(self._forget_mask)
        self._mask_button.clicked.connect(self._ask_for_mask)
