"""A picture file that is not in the library, looked at on its own."""

import os

from PySide6.QtCore import QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.core.paths import display_name, display_path
from mmdesk.ui.loupe.canvas import PictureCanvas
from mmdesk.ui.loupe.pyramid import Pyramid
from mmdesk.ui.parts.labels import ElidedLabel
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.work.pictures import PictureWork

SIZE = (960, 720)

ZOOMS = {Qt.Key.Key_Plus: 1.5, Qt.Key.Key_Equal: 1.5, Qt.Key.Key_Minus: 1 / 1.5}


class LonePhotoDialog(QDialog):
    """The picture, to be zoomed as in the loupe; below it, what the library could do with it.

    Signals:
        folder_wanted(bytes): its folder is to be added to the library.
        similar_wanted(bytes): photos like it are looked for.
    """

    folder_wanted = Signal(object)
    similar_wanted = Signal(object)

    def __init__(self, path: bytes, pictures: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(display_name(path))
        resize_on_screen(self, *SIZE)
        self._canvas = PictureCanvas(self)
        self._canvas.setAccessibleName(display_name(path))
        self._told = ElidedLabel(
            tr("{path} is not in the library.", path=display_path(path)),
            "muted",
            Qt.TextElideMode.ElideMiddle,
            self,
        )
        self._lay_out()
        pictures.file_loaded.connect(self._take)
        pictures.request_file(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom by the keys of the loupe, go with Escape."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Z:
            self._canvas.toggle_full_size()
        elif key in ZOOMS:
            self._canvas.zoom(ZOOMS[key])
        else:
            super().keyPressEvent(event)

    def _take(self, answer: tuple[bytes, object]) -> None:
        path, picture = answer
        if path != self._path:
            return
        if isinstance(picture, Pyramid):
            self._canvas.show_picture(QSizeF(picture.size), None, picture)
        else:
            self._told.set_text(str(picture))

    def _lay_out(self) -> None:
        similar, add = QPushButton(tr("Find photos like it"), self), QPushButton(tr("Add its folder"), self)
        add.setToolTip(tr("Look at all photos of its folder, and find them from now on"))
        similar.clicked.connect(self._ask_similar)
        add.clicked.connect(self._ask_folder)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self._told, 1)
        foot.addWidget(similar)
        foot.addWidget(add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._canvas, 1)
        column.addLayout(foot)

    def _ask_similar(self) -> None:
        self.similar_wanted.emit(self._path)
        self.close()

    def _ask_folder(self) -> None:
        self.folder_wanted.emit(os.path.dirname(self._path))
        self.close()
