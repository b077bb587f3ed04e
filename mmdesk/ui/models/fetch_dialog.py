"""What a person should know before a model is fetched; and what to carry over where there is no network."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.language import told, tr, trc
from mmdesk.core.model_catalogue import CatalogueModel, ModelOffer
from mmdesk.ui.formatting import file_size
from mmdesk.ui.models.descriptions import by_hand, expected
from mmdesk.ui.parts.enter import ButtonDialog
from mmdesk.ui.parts.labels import label

WIDTH = 560
VALUES_WIDTH = 400
LINES_BY_HAND = 8
UNKNOWN_SPEED = tr("not known here yet")


class FetchDialog(ButtonDialog):
    """Size, licence, source; a button to fetch, and one for those who carry files over by hand.

    Signals:
        accepted_offer(ModelOffer): the user wants this model fetched.
        folder_chosen(ModelOffer, Path): the user carried its files over, into this folder.
        measure_requested(): the user wants to know what speed can be expected here.
    """

    accepted_offer = Signal(object)
    folder_chosen = Signal(object, object)
    measure_requested = Signal()

    def __init__(self, offer: ModelOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.offer = offer
        self.setWindowTitle(tr("Fetch {name}", name=offer.model.name))
        self.fetch = QPushButton(trc("verb", "Fetch"), self)
        self.fetch.setDefault(True)
        self.fetch.clicked.connect(self.accept)
        self.carry = QPushButton(tr("No network here…"), self)
        self.carry.setProperty("role", "quiet")
        self.carry.setAutoDefault(False)
        self.speed = label("", parent=self)
        self.speed.setWordWrap(True)
        self.measure = QPushButton(tr("Measure now"), self)
        self.measure.setToolTip(tr("Measure the model in use for a few seconds, and estimate by it"))
        self.measure.setAutoDefault(False)
        self.measure.clicked.connect(self._ask_measure)
        self.by_hand = QPlainTextEdit(by_hand(offer.model, offer.addresses), self)
        self.copy = QPushButton(trc("verb", "Copy"), self)
        self.copy.setAutoDefault(False)
        self.bring = QPushButton(tr("Import that folder…"), self)
        self.bring.setAutoDefault(False)
        self.bring.clicked.connect(self._ask_folder)
        self._lay_out(offer)
        self.show_speed(offer)
        self.carry.clicked.connect(self._show_by_hand)
        self.accepted.connect(partial(self.accepted_offer.emit, offer))
        self.fetch.setFocus()

    def show_speed(self, offer: ModelOffer) -> None:
        """Say what speed can be expected, or how that is found out."""
        words = expected(offer)
        self.speed.setText(
            tr("{speed}: an estimate, from what was measured", speed=words) if words else UNKNOWN_SPEED
        )
        self.measure.setVisible(not words and offer.model.operations is not None)
        self.measure.setEnabled(True)

    def _ask_measure(self) -> None:
        self.measure.setEnabled(False)
        self.speed.setText(tr("measuring the model in use …"))
        self.measure_requested.emit()

    def _lay_out(self, offer: ModelOffer) -> None:
        model = offer.model
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(model.name, "heading", self))
        purpose = label(told(model.purpose), parent=self)
        purpose.setWordWrap(True)
        column.addWidget(purpose)
        column.addLayout(self._facts(offer))
        column.addWidget(self.by_hand)
        column.addSpacing(4)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        column.addLayout(self._buttons())
        self.by_hand.setReadOnly(True)
        self.by_hand.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.by_hand.setFixedWidth(WIDTH)
        self.by_hand.setFixedHeight(LINES_BY_HAND * self.fontMetrics().lineSpacing() + 16)
        self.by_hand.setAccessibleName(tr("Files to carry over by hand"))
        self.copy.clicked.connect(self._copy)
        for widget in (self.by_hand, self.copy, self.bring):
            widget.hide()

    def _facts(self, offer: ModelOffer) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(1, VALUES_WIDTH)
        lines = _lines(offer.model)
        for row, (name, value) in enumerate(lines):
            grid.addWidget(label(name, "muted", self), row, 0, Qt.AlignmentFlag.AlignTop)
            told = label(value, parent=self)
            told.setWordWrap(True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(told, row, 1)
        if offer.model.operations is not None:
            grid.addWidget(label(tr("Speed"), "muted", self), len(lines), 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addLayout(self._speed_row(), len(lines), 1)
        return grid

    def _speed_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.speed, 1)
        row.addWidget(self.measure)
        return row

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton(tr("Cancel"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.carry)
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.bring)
        row.addWidget(self.fetch)
        return row

    def _show_by_hand(self) -> None:
        for button in (self.carry, self.fetch):
            button.hide()
        for widget in (self.by_hand, self.copy, self.bring):
            widget.show()
        self.bring.setDefault(True)
        self.bring.setFocus()

    def _ask_folder(self) -> None:
        """Open the desktop's own dialog; it does not hold up the window."""
        dialog = QFileDialog(self, tr("The folder {name}", name=self.offer.model.name))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_folder)
        dialog.open()

    def take_folder(self, path: str) -> None:
        """Have the model imported from the folder `path`, and close."""
        self.folder_chosen.emit(self.offer, Path(path))
        self.reject()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.by_hand.toPlainText())


def _lines(model: CatalogueModel) -> list[tuple[str, str]]:
    size, memory = file_size(model.size_bytes), file_size(model.memory_bytes)
    lines = [
        (
            trc("size", "Download"),
            tr("about {size}; twice as much is needed while it is imported", size=size),
        ),
        (tr("Memory at work"), tr("about {size}", size=memory)),
        (
            tr("Licence"),
            f"{model.licence}. {told(model.licence_note)}" if model.licence_note else model.licence,
        ),
        (trc("of a licence", "Terms"), model.licence_url),
        (trc("origin", "Source"), model.source),
    ]
    return [*lines, (tr("Languages"), told(model.languages))] if model.languages else lines
