"""What an engine is, in a sentence beside a picture that it painted."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mmdesk.core.language import tr
from mmdesk.core.painting.engines import EngineCard
from mmdesk.core.places import engine_picture
from mmdesk.ui.parts.labels import label

SIDE = 72
"""Side of the picture, in pixels that do not depend on the screen."""


class EngineSample(QWidget):
    """Sentence and picture of an engine; of one whose models do not come along there is no picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel(self)
        self._picture.setFixedSize(QSize(SIDE, SIDE))
        self._picture.setScaledContents(True)
        self._sentence = label("", "small", self)
        self._sentence.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)

    def show_engine(self, card: EngineCard) -> None:
        """Show those of `card`."""
        self._sentence.setText(card.sentence)
        pixmap = QPixmap(str(engine_picture(card.name)))
        self._picture.setPixmap(pixmap)
        self._picture.setAccessibleName(tr("A picture painted by {title}", title=card.title))
        self._picture.setVisible(not pixmap.isNull())

    @property
    def sentence(self) -> str:
        """What is said of the engine."""
        return self._sentence.text()
