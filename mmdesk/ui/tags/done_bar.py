"""The bar at the end of a review: what was decided of the label, and the ways on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from mmdesk.core.language import tr
from mmdesk.ui.parts.labels import ElidedLabel
from mmdesk.ui.parts.tooltip import plain_tooltip

NOTHING_WAITS = tr("No other label waits.")


class DoneBar(QFrame):
    """Shown when every suggestion of a label is decided.

    Signals:
        next_requested(str): the review of this label is wanted.
        album_requested(str): an album of the photos with this label is wanted.
    """

    next_requested = Signal(str)
    album_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._label, self._next, self._counts = "", "", ""
        self._told = ElidedLabel("", "body", parent=self)
        self.album = QPushButton(tr("Make an album"), self)
        self.album.setProperty("role", "quiet")
        self.album.clicked.connect(self._ask_album)
        self._button = QPushButton(self)
        self._button.setToolTip(tr("Enter"))
        self._button.clicked.connect(self.go_on)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._told, 1)
        row.addWidget(self.album)
        row.addWidget(self._button)
        self.hide()

    @property
    def buttons(self) -> tuple[QPushButton, QPushButton]:
        """The ways on, as they are seen."""
        return self.album, self._button

    @property
    def next_label(self) -> str:
        """The label that waits; empty where none does."""
        return self._next

    @property
    def words(self) -> str:
        """All that the bar says, button included."""
        return f"{self._counts} {next_words(self._next) or NOTHING_WAITS}"

    def show_counts(self, label: str, accepted: int, rejected: int) -> None:
        """Tell how many photos of `label` were decided either way, and offer an album of those accepted."""
        self._label = label
        self.album.setToolTip(
            plain_tooltip(
                tr(
                    "A smart album: all photos with the tag “{label}”, now and later",
                    label=label,
                )
            )
        )
        self.album.setVisible(accepted > 0)
        self._counts = tr(
            "Done: {accepted:,} accepted, {rejected:,} rejected.", accepted=accepted, rejected=rejected
        )
        self._tell()

    def set_next(self, label: str) -> None:
        """Offer this label as the next; none where it is empty."""
        self._next = label
        self._tell()

    def go_on(self) -> None:
        """Ask for the next label, where one waits."""
        if self._next:
            self.next_requested.emit(self._next)

    def _ask_album(self) -> None:
        """Ask for the album; the button goes, for one is enough."""
        self.album_requested.emit(self._label)
        self.album.hide()

    def _tell(self) -> None:
        self._told.set_text(self._counts if self._next else f"{self._counts} {NOTHING_WAITS}")
        self._button.setText(next_words(self._next).replace("&", "&&"))
        self._button.setVisible(bool(self._next))
        self.setAccessibleName(self.words)


def next_words(label: str) -> str:
    """Words that offer a label: "Next label: dog"; none where there is no other."""
    return tr("Next label: {label}", label=label) if label else ""
