"""The page of the models that search and paint."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from mmdesk.core.language import tr, trc
from mmdesk.core.models import USES_OF_KIND, ModelEntry, Use
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.preferences.page import PreferencesPage
from mmdesk.work.workers import Workers

FIELDS: tuple[tuple[str, str, Use], ...] = (
    (trc("a model", "Searches and suggests tags"), "clip", "search"),
    (trc("a model", "Guides paintings"), "clip", "guidance"),
    (trc("a model", "Paints"), "vqgan", "painting"),
)
"""Words, kind of model and use of each field."""


class ModelsPage(PreferencesPage):
    """Which of the models that are here does what.

    Signals:
        models_requested(): the place of the models is to be shown.
    """

    title = tr("Models")

    models_requested = Signal()

    def __init__(self, workers: Workers, parent: QWidget | None = None) -> None:
        super().__init__(workers.preferences, parent)
        self._models = workers.models
        self.boxes: dict[Use, ComboBox] = {use: self._box(words, use) for words, _, use in FIELDS}
        self.note = self.add_note(
            tr("A model that searches has to see all photos first; until then the one before it answers.")
        )
        self.add_button(tr("Show all models"), self.models_requested.emit)
        self._models.listed.connect(self._take)
        self._models.started.connect(self._free)
        self._models.ended.connect(self._free)
        self._models.told.connect(self.note.setText)
        self._models.failed.connect(self.note.setText)
        self.finish()
        self._models.refresh()

    def _box(self, words: str, use: Use) -> ComboBox:
        box = self.add_box(words, ())
        box.activated.connect(lambda _: self._models.use(box.currentText(), use))
        return box

    def _take(self, entries: Sequence[ModelEntry]) -> None:
        for _, kind, use in FIELDS:
            fitting = [
                one for one in entries if one.kind == kind and use in USES_OF_KIND[kind] and one.is_ready
            ]
            box = self.boxes[use]
            with QSignalBlocker(box):
                box.clear()
                box.addItems([one.name for one in fitting])
                used = [place for place, one in enumerate(fitting) if use in one.used_for]
                box.setCurrentIndex(used[0] if used else -1)

    def _free(self) -> None:
        """Let nothing be chosen while a model is being put to work."""
        for box in self.boxes.values():
            box.setEnabled(not self._models.is_running)
