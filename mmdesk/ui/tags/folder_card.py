"""The card of one folder: what it shows, and the photos that say so."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_folder
from mmdesk.core.tagging.folder_labels import FolderLabel, FolderLabels
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.ui.tags.photo_strip import PhotoStrip
from mmdesk.work.workers import Workers

SIDE = 84
NAME_WIDTH = 168
TOLD_AT_MOST = 4
"""Labels of one folder; a fifth says little."""


class FolderCard(QFrame):
    """Suggested title, path, and a line for each label.

    Signals:
        album_requested(FolderLabels), smart_album_requested(str): an album of its photos, or of all
            with a label.
    """

    album_requested = Signal(object)
    smart_album_requested = Signal(str)

    def __init__(self, found: FolderLabels, workers: Workers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.found = found
        self._workers = workers
        self.album = QPushButton(tr("Make an album"), self)
        self.album.setToolTip(
            trn(
                "An album of the {n:,} photo in this folder",
                "An album of the {n:,} photos in this folder",
                found.photos,
            )
        )
        self.smart = QPushButton(
            tr(
                "Smart album of “{label}”",
                label=found.labels[0].label,
            ),
            self,
        )
        self.smart.setToolTip(tr("Whatever has this label, in all folders, now and later"))
        for button in (self.album, self.smart):
            button.setAutoDefault(False)
        self.smart.setProperty("role", "quiet")
        self.album.clicked.connect(self._ask_album)
        self.smart.clicked.connect(self._ask_smart)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 16, 16)
        column.setSpacing(14)
        column.addLayout(self._head())
        for told in found.labels[:TOLD_AT_MOST]:
            column.addLayout(self._line(told))

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(ElidedLabel(self.found.title, "heading", parent=self))
        photos = trn("{n:,} photo", "{n:,} photos", self.found.photos)
        path = f"{display_folder(self.found.name)}   {photos}"
        words.addWidget(ElidedLabel(path, "small", Qt.TextElideMode.ElideMiddle, self))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addLayout(words, 1)
        row.addWidget(self.smart, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.album, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _line(self, told: FolderLabel) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        name = ElidedLabel(told.label, "body", parent=self)
        share = label(_share_words(told.share), "small", self)
        share.setToolTip(tr("{lift:.1f} times as often as in all the library", lift=told.lift))
        name.setFixedWidth(NAME_WIDTH)
        words.addWidget(name)
        words.addWidget(share)
        words.addStretch(1)
        evidence = PhotoStrip(self._workers.browse, self._workers.pictures, SIDE, self)
        evidence.setAccessibleName(tr("Photos that show {label}", label=told.label))
        evidence.show_photos(told.evidence)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(words)
        row.addWidget(evidence, 1)
        return row

    def _ask_album(self) -> None:
        self.album_requested.emit(self.found)

    def _ask_smart(self) -> None:
        self.smart_album_requested.emit(self.found.labels[0].label)


def _share_words(share: float) -> str:
    return tr("{percent:.0f}\N{NO-BREAK SPACE}% of the photos", percent=100 * share)
