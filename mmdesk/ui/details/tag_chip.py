"""A tag as a chip: its name, and a cross to take it away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from mmdesk.core.language import in_figures, tr, trn
from mmdesk.core.tagging.photo_tags import SharedTag
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.tooltip import plain_tooltip

SIDE = 11


class TagChip(QFrame):
    """A given tag is filled; a suggested one is an outline that waits for a yes.

    Signals:
        pressed(SharedTag): its name was.
        removed(SharedTag): its cross was.
    """

    pressed = Signal(object)
    removed = Signal(object)

    def __init__(self, tag: SharedTag, photos: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tag = tag
        self.setProperty("role", "suggestion" if tag.is_suggested else "chip")
        some = f"  {in_figures(len(tag.photos))}" if len(tag.photos) < photos else ""
        self.name = QPushButton(f"{tag.label}{some}".replace("&", "&&"), self)
        self.name.setProperty("role", "chip")
        self.name.setAutoDefault(False)
        self.name.setToolTip(plain_tooltip(_says(tag, photos)))
        self.cross = IconButton("clear", _cross_says(tag), self, side=SIDE)
        self.name.clicked.connect(self._press)
        self.cross.clicked.connect(self._remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 1, 1, 1)
        row.setSpacing(0)
        row.addWidget(self.name)
        row.addWidget(self.cross)

    def _press(self) -> None:
        self.pressed.emit(self.tag)

    def _remove(self) -> None:
        self.removed.emit(self.tag)


def _says(tag: SharedTag, photos: int) -> str:
    if tag.is_suggested:
        does = tr("Suggested: press to accept “{tag}”.", tag=tag.label)
    else:
        does = tr("Press to find more photos of “{tag}”.", tag=tag.label)
    of_all = trn("{some:,} of {n:,} photo.", "{some:,} of {n:,} photos.", photos, some=len(tag.photos))
    return f"{does} {of_all}" if photos > 1 else does


def _cross_says(tag: SharedTag) -> str:
    if tag.is_suggested:
        return tr("Not {tag}: never suggest it again", tag=tag.label)
    return tr("Remove {tag}", tag=tag.label)
