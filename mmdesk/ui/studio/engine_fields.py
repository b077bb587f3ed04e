"""Settings of an engine that draws with a model of its own: which model, its numbers, the class to paint."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.engines import EngineCard, EngineModel, EngineSetting, usual_settings
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.form import Form
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.number_field import FloatField, IntField

CLASS = tr("Class")
CLASS_HINT = tr("The class to paint: a name or a number")
MODEL = tr("Model")
NO_MODEL = "-"
"""Stands for the model before one is known."""


class EngineFields(QObject):
    """Rows of a form, made from `card`: fields for what the chosen model understands, and no others.

    Signals:
        changed(): another setting.
        model_chosen(): another model, chosen by hand.
    """

    changed = Signal()
    model_chosen = Signal()

    def __init__(self, card: EngineCard, form: Form, parent: QWidget) -> None:
        super().__init__(parent)
        self._card, self._form = card, form
        self._is_shown = False
        self._models: list[EngineModel] = []
        self._base = usual_settings(card, NO_MODEL)
        self._advice = label(card.how_to_get, "small", parent)
        self._advice.setWordWrap(True)
        self._model = ComboBox(parent)
        self._class = ComboBox(parent)
        self._class.setEditable(True)
        self._class.setToolTip(CLASS_HINT)
        self._numbers = {number.field: self._number(number, parent) for number in card.numbers}
        self._lay_out()
        self._connect()
        self.show_settings(self._base)
        self.show_models(())

    @property
    def model(self) -> EngineModel | None:
        """Model that is chosen; None where none is installed."""
        return next((one for one in self._models if one.name == self._model.currentText()), None)

    @property
    def is_stocked(self) -> bool:
        """Whether there is a model to choose, if only by its name."""
        return self._model.count() > 0

    def settings(self) -> Any:
        """Settings as the fields have them. Raises UserError where there is no model."""
        model = self.model
        name = self._model.currentText()
        if not name:
            raise UserError(self._card.how_to_get)
        values: dict[str, Any] = {field: box.value() for field, box in self._numbers.items()}
        if model is not None and not model.reads_words:
            values |= {one.field: one.unread for one in self._card.numbers if one.needs_words}
        if hasattr(self._base, "label"):
            values["label"] = self._class.currentText() if model and model.paints_classes else ""
        return replace(self._base, model=name, **values)

    def show_settings(self, settings: Any) -> None:
        """Show `settings`; those without a field are kept."""
        self._base = settings
        if settings.model != NO_MODEL and self._model.findText(settings.model) < 0:
            self._model.addItem(settings.model)
        self._model.setCurrentIndex(max(0, self._model.findText(settings.model)))
        for field, box in self._numbers.items():
            with QSignalBlocker(box):
                box.setValue(getattr(settings, field))
        self._class.setEditText(getattr(settings, "label", ""))
        self._show_fitting()

    def take_advice(self) -> None:
        """Set the numbers that suit the model: those it advises, and the usual ones that only others do."""
        if self.model is None:
            return
        usual = usual_settings(self._card, self.model.name)
        for field in {field for one in self._models for field in one.advised}:
            box: Any = self._numbers[field]
            box.setValue(self.model.advised.get(field, getattr(usual, field)))

    def show_models(self, models: Sequence[EngineModel]) -> None:
        """Offer those of `models` that are of this engine."""
        chosen = self._model.currentText()
        self._models = [one for one in models if one.engine == self._card.name]
        with QSignalBlocker(self._model):
            self._model.clear()
            self._model.addItems([one.name for one in self._models])
            self._model.setCurrentIndex(max(0, self._model.findText(chosen)))
        self._show_fitting()

    def _show_fitting(self) -> None:
        """Show the fields of what the model understands, or how to get one."""
        model, is_there = self.model, self._is_shown and bool(self._model.count())
        self._form.setRowVisible(self._advice, self._is_shown and not is_there)
        self._form.setRowVisible(self._model, is_there)
        for number in self._card.numbers:
            fits = not number.needs_words or model is None or model.reads_words
            self._form.setRowVisible(self._numbers[number.field], is_there and fits)
        paints_classes = model is not None and model.paints_classes
        self._form.setRowVisible(self._class, is_there and paints_classes)
        if model is not None and paints_classes:
            self._offer_classes(model)

    def show_engine(self, shown: bool) -> None:  # noqa: FBT001
        """Show the fields, or hide them while another engine is chosen."""
        self._is_shown = shown
        self._show_fitting()

    def _offer_classes(self, model: EngineModel) -> None:
        said = self._class.currentText()
        with QSignalBlocker(self._class):
            self._class.clear()
            self._class.addItems(model.labels)
            self._class.setEditText(said or (model.labels[0] if model.labels else "0"))

    def _choose_model(self) -> None:
        self._show_fitting()
        self.model_chosen.emit()
        self.changed.emit()

    def _number(self, number: EngineSetting, parent: QWidget) -> IntField | FloatField:
        box: Any = FloatField(parent) if number.decimals else IntField(parent)
        if number.decimals:
            box.setDecimals(number.decimals)
        kind = float if number.decimals else int
        box.setRange(kind(number.least), kind(number.greatest))
        box.setSingleStep(kind(number.step))
        box.setSpecialValueText(number.least_word)
        box.setToolTip(number.hint)
        box.setAccessibleName(number.title)
        box.valueChanged.connect(self.changed)
        field: IntField | FloatField = box
        return field

    def _lay_out(self) -> None:
        self._model.setAccessibleName(MODEL)
        self._class.setAccessibleName(CLASS)
        self._form.addRow(self._advice)
        self._form.addRow(MODEL, self._model)
        self._form.addRow(CLASS, self._class)
        for number in self._card.numbers:
            self._form.addRow(number.title, self._numbers[number.field])

    def _connect(self) -> None:
        self._model.activated.connect(self._choose_model)
        self._class.currentTextChanged.connect(self.changed)


def fields_of(cards: Mapping[str, EngineCard], form: Form, parent: QWidget) -> dict[str, EngineFields]:
    """Rows put into `form` for those of `cards` that draw with a model of their own, by the engine's name."""
    return {name: EngineFields(card, form, parent) for name, card in cards.items() if card.has_model}
