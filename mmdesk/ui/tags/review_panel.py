"""The review of one label: its photos, to be accepted or rejected by single keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mmdesk.core.labels import LabelSet, TagState
from mmdesk.core.language import tr
from mmdesk.core.photo import Folder, PhotoId
from mmdesk.core.tagging.review import LabelReview
from mmdesk.ui.empty_state import EmptyState
from mmdesk.ui.parts.hairline import Hairline
from mmdesk.ui.parts.tab_order import tab_through
from mmdesk.ui.tags.cutoff_bar import CutoffBar
from mmdesk.ui.tags.done_bar import DoneBar, next_words
from mmdesk.ui.tags.review_filters import ReviewFilters
from mmdesk.ui.tags.review_grid import ReviewGrid
from mmdesk.ui.tags.review_header import ReviewHeader
from mmdesk.ui.tags.review_list import ReviewList
from mmdesk.ui.tags.review_loupe import ReviewLoupe
from mmdesk.work.workers import Workers

USUAL = {
    "open": (TagState.SUGGESTED,),
    "given": (TagState.ACCEPTED, TagState.MANUAL),
    "rejected": (TagState.REJECTED,),
}
"""States of the photos one looks at in each view."""

NOTHING = {
    "open": (
        tr("Nothing to review"),
        tr("No other photo looks enough like “{label}”."),
    ),
    "given": (tr("No photo has this label yet"), tr("Accept some with A; the label learns from every one.")),
    "rejected": (
        tr("Nothing was rejected"),
        tr("Photos you reject with X are listed here and never suggested again."),
    ),
}


class ReviewPanel(QStackedWidget):
    """The grid of a label under its header, filters and cut-off; or the loupe over it.

    What is decided is shown at once and written in the background. The label learns from it; then the photos
    ahead take their new order, while the one under the cursor and all before it stay.
    """

    def __init__(self, workers: Workers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workers = workers
        self._labels: LabelSet | None = None
        self._label = ""
        self._review: LabelReview | None = None
        self._photos = ReviewList()
        self.header = ReviewHeader(self)
        self.filters = ReviewFilters(self)
        self.cutoff = CutoffBar(self)
        self.done = DoneBar(self)
        self.grid = ReviewGrid(workers.browse, workers.pictures, self)
        self._empty = EmptyState(self)
        self._loupe: ReviewLoupe | None = None
        self._grid_page = self._lay_out()
        self.addWidget(self._grid_page)
        self._connect()

    # What is reviewed

    @property
    def label(self) -> str:
        """The label under review; empty where there is none."""
        return self._label

    @property
    def photos(self) -> ReviewList:
        """Photos under review, in order."""
        return self._photos

    def review(self, labels: LabelSet, name: str) -> None:
        """Review a label: its most probable photos first."""
        self.leave_loupe()
        self._labels, self._label, self._review = labels, name, None
        self.header.tell(name, "")
        self.filters.show_view("open")
        self._show_nothing_yet()
        self._ask()

    @property
    def is_done(self) -> bool:
        """Whether no suggestion of the label is left to be decided, and some were."""
        return not self.done.isHidden()

    def offer_next(self, label: str) -> None:
        """Offer the review of this label when that of the present one is done; of none where it is empty."""
        self.done.set_next(label)
        if self._review is not None and self._body.currentWidget() is self._empty:
            self._say_nothing(self._review)

    def _show_nothing_yet(self) -> None:
        """Show no photo, so that none of another label is decided for this one."""
        self._photos = ReviewList()
        self.grid.show_list(self._photos, 0, USUAL["open"])
        self._body.setCurrentWidget(self.grid)
        self.cutoff.forget_counts()
        self.cutoff.show_probabilities(())
        self.done.hide()

    def leave(self) -> None:
        """Review nothing."""
        self._labels, self._label, self._review = None, "", None
        self._show_nothing_yet()

    def show_folders(self, folders: Sequence[Folder]) -> None:
        """Offer folders to choose from."""
        self.filters.show_folders(folders)

    def take_focus(self) -> None:
        """Let the keyboard work on the photos."""
        if self._loupe is not None and self.is_loupe_open:
            self._loupe.setFocus()
        else:
            (self._empty if self._body.currentWidget() is self._empty else self.grid).setFocus()

    def _ask(self) -> None:
        if self._labels is not None:
            self._workers.review.request(self._labels, self._label, self.filters.request)

    def _ask_anew(self) -> None:
        """Ask for something else, and begin at its top."""
        self._review = None
        self._ask()

    def _take(self, review: LabelReview) -> None:
        """Show a review; one that was here before goes on where it is."""
        if review.label != self._label:
            return
        goes_on = self._review is not None and self._review.request == review.request
        before, self._review = self._photos, review
        self._photos = before.updated(review, self._kept() if goes_on else 0)
        self.header.show_review(review)
        self._show(goes_on=goes_on)
        if goes_on:
            self._follow_change(before)

    def _kept(self) -> int:
        """Number of photos that stay where they are: as far as one has come, and what was decided at once."""
        position = self.grid.current_position
        return max(0 if position is None else position + 1, self._photos.decided_first())

    def _show(self, *, goes_on: bool) -> None:
        review = self._review
        if review is None:
            return
        if not goes_on:
            self.cutoff.set_cutoff(review.cutoff)
        self.cutoff.setVisible(review.request.view == "open" and len(self._photos) > 0)
        self.grid.show_list(self._photos, self._count_above(), USUAL[review.request.view])
        self._tell_counts()
        if len(self._photos):
            self._body.setCurrentWidget(self.grid)
        else:
            self._say_nothing(review)
        if not goes_on:
            self.grid.start()

    def _follow_change(self, before: ReviewList) -> None:
        """Go to the photo of a decision that was taken back."""
        changed = self._photos.first_changed(before)
        if changed is not None and not self.is_loupe_open:
            self.grid.go_to(changed)

    def _say_nothing(self, review: LabelReview) -> None:
        heading, advice = NOTHING[review.request.view]
        words = next_words(self.done.next_label) if review.request.view == "open" else ""
        self._empty.say(heading, advice.format(label=review.label), words, icon="tags")
        self._body.setCurrentWidget(self._empty)

    def _count_above(self) -> int:
        is_open = self._review is not None and self._review.request.view == "open"
        return self._photos.count_above(self.cutoff.cutoff) if is_open else len(self._photos)

    def _tell_counts(self) -> None:
        probabilities, cutoff = self._photos.probabilities(), self.cutoff.cutoff
        above = sum(probability >= cutoff for probability in probabilities)
        self.cutoff.show_probabilities(probabilities)
        self.cutoff.tell_counts(above, len(probabilities) - above)
        self._tell_decided(probabilities)

    def _tell_decided(self, open_ones: Sequence[float]) -> None:
        """Count what was decided; say so at the end, when no suggestion is left open."""
        review = self._review
        if review is None:
            return
        accepted, rejected = self._photos.counts(review.given, review.rejected)
        self.filters.show_counts(accepted, rejected)
        self.done.show_counts(self.label, accepted, rejected)
        least = min(self.cutoff.cutoff, review.cutoff)
        is_done = max(open_ones, default=0.0) < least and accepted + rejected > 0
        self.done.setVisible(is_done and review.request.view == "open" and len(self._photos) > 0)

    def _move_cutoff(self) -> None:
        self.grid.move_cutoff(self._count_above())
        self._tell_counts()

    # Deciding

    def accept(self) -> None:
        """Accept the label for the selected photos."""
        self._decide_selected(TagState.ACCEPTED)

    def reject(self) -> None:
        """Reject the label for the selected photos."""
        self._decide_selected(TagState.REJECTED)

    def _decide_selected(self, state: TagState) -> None:
        position = self.grid.current_position
        if position is None:
            return
        alone = [int(self._photos[position].photo)]
        was_done = self.is_done
        self._decide(alone if self.is_loupe_open else self.grid.selected_ids() or alone, state)
        self._go_on(position)
        if self.is_done and not was_done:
            self.leave_loupe()

    def _decide(self, photos: Sequence[int], state: TagState) -> None:
        if self._labels is None or not photos:
            return
        ids = [PhotoId(photo) for photo in photos]
        decisions = self._workers.decisions
        decide = decisions.reject if state is TagState.REJECTED else decisions.accept
        decide(self._labels, self._label, ids)
        self._photos.mark(ids, state)
        self.grid.viewport().update()
        self._tell_counts()

    def _go_on(self, position: int) -> None:
        """Go on to the next photo nothing was decided of; where there is none left, stay."""
        following = self._photos.next_undecided(position)
        if self._review is not None and self._review.request.view != "open":
            following = min(position + 1, len(self._photos) - 1)
        if following is not None:
            self.grid.go_to(following)
            if self.is_loupe_open and self._loupe is not None:
                self._loupe.open(self.grid.ids(), following)

    def _accept_above(self) -> None:
        photos = self._photos.undecided_above(self.cutoff.cutoff)
        self._decide(photos, TagState.ACCEPTED)
        self._go_on(-1)
        self.take_focus()

    def _reject_below(self) -> None:
        photos = self._photos.undecided_below(self.cutoff.cutoff)
        self._decide(photos, TagState.REJECTED)
        self._go_on(-1)
        self.take_focus()

    def _reset(self) -> None:
        if self._labels is not None:
            self._workers.learning.forget(self._labels, self._label)

    # The loupe

    @property
    def is_loupe_open(self) -> bool:
        """Whether a single photo is looked at."""
        return self._loupe is not None and self.currentWidget() is self._loupe

    def go_to_next(self) -> bool:
        """Ask for the next label at the end of this one; False where it is not done, or no other waits."""
        is_asked = self.is_done and bool(self.done.next_label)
        if is_asked:
            self.done.go_on()
        return is_asked

    def enter(self) -> None:
        """Go on to the next label at the end of this one; else look closer."""
        if not self.go_to_next():
            self.grid.open_current()

    def open_loupe(self, _photo: PhotoId) -> None:
        """Look at the current photo in full."""
        position = self.grid.current_position
        if position is not None:
            loupe = self._the_loupe()
            self.setCurrentWidget(loupe)
            loupe.open(self.grid.ids(), position)

    def leave_loupe(self) -> None:
        """Go back to the grid, if the loupe is open."""
        if self._loupe is not None and self.is_loupe_open:
            self._loupe.close_loupe()

    def _the_loupe(self) -> ReviewLoupe:
        """The loupe, made when it is first opened."""
        if self._loupe is None:
            self._loupe = ReviewLoupe(self._workers.browse, self._workers.pictures, self)
            self._loupe.closed.connect(self._return_to)
            self._loupe.current_changed.connect(self._select_photo)
            self.addWidget(self._loupe)
        return self._loupe

    def _select_photo(self, photo: PhotoId) -> None:
        if self.grid.current_id() != photo:
            self.grid.select(photo)

    def _return_to(self, photo: PhotoId) -> None:
        self.setCurrentWidget(self._grid_page)
        self.grid.select(photo)
        self.grid.setFocus()

    # How it is put together

    def _lay_out(self) -> QWidget:
        page = QWidget(self)
        page.setProperty("role", "ground")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._body = QStackedWidget(page)
        self._body.addWidget(self.grid)
        self._body.addWidget(self._empty)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.header)
        column.addWidget(self.filters)
        column.addWidget(self.cutoff)
        column.addWidget(Hairline())
        column.addWidget(self.done)
        column.addWidget(self._body, 1)
        tab_through(self.grid, *self.done.buttons)  # for the keyboard is there when the last one is decided
        return page

    def _connect(self) -> None:
        self._workers.review.review_loaded.connect(self._take)
        self.filters.changed.connect(self._ask_anew)
        self.header.reset_requested.connect(self._reset)
        self.cutoff.moved.connect(self._move_cutoff)
        self.cutoff.accept_requested.connect(self._accept_above)
        self.cutoff.reject_requested.connect(self._reject_below)
        self.grid.opened.connect(self.open_loupe)
        self.grid.entered.connect(self.enter)
        self._empty.pressed.connect(self.done.go_on)
        self.done.album_requested.connect(self.take_focus)
        self._bind("A", self.accept)
        self._bind("X", self.reject)

    def _bind(self, key: str, act: object) -> None:
        """Let a key act while this is seen; a field in which one types keeps its letters."""
        action = QAction(self)
        action.setShortcut(key)
        action.triggered.connect(act)
        self.addAction(action)
