"""The review bench: the photos of one label, to be accepted or rejected by single keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mmdesk.core.labels import LabelSet, TagState
from mmdesk.core.photo import Folder, PhotoId
from mmdesk.ui.empty import EmptyPlace
from mmdesk.ui.parts.hairline import Hairline
from mmdesk.ui.tags.cutoff_bar import CutoffBar
from mmdesk.ui.tags.filters import Filters
from mmdesk.ui.tags.review_grid import ReviewGrid
from mmdesk.ui.tags.review_header import ReviewHeader
from mmdesk.ui.tags.review_list import ReviewList
from mmdesk.ui.tags.review_loupe import ReviewLoupe
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork
from mmdesk.work.tagging import LabelReview, TagsWork

USUAL = {
    "open": (TagState.SUGGESTED,),
    "given": (TagState.ACCEPTED, TagState.MANUAL),
    "rejected": (TagState.REJECTED,),
}
"""States of the photos one looks at in each view."""

NOTHING = {
    "open": ("Nothing to review", "No other photo looks enough like “{label}”."),
    "given": ("No photo has this label yet", "Accept some with A; the label learns from every one."),
    "rejected": (
        "Nothing was rejected",
        "Photos you reject with X are listed here and never suggested again.",
    ),
}


class ReviewPanel(QStackedWidget):
    """The wall of a label under its header, filters and cut-off; or the loupe over it.

    What is decided is shown at once and written in the background. The label learns from it; then the photos
    ahead take their new order, while the one under the cursor and all before it stay.
    """

    def __init__(
        self, work: TagsWork, browse: BrowseWork, pictures: PictureWork, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._work, self._browse, self._pictures = work, browse, pictures
        self._labels: LabelSet | None = None
        self._label = ""
        self._sheet: LabelReview | None = None
        self._photos = ReviewList()
        self.header = ReviewHeader(self)
        self.filters = Filters(self)
        self.cutoff = CutoffBar(self)
        self.grid = ReviewGrid(browse, pictures, self)
        self._empty = EmptyPlace(self)
        self._loupe: ReviewLoupe | None = None
        self._wall = self._lay_out()
        self.addWidget(self._wall)
        self._connect()

    # What is reviewed

    @property
    def label(self) -> str:
        """The label under review; empty where there is none."""
        return self._label

    @property
    def photos(self) -> ReviewList:
        """What is shown, in order."""
        return self._photos

    @property
    def empty_heading(self) -> str:
        """What is said in place of photos; empty while there are some."""
        return self._empty.heading if self._body.currentWidget() is self._empty else ""

    def review(self, labels: LabelSet, name: str) -> None:
        """Take up a label: its most probable photos first."""
        self.leave_loupe()
        self._labels, self._label, self._sheet = labels, name, None
        self.header.tell(name, "")
        self.filters.show_view("open")
        self._ask()

    def show_folders(self, folders: Sequence[Folder]) -> None:
        """Folders to choose from."""
        self.filters.show_folders(folders)

    def take_focus(self) -> None:
        """Let the keyboard work on the photos."""
        (self._loupe if self._loupe is not None and self.is_loupe_open else self.grid).setFocus()

    def _ask(self) -> None:
        if self._labels is not None:
            self._work.ask_sheet(self._labels, self._label, self.filters.wish)

    def _ask_anew(self) -> None:
        """Something else is wished for: begin at its top."""
        self._sheet = None
        self._ask()

    def _take(self, sheet: LabelReview) -> None:
        """Show a sheet; one that was here before goes on where it stands."""
        if sheet.label != self._label:
            return
        goes_on = self._sheet is not None and self._sheet.wish == sheet.wish
        before, self._sheet = self._photos, sheet
        place = self.grid.current_place
        kept = place + 1 if goes_on and place is not None else 0
        self._photos = before.taken_in(sheet, kept)
        self.header.show_sheet(sheet)
        self.filters.show_counts(len(sheet.given), len(sheet.rejected))
        self._show(goes_on=goes_on)
        if goes_on:
            self._follow_change(before)

    def _show(self, *, goes_on: bool) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        if not goes_on:
            self.cutoff.set_cutoff(sheet.cutoff)
        self.cutoff.setVisible(sheet.wish.view == "open" and len(self._photos) > 0)
        self.grid.show_list(self._photos, self._line(), USUAL[sheet.wish.view])
        self._tell_counts()
        if len(self._photos):
            self._body.setCurrentWidget(self.grid)
        else:
            self._say_nothing(sheet)
        if not goes_on:
            self.grid.start()

    def _follow_change(self, before: ReviewList) -> None:
        """Where a decision was taken back, stand on its photo."""
        changed = self._photos.first_changed(before)
        if changed is not None and not self.is_loupe_open:
            self.grid.go_to(changed)

    def _say_nothing(self, sheet: LabelReview) -> None:
        heading, advice = NOTHING[sheet.wish.view]
        self._empty.say(heading, advice.format(label=sheet.label), icon="tags")
        self._body.setCurrentWidget(self._empty)

    def _line(self) -> int:
        is_open = self._sheet is not None and self._sheet.wish.view == "open"
        return self._photos.line(self.cutoff.cutoff) if is_open else len(self._photos)

    def _tell_counts(self) -> None:
        chances, cutoff = self._photos.chances(), self.cutoff.cutoff
        above = sum(chance >= cutoff for chance in chances)
        self.cutoff.show_chances(chances)
        self.cutoff.tell_counts(above, len(chances) - above)

    def _move_line(self) -> None:
        self.grid.draw_line(self._line())
        self._tell_counts()

    # Deciding

    def accept(self) -> None:
        """The chosen photos show the label."""
        self._decide_chosen(TagState.ACCEPTED)

    def reject(self) -> None:
        """The chosen photos do not show the label."""
        self._decide_chosen(TagState.REJECTED)

    def _decide_chosen(self, state: TagState) -> None:
        place = self.grid.current_place
        if place is None:
            return
        alone = [int(self._photos[place].photo)]
        chosen = alone if self.is_loupe_open else self.grid.selected_ids()
        self._decide(chosen, state)
        self._go_on(place)

    def _decide(self, photos: Sequence[int], state: TagState) -> None:
        if self._labels is None or not photos:
            return
        ids = [PhotoId(photo) for photo in photos]
        (self._work.reject if state is TagState.REJECTED else self._work.accept)(
            self._labels, self._label, ids
        )
        self._photos.mark(ids, state)
        self.grid.viewport().update()
        self._tell_counts()

    def _go_on(self, place: int) -> None:
        """To the next photo nothing was decided of; where there is none left, stay."""
        following = self._photos.next_open(place)
        if self._sheet is not None and self._sheet.wish.view != "open":
            following = min(place + 1, len(self._photos) - 1)
        if following is not None:
            self.grid.go_to(following)
            if self.is_loupe_open and self._loupe is not None:
                self._loupe.open(self.grid.ids(), following)

    def _accept_above(self) -> None:
        photos = self._photos.open_above(self.cutoff.cutoff)
        self._decide(photos, TagState.ACCEPTED)
        self._go_on(-1)

    def _reject_below(self) -> None:
        photos = self._photos.open_below(self.cutoff.cutoff)
        self._decide(photos, TagState.REJECTED)
        self._go_on(-1)

    def _reset(self) -> None:
        if self._labels is not None:
            self._work.forget(self._labels, self._label)

    # The loupe

    @property
    def is_loupe_open(self) -> bool:
        """Whether a single photo is looked at."""
        return self._loupe is not None and self.currentWidget() is self._loupe

    def open_loupe(self, _photo: PhotoId) -> None:
        """Look at the current photo in full."""
        place = self.grid.current_place
        if place is not None:
            loupe = self._the_loupe()
            self.setCurrentWidget(loupe)
            loupe.open(self.grid.ids(), place)

    def leave_loupe(self) -> None:
        """Back to the wall, if the loupe is open."""
        if self._loupe is not None and self.is_loupe_open:
            self._loupe.close_loupe()

    def _the_loupe(self) -> ReviewLoupe:
        """Made when it is first opened."""
        if self._loupe is None:
            self._loupe = ReviewLoupe(self._browse, self._pictures, self)
            self._loupe.closed.connect(self._return_to)
            self._loupe.current_changed.connect(self._stand_on)
            self._loupe.accept_requested.connect(self.accept)
            self._loupe.reject_requested.connect(self.reject)
            self.addWidget(self._loupe)
        return self._loupe

    def _stand_on(self, photo: PhotoId) -> None:
        if self.grid.current_id() != photo:
            self.grid.select(photo)

    def _return_to(self, photo: PhotoId) -> None:
        self.setCurrentWidget(self._wall)
        self.grid.select(photo)
        self.grid.setFocus()

    # How it is put together

    def _lay_out(self) -> QWidget:
        wall = QWidget(self)
        wall.setProperty("role", "ground")
        wall.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._body = QStackedWidget(wall)
        self._body.addWidget(self.grid)
        self._body.addWidget(self._empty)
        column = QVBoxLayout(wall)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.header)
        column.addWidget(self.filters)
        column.addWidget(self.cutoff)
        column.addWidget(Hairline())
        column.addWidget(self._body, 1)
        return wall

    def _connect(self) -> None:
        self._work.review_loaded.connect(self._take)
        self._work.stepped.connect(self.header.say)
        self.filters.changed.connect(self._ask_anew)
        self.header.reset_requested.connect(self._reset)
        self.cutoff.moved.connect(self._move_line)
        self.cutoff.accept_requested.connect(self._accept_above)
        self.cutoff.reject_requested.connect(self._reject_below)
        self.grid.accept_requested.connect(self.accept)
        self.grid.reject_requested.connect(self.reject)
        self.grid.opened.connect(self.open_loupe)
        self._bind(QKeySequence.StandardKey.Undo, self._work.undo)
        self._bind(QKeySequence(Qt.Modifier.CTRL | Qt.Modifier.SHIFT | Qt.Key.Key_Z), self._work.redo)

    def _bind(self, key: QKeySequence | QKeySequence.StandardKey, act: object) -> None:
        action = QAction(self)
        action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(act)
        self.addAction(action)
