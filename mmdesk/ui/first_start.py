"""The screen of an empty library: what this is for, three ways to begin, and where better models are."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.ui.parts.icon_label import IconLabel
from mmdesk.ui.parts.labels import label

CENTRE = Qt.AlignmentFlag.AlignHCenter

PROMISE = (
    tr("Choose a folder of photographs. mmdesk looks at each of them once;"),
    tr("after that, type what you remember: “a red bicycle in the snow”."),
)

OFFER = tr("The model that comes along is small and finds less than others.")


class FirstStart(QWidget):
    """Add a folder, look at the sample pictures, or make pictures; below, the way to full-size models.

    Signals:
        add_requested(): the user wants to add a folder.
        samples_requested(): the user wants to see the sample pictures.
        studio_requested(): the user wants to make pictures from words.
        models_requested(): the user wants to see which models can be fetched.
    """

    add_requested = Signal()
    samples_requested = Signal()
    studio_requested = Signal()
    models_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._add = QPushButton(tr("Add a folder…"), self)
        self.setFocusProxy(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(0)
        column.addStretch(4)
        column.addWidget(IconLabel("photo", 56, self), 0, CENTRE)
        column.addSpacing(24)
        column.addWidget(label(tr("Find photos by what they show"), "display", self), 0, CENTRE)
        column.addSpacing(12)
        for line in PROMISE:
            column.addWidget(label(line, "lead", self), 0, CENTRE)
            column.addSpacing(4)
        column.addSpacing(32)
        column.addLayout(self._buttons())
        column.addSpacing(24)
        column.addWidget(label(tr("or drop a folder anywhere on this window"), "small", self), 0, CENTRE)
        column.addStretch(2)
        column.addLayout(self._better())
        column.addStretch(3)
        column.addLayout(self._privacy())

    def _buttons(self) -> QHBoxLayout:
        self._add.setProperty("role", "primary")
        self._add.clicked.connect(self.add_requested)
        samples = QPushButton(tr("Look at the sample pictures"), self)
        samples.setProperty("role", "large")
        samples.clicked.connect(self.samples_requested)
        studio = QPushButton(tr("Open the Studio"), self)
        studio.setProperty("role", "large")
        studio.clicked.connect(self.studio_requested)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch()
        row.addWidget(self._add)
        row.addWidget(samples)
        row.addWidget(studio)
        row.addStretch()
        return row

    def _better(self) -> QHBoxLayout:
        """The offer of models that see more; nothing is fetched by it."""
        models = QPushButton(tr("Full-size models…"), self)
        models.setToolTip(
            tr("Which models can be fetched, with their size and licence; nothing is fetched yet")
        )
        models.clicked.connect(self.models_requested)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch()
        row.addWidget(label(OFFER, "small", self))
        row.addWidget(models)
        row.addStretch()
        return row

    def _privacy(self) -> QHBoxLayout:
        words = tr("Everything stays on this computer. Your files are never changed.")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        row.addWidget(IconLabel("private", 16, self))
        row.addWidget(label(words, "small", self))
        row.addStretch()
        return row
