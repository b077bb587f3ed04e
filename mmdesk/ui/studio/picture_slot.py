"""A place for one picture of the user's: dropped from the library or from anywhere, or chosen."""

import os

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr
from mmdesk.core.paths import display_name
from mmdesk.ui.files.dialogs import picture_dialog
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.ui.search.dropped import holds_anything, what_is_in
from mmdesk.ui.studio.images import image_of
from mmdesk.work.pictures import PictureWork

SIDE = 56


class PictureSlot(QFrame):
    """A place that says what to drop; filled, it shows the picture, and below its name what `extra` offers.

    Signals:
        changed(): another picture, or none.
    """

    changed = Signal()

    def __init__(
        self,
        invitation: str,
        pictures: PictureWork,
        extra: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAcceptDrops(True)
        self._pictures = pictures
        self._path: bytes | None = None
        self._picture = QLabel(self)
        self._picture.setFixedSize(QSize(SIDE, SIDE))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = ElidedLabel("", cut=Qt.TextElideMode.ElideMiddle, parent=self)
        self._invitation = label(invitation, "small", self)
        self._invitation.setWordWrap(True)
        self._choose = QPushButton(tr("Choose…"), self)
        self._clear = IconButton("clear", tr("Take this picture away"), self, side=14)
        self._extra = extra
        self._lay_out()
        self._choose.clicked.connect(self._ask_for_file)
        self._clear.clicked.connect(self.empty)
        pictures.preview_loaded.connect(self._show_preview)
        self._show_state()

    @property
    def path(self) -> bytes | None:
        """The picture's file, or None."""
        return self._path

    def invite(self, words: str) -> None:
        """Say what a picture dropped here is for."""
        self._invitation.setText(words)

    def fill(self, path: bytes) -> None:
        """Take this picture."""
        self._path = path
        self._name.set_text(display_name(path))
        self._picture.clear()
        self._pictures.request_preview(path)
        self._show_state()
        self.changed.emit()

    def empty(self) -> None:
        """Take no picture."""
        if self._path is not None:
            self._path = None
            self._show_state()
            self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures from the grid or from elsewhere."""
        if holds_anything(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file."""
        files = what_is_in(event.mimeData()).files
        if files:
            self.fill(files[0])
            event.acceptProposedAction()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._invitation)
        if self._extra is not None:
            words.addWidget(self._extra)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        row.addWidget(self._choose)
        row.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignTop)

    def _show_state(self) -> None:
        is_filled = self._path is not None
        for widget in (self._picture, self._name, self._clear, self._extra):
            if widget is not None:
                widget.setVisible(is_filled)
        for widget in (self._invitation, self._choose):
            widget.setVisible(not is_filled)

    def _show_preview(self, ready: tuple[bytes, FullPicture | str]) -> None:
        path, found = ready
        if path == self._path and isinstance(found, FullPicture):
            self._picture.setPixmap(_fitted(image_of(found), SIDE, self.devicePixelRatioF()))
        elif path == self._path:
            self._name.set_text(str(found))

    def _ask_for_file(self) -> None:
        dialog = picture_dialog(self, tr("Choose a picture"))
        dialog.fileSelected.connect(self._take_file)
        dialog.open()

    def _take_file(self, path: str) -> None:
        self.fill(os.fsencode(path))


def _fitted(image: QImage, side: int, ratio: float) -> QPixmap:
    """`image` within a square of `side`, sharp on this screen."""
    pixels = round(side * ratio)
    smaller = image.scaled(
        pixels, pixels, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    pixmap = QPixmap.fromImage(smaller)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
