"""The inspector: everything known of the photo one looks at, its rating, and why it was found."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.core.paths import display_name
from mmdesk.core.photo import Photo, PhotoId, Pick
from mmdesk.core.photo_text import PhotoText
from mmdesk.core.query import Hit
from mmdesk.ui.details.facts import FactsTable
from mmdesk.ui.details.stars import StarsEdit
from mmdesk.ui.details.tags import TagsEdit
from mmdesk.ui.details.why import WhyItMatched
from mmdesk.ui.parts.hairline import Hairline
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.photo_tags import PhotoTagsWork
from mmdesk.work.texts import TextsWork

_MARGIN = 16


class Inspector(QStackedWidget):
    """Facts about one photo, or a word that none is chosen."""

    def __init__(
        self,
        browse: BrowseWork,
        tags: PhotoTagsWork,
        texts: TextsWork | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._browse, self._texts = browse, texts
        self._text = PhotoText()
        self._photo_id: PhotoId | None = None
        self._hit: Hit | None = None
        self._name = ElidedLabel("", "heading", Qt.TextElideMode.ElideMiddle)
        self._stars = StarsEdit()
        self._picks = {
            Pick.PICKED: self._make_pick_button("pick", tr("Pick ({key})", key="P"), Pick.PICKED),
            Pick.REJECTED: self._make_pick_button("reject", tr("Reject ({key})", key="X"), Pick.REJECTED),
        }
        self._why = WhyItMatched()
        self._why_part = _part(tr("Why it matched"), self._why)
        self.tags = TagsEdit(tags)
        self._facts = FactsTable()
        self._nothing = self._make_nothing()
        self._everything = self._make_everything()
        self._connect()
        self.setProperty("role", "panel")
        self.setMinimumWidth(220)
        self.setAccessibleName(tr("Details"))

    def show_photo(self, photo_id: PhotoId | None, hit: Hit | None = None) -> None:
        """Show a photo, and why it was found where it was; or that none is chosen."""
        if photo_id != self._photo_id:
            self._text = PhotoText()
        self._photo_id = photo_id
        self._hit = hit
        self._ask_text()
        if photo_id is not None and self._browse.photo(photo_id) is None:
            self._browse.request_photos([photo_id])
        self._refresh()

    def _ask_text(self) -> None:
        if self._texts is not None and self._photo_id is not None:
            self._texts.request(self._photo_id)

    def _take_text(self, photo: PhotoId, text: PhotoText | None) -> None:
        if photo == self._photo_id:
            self._text = text or PhotoText()
            self._refresh()

    def _note_read(self, photos: Sequence[int]) -> None:
        if self._photo_id in photos:
            self._ask_text()

    def _take_rows(self, photos: Sequence[Photo]) -> None:
        if any(photo.id == self._photo_id for photo in photos):
            self._refresh()

    def _refresh(self) -> None:
        photo = None if self._photo_id is None else self._browse.photo(self._photo_id)
        if self._photo_id is None:
            self.setCurrentWidget(self._nothing)
        elif photo is not None:
            self._show(photo)
            self.setCurrentWidget(self._everything)

    def _show(self, photo: Photo) -> None:
        self._name.set_text(display_name(photo.path))
        self._stars.show_rating(photo.rating)
        for pick, button in self._picks.items():
            button.setChecked(photo.pick is pick)
        self._why_part.setVisible(self._hit is not None)
        if self._hit is not None:
            self._why.show_hit(self._hit)
        self._facts.show_photo(photo, self._text)

    def _rate(self, stars: int) -> None:
        if self._photo_id is not None:
            self._browse.set_rating([self._photo_id], stars)

    def _flag(self, pick: Pick, *, wanted: bool) -> None:
        if self._photo_id is not None:
            self._browse.set_pick([self._photo_id], pick if wanted else Pick.UNFLAGGED)

    def _connect(self) -> None:
        self._stars.rated.connect(self._rate)
        self._browse.photos_loaded.connect(self._take_rows)
        self._browse.photos_changed.connect(self._take_rows)
        if self._texts is not None:
            self._texts.known.connect(self._take_text)
            self._texts.read.connect(self._note_read)

    def _make_pick_button(self, purpose: str, name: str, pick: Pick) -> IconButton:
        button = IconButton(purpose, name)
        button.setCheckable(True)
        button.clicked.connect(lambda checked: self._flag(pick, wanted=checked))
        return button

    def _make_nothing(self) -> QWidget:
        words = label(tr("Choose a photo to see its details."), "muted")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self.addWidget(words)
        return words

    def _make_everything(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(12)
        column.addWidget(self._name)
        column.addLayout(self._verdict())
        column.addWidget(self._why_part)
        column.addWidget(_part(tr("Tags"), self.tags))
        column.addWidget(_part(tr("Photo"), self._facts))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.addWidget(area)
        return area

    def _verdict(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.setContentsMargins(-3, 0, 0, 0)  # the first star stands in line with the words above it
        row.addWidget(self._stars)
        row.addStretch(1)
        for button in self._picks.values():
            row.addWidget(button)
        return row


def _part(title: str, content: QWidget) -> QWidget:
    """A part of the inspector: a hairline, its title, what it holds."""
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 4, 0, 4)
    column.setSpacing(10)
    column.addWidget(Hairline())
    column.addWidget(label(title, "section"))
    column.addWidget(content)
    return part
