"""The settings of a painting: everything the user says before it begins."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trc
from mmdesk.core.painting.engines import ENGINE_CARDS, EngineCard, EngineModel
from mmdesk.core.painting.presets import PRESETS
from mmdesk.core.painting.spec import Engine, ImagePrompt, Mask, PaintSpec
from mmdesk.core.settings import Settings
from mmdesk.ui.parts.collapsible import CollapsibleHeader
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.form import Form
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.number_field import FloatField, IntField
from mmdesk.ui.studio.engine_fields import EngineFields, fields_of
from mmdesk.ui.studio.engine_sample import EngineSample
from mmdesk.ui.studio.image_loss_fields import ImageLossFields
from mmdesk.ui.studio.picture_slot import PictureSlot
from mmdesk.ui.studio.prompt_box import PromptBox
from mmdesk.ui.studio.seed_field import SeedField
from mmdesk.ui.studio.size_field import SizeField
from mmdesk.ui.studio.start_slot import StartSlot
from mmdesk.work.pictures import PictureWork

MODELS = ("clips", "vqgan")
FIRST_ENGINE: Engine = "vqgan"
NO_ENGINE_SETTINGS: dict[str, Any] = {name: None for name, card in ENGINE_CARDS.items() if card.has_model}
"""Settings that a spec has of one engine only."""

OWN = tr("Own settings")
USUAL = "standard"
MOST_STEPS = 5000
WIDTH = 320


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
        self.setAccessibleName(tr("Settings of the painting"))
        self._first = first
        self._base = self._shown = PRESETS[USUAL].applied(first)
        self._shown_words = ""
        self._is_showing = False
        self.prompt = PromptBox()
        self._preset = ComboBox()
        self._sentence = label("", "small")
        self._sentence.setWordWrap(True)
        self._engine = ComboBox()
        self._sample = EngineSample()
        self._pictures_title = label(tr("With pictures of yours"), "section")
        self.size_field = SizeField()
        self._steps = IntField()
        self.seed = SeedField()
        self.start = StartSlot(pictures)
        self._pull = FloatField()
        self.example = PictureSlot(tr("Paint towards a picture: drop it here"), pictures, self._pull)
        self._image_losses = ImageLossFields()
        self._form = Form()
        self.engine_fields = self._fill_form()
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

    @property
    def follows_pictures(self) -> bool:
        """Whether a picture may be wished for: by the engine, or by its model, which follows one."""
        model = self.engine_fields[self.card.name].model if self.card.has_model else None
        return self.card.follows_pictures or (model is not None and model.follows_picture)

    def _from_fields(self) -> PaintSpec:
        """Spec as the fields have it, but for the words. Raises UserError for what makes no sense."""
        card, example = self.card, self.example.path
        width, height = self.size_field.value
        towards = () if example is None else (ImagePrompt(example, weight=self._pull.value()),)
        values: dict[str, Any] = {
            **NO_ENGINE_SETTINGS,
            "engine": card.name,
            "width": width,
            "height": height,
            "seed": self.seed.value,
            "init": self.start.init if card.completes or not card.has_model else None,
            "image_prompts": towards if self.follows_pictures else (),
            "mask": self.start.kept_mask if card.completes or not card.has_model else None,
        }
        if card.has_model:
            settings = self.engine_fields[card.name].settings()
            if self.seed.value != self._base.seed and hasattr(settings, "chosen"):
                settings = replace(settings, chosen=0)  # of other pictures
            if card.completes:
                settings = replace(settings, keep=self.start.keep)
            return replace(self._base, **{**values, card.name: settings})
        return self._image_losses.applied(replace(self._base, **values, steps=self._steps.value()))

    @property
    def card(self) -> EngineCard:
        """Engine that is chosen."""
        return ENGINE_CARDS[self._engine.currentData()]

    def offer_models(self, models: Sequence[EngineModel]) -> None:
        """Offer these installed models to the engines that draw with a model of their own."""
        chosen = self.engine_fields.get(self.card.name)
        was_without = chosen is not None and not chosen.is_stocked
        for fields_ in self.engine_fields.values():
            fields_.show_models(models)
        if was_without:
            self._suit_model()
        self.changed.emit()

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

    def choose_engine(self, name: str) -> None:
        """Take another engine, as by hand."""
        self._engine.setCurrentIndex(self._engine.findData(name))
        self._choose_engine()

    def with_models(self, spec: PaintSpec) -> PaintSpec:
        """`spec` for the models that paint and guide here."""
        return replace(spec, clips=self._base.clips, vqgan=self._base.vqgan)

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
            if not self.card.has_model:
                same = (name for name in PRESETS if PRESETS[name].applied(plain) == spec)
                self._tell_preset(next(same, OWN))
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
        return self.start.kept_mask

    def take_mask(self, mask: Mask) -> None:
        """Take a mask over the start picture."""
        self.start.take_mask(mask)

    def choose_preset(self, name: str) -> None:
        """Take the settings of a preset; prompt, pictures and seed stay."""
        preset = PRESETS.get(name)
        self._tell_preset(name)
        if preset is None:
            return
        with self._showing():
            spec = replace(self._valid_but_words(), engine=FIRST_ENGINE, **NO_ENGINE_SETTINGS)
            self._base = preset.applied(replace(spec, tiling=False))
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
        if spec.engine in self.engine_fields:
            self.engine_fields[spec.engine].show_settings(getattr(spec, spec.engine))
        self._show_fitting()
        self.size_field.set_size(spec.width, spec.height)
        self._steps.setValue(spec.steps)
        self._image_losses.show_spec(spec)

    def _show_pictures(self, spec: PaintSpec) -> None:
        keep = getattr(getattr(spec, spec.engine, None), "keep", "")
        self.start.show_start(spec.init, spec.mask, keep)
        self.example.empty()
        if spec.image_prompts:
            self._pull.setValue(spec.image_prompts[0].weight)
            self.example.fill(spec.image_prompts[0].path)

    def _tell_preset(self, name: str) -> None:
        self._preset.setCurrentIndex(self._preset.findData(name))
        self._sentence.setText(PRESETS[name].sentence if name in PRESETS else tr("As you set them below."))

    def _choose_engine(self) -> None:
        """Show what the engine has. One with a model of its own paints at the size of that model."""
        was_descent = not self._preset.isHidden()
        self._show_fitting()
        if self.card.has_model:
            self._suit_model()
        elif not was_descent:
            usual = PRESETS[USUAL].applied(PaintSpec())
            self.size_field.set_size(usual.width, usual.height)
        self._own_settings()

    def _suit_model(self) -> None:
        chosen = self.engine_fields[self.card.name]
        if chosen.model is not None:
            self.size_field.set_size(chosen.model.size, chosen.model.size)
            chosen.take_advice()

    def _show_fitting(self) -> None:
        """Show the fields that the engine has, and no others."""
        card = self.card
        self._sample.show_engine(card)
        for row in (self._preset, self._sentence, self._steps):
            self._form.setRowVisible(row, not card.has_model)
        for name, fields_ in self.engine_fields.items():
            fields_.show_engine(name == card.name)
        self._more.setVisible(not card.has_model)
        self.start.complete(card.completes)
        self.start.setVisible(card.completes or not card.has_model)
        self.example.setVisible(self.follows_pictures)
        self._pictures_title.setVisible(self.start.isVisibleTo(self) or self.follows_pictures)

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

    def _fill_choices(self) -> None:
        for preset in PRESETS.values():
            self._preset.addItem(preset.title, preset.name)
        self._preset.addItem(OWN, OWN)
        self._preset.setAccessibleName(tr("Preset"))
        for name, card in ENGINE_CARDS.items():
            self._engine.addItem(card.title, name)
        self._engine.setAccessibleName(tr("Engine"))
        self._steps.setRange(1, MOST_STEPS)
        self._steps.setSingleStep(10)
        self._pull.setRange(-5, 5)
        self._pull.setSingleStep(0.1)
        self._pull.setValue(1)
        self._pull.setPrefix(tr("Weight "))

    def _lay_out(self) -> None:
        self._body = body = QWidget()
        body.setProperty("role", "panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(label(tr("What to paint"), "section"))
        column.addWidget(self.prompt)
        column.addSpacing(8)
        column.addWidget(label(trc("heading: how to paint", "How"), "section"))
        column.addLayout(self._form)
        column.addWidget(self._folded())
        column.addSpacing(8)
        column.addWidget(self._pictures_title)
        column.addWidget(self.start)
        column.addWidget(self.example)
        column.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)

    def _folded(self) -> QWidget:
        """Settings that most people leave alone."""
        self._more = more = QWidget()
        column = QVBoxLayout(more)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(CollapsibleHeader(tr("More settings"), self._image_losses))
        column.addWidget(self._image_losses)
        return more

    def _fill_form(self) -> dict[str, EngineFields]:
        """Put the rows into the form. Returns those of engines with a model of their own."""
        form = self._form
        form.addRow(tr("Engine"), self._engine)
        form.addRow(self._sample)
        form.addRow(tr("Preset"), self._preset)
        form.addRow(self._sentence)
        engine_fields = fields_of(ENGINE_CARDS, form, self)
        for words, field in {
            tr("Size"): self.size_field,
            tr("Steps"): self._steps,
            tr("Seed"): self.seed,
        }.items():
            form.addRow(words, field)
        return engine_fields

    def _connect(self) -> None:
        self._preset.activated.connect(lambda: self.choose_preset(self._preset.currentData()))
        self._engine.activated.connect(self._choose_engine)
        for fields_ in self.engine_fields.values():
            fields_.model_chosen.connect(self._suit_model)
            fields_.model_chosen.connect(self._show_fitting)
        for signal in (
            *(fields_.changed for fields_ in self.engine_fields.values()),
            self.size_field.changed,
            self._steps.valueChanged,
            self._image_losses.changed,
        ):
            signal.connect(self._own_settings)
        for signal in (
            self.prompt.changed,
            self.seed.changed,
            self.example.changed,
            self.start.setting_changed,
            self._pull.valueChanged,
        ):
            signal.connect(self.changed)
        self.start.mask_requested.connect(self.mask_requested)
