"""The Tags place: the labels there are, and the review of their photos."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.core.photo import PhotoId
from mmdesk.core.sidecars import ReadSummary
from mmdesk.core.tagging.overview import Overview
from mmdesk.ui.empty_state import EmptyState
from mmdesk.ui.parts.splitter import Splitter
from mmdesk.ui.tags.folders_page import FoldersPage
from mmdesk.ui.tags.label_set_menu import LabelSetMenu
from mmdesk.ui.tags.labels_panel import LabelsPanel
from mmdesk.ui.tags.review_panel import ReviewPanel
from mmdesk.work.workers import Workers

WIDTHS = [250, 1030]
UNSAVED, UNSAVED_NEW = tr("Go on with unsaved changes"), tr("Go on with the new set")


class TagsPlace(Splitter):
    """Labels at the left; at the right the review, or why there is nothing to review.

    Signals:
        add_requested(): the user wants to add a folder.
        told(str): something happened, in one sentence.
    """

    add_requested = Signal()
    told = Signal(str)

    def __init__(self, workers: Workers, parent: QWidget | None = None) -> None:
        super().__init__("tags", parent)
        self._workers = workers
        self._overview: Overview | None = None
        self._wanted = ""
        self._tag_when_known = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Tags"))
        self.menu = LabelSetMenu(workers, self)
        self.panel = LabelsPanel(self.menu, self)
        self.review_panel = ReviewPanel(workers, self)
        self.folders = FoldersPage(workers, self)
        self.empty = EmptyState(self)
        self._pages = QStackedWidget(self)
        for page in (self.empty, self.review_panel, self.folders):
            self._pages.addWidget(page)
        self._lay_out()
        self._connect()

    @property
    def shown(self) -> Overview | None:
        """The set that is looked at, once it is known."""
        return self._overview

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh, so that whoever comes here sees what is there now."""
        super().showEvent(event)
        self._workers.overview.refresh()

    def refresh(self) -> None:
        """Take in what has changed in the library, where anybody looks."""
        if self.isVisible():
            self._workers.overview.refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard to the photos."""
        super().focusInEvent(event)
        self._take_focus()

    def _take_focus(self) -> None:
        if self._pages.currentWidget() is self.review_panel:
            self.review_panel.take_focus()
        else:
            (self.folders if self._is_about_folders else self.empty).setFocus()

    def review(self, label: str) -> None:
        """Review a label, as soon as its set is known."""
        self._wanted = label
        self.panel.pages.button(0).setChecked(True)
        self._workers.overview.choose_label(label)

    def _show(self, shown: Overview) -> None:
        """Show a set; another one begins with the first of its labels that waits for review."""
        is_other = self._overview is None or is_another(self._overview, shown)
        self._overview = shown
        self.panel.show_overview(shown)
        self.menu.show_overview(shown)
        self._offer_drafts()
        if is_other and self._is_about_folders and shown.photos:
            self.folders.look(shown.labels)
        if is_other or self._wanted or not self.review_panel.label:
            self._begin(shown)
        self._offer_next()
        self._choose_page(shown)
        if self._tag_when_known:
            self._tag_when_known = False
            self._start_tagging()

    def _begin(self, shown: Overview) -> None:
        """Begin with the label that is wanted, the one under review, or the first that waits."""
        waiting = [line.name for line in shown.lines if line.suggested or line.given]
        kept = (
            self.review_panel.label if shown.labels.find(self.review_panel.label) else next(iter(waiting), "")
        )
        name, self._wanted = self._wanted or kept, ""
        self.panel.labels.choose(name)
        if name:
            self.review_panel.review(shown.labels, name)
        else:
            self.review_panel.leave()

    def _choose_page(self, shown: Overview) -> None:
        """Show the review, or why there is nothing to review; with one button to look for labels, not two."""
        is_asked = not (shown.was_looked_for or shown.is_by_hand or self._has_tags(shown))
        self.panel.look.setVisible(shown.photos > 0 and not (is_asked or shown.is_by_hand))
        if not shown.photos and self._workers.index.is_running:
            advice = tr("Labels can be looked for as soon as they are here.")
            self.empty.say(tr("The first photos are on their way"), advice, icon="tags")
        elif not shown.photos:
            self.empty.say(
                tr("No photos yet"),
                tr("Add a folder of photographs to find labels for them."),
                tr("Add a folder…"),
                icon="tags",
            )
        elif self._is_about_folders:
            self._pages.setCurrentWidget(self.folders)
            return
        elif self._workers.tagging.is_running:
            self.empty.say(tr("Looking for labels"), tr("They appear here in a moment."), icon="tags")
        elif is_asked:
            self.empty.say(
                tr(
                    "Look for {labels} in {photos}",
                    labels=trn("{n:,} label", "{n:,} labels", len(shown.labels)),
                    photos=trn("{n:,} photo", "{n:,} photos", shown.photos),
                ),
                tr(
                    "What the photos show was worked out when they were added; no photo is opened again. "
                    "You decide on every suggestion."
                ),
                tr("Look for labels"),
                icon="tags",
            )
        elif not self.review_panel.label:
            self.empty.say(
                tr("No photo shows any of these labels"),
                tr("Choose a label at the left to see what comes near it, or another set of labels."),
                icon="tags",
            )
        else:
            self._show_review()
            return
        self._pages.setCurrentWidget(self.empty)

    def _show_review(self) -> None:
        """Show the review; the keyboard that waited for it here works on its photos."""
        waited = self.empty.hasFocus()
        self._pages.setCurrentWidget(self.review_panel)
        if waited:
            self.review_panel.take_focus()

    @property
    def _is_about_folders(self) -> bool:
        return self.panel.pages.checkedId() == 1

    def _turn_page(self) -> None:
        """Turn to the review of labels, or to what folders show."""
        if self._overview is None:
            return
        if self._is_about_folders and self._overview.photos:
            self.folders.look(self._overview.labels)
        self._choose_page(self._overview)

    def _has_tags(self, shown: Overview) -> bool:
        return any(line.suggested or line.given for line in shown.lines)

    def _help(self) -> None:
        if self._overview is None or not self._overview.photos:
            self.add_requested.emit()
        else:
            self._start_tagging()

    def _start_tagging(self) -> None:
        if self._overview is not None and not self._overview.is_by_hand:
            self._workers.tagging.tag(self._overview.labels)

    def _review(self, name: str) -> None:
        if self._overview is not None:
            self.panel.pages.button(0).setChecked(True)
            self.review_panel.review(self._overview.labels, name)
            self._offer_next()
            self._choose_page(self._overview)

    def _offer_drafts(self) -> None:
        has_new = self._workers.label_sets.draft("") is not None
        words = UNSAVED if self.menu.has_draft else UNSAVED_NEW if has_new else ""
        self.panel.offer_drafts(words)

    def _offer_next(self) -> None:
        if self._overview is not None:
            self.review_panel.offer_next(self._overview.next_waiting(self.review_panel.label))

    def _go_on(self, name: str) -> None:
        """Review the next label, with the keyboard on its photos."""
        self.panel.choose(name)
        self.review_panel.take_focus()

    def _enter(self) -> None:
        """Go from the labels to the photos or, at the end of a review, to the next label."""
        if not self.review_panel.go_to_next():
            self._take_focus()

    def _take_dropped(self, name: str, photos: list[int]) -> None:
        """Give photos dragged from one label to another that one, too."""
        if self._overview is not None:
            ids = [PhotoId(photo) for photo in photos]
            self._workers.decisions.add(self._overview.labels, name, ids)
            said = trn("{n:,} photo tagged {label}", "{n:,} photos tagged {label}", len(ids), label=name)
            self.review_panel.header.say(said)

    def _choose_set(self, name: str) -> None:
        self._workers.overview.choose_set(name)

    def _take_up_set(self, name: str) -> None:
        """Look anew for the labels of a set that was changed; one that is new waits to be asked for."""
        before = self._overview
        self._tag_when_known = bool(before and before.was_looked_for and before.labels.name == name)
        self._workers.overview.choose_set(name)

    def _tell_exported(self, file: Path) -> None:
        self.told.emit(tr("The label set is written to {file}.", file=file))

    def _tell_read(self, summary: ReadSummary) -> None:
        """Tell of keywords that became tags given by hand."""
        self._workers.overview.refresh()
        self.told.emit(
            tr(
                "{tags} taken from the files of {photos}, and stars or a flag for {rated}.",
                tags=trn("{n:,} tag", "{n:,} tags", summary.tags),
                photos=trn("{n:,} photo", "{n:,} photos", summary.photos),
                rated=trn("{n:,} photo", "{n:,} photos", summary.rated),
            )
        )

    def _mark_looking(self) -> None:
        """Show what is being looked for. The keyboard leaves the button before it is disabled."""
        was_pressed = self.panel.look.hasFocus()
        if self._overview is not None:
            self._choose_page(self._overview)
        if was_pressed:
            self._take_focus()
        self.panel.look.setEnabled(not self._workers.tagging.is_running)

    def _lay_out(self) -> None:
        self.put((self.panel, self._pages), WIDTHS)

    def _connect(self) -> None:
        workers = self._workers
        workers.overview.overview_loaded.connect(self._show)
        workers.tagging.started.connect(self._mark_looking)
        workers.tagging.ended.connect(self._mark_looking)
        workers.index.started.connect(self._mark_looking)
        workers.index.ended.connect(self._mark_looking)
        workers.label_sets.stored.connect(self._take_up_set)
        workers.label_sets.removed.connect(self._take_up_set)
        workers.label_sets.drafts_changed.connect(self._offer_drafts)
        workers.label_sets.exported.connect(self._tell_exported)
        workers.sidecars.read.connect(self._tell_read)
        workers.browse.folders_loaded.connect(self.review_panel.show_folders)
        self.menu.aboutToShow.connect(lambda: self.menu.offer_album(self.review_panel.label))
        self.panel.drafts.clicked.connect(self.menu.go_on)
        self.panel.page_chosen.connect(self._turn_page)
        self.panel.set_chosen.connect(self._choose_set)
        self.panel.label_chosen.connect(self._review)
        self.panel.labels.dropped.connect(self._take_dropped)
        self.panel.labels.confirmed.connect(self._enter)
        self.review_panel.done.next_requested.connect(self._go_on)
        self.review_panel.done.album_requested.connect(workers.albums.make_smart_album)
        self.panel.tagging_requested.connect(self._start_tagging)
        self.empty.pressed.connect(self._help)


def is_another(before: Overview, now: Overview) -> bool:
    """Whether it is another set, or one with other labels. Labels given by hand come and go."""
    if before.labels.name != now.labels.name:
        return True
    return before.labels != now.labels and not now.is_by_hand
