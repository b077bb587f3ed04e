"""The page of folders: what each of them shows, one below the other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from mmdesk.core.albums import Album
from mmdesk.core.labels import LabelSet
from mmdesk.core.language import tr, trn
from mmdesk.core.tagging.folder_labels import FolderLabels
from mmdesk.ui.empty_state import EmptyState
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.scrolled import scrolled
from mmdesk.ui.tags.folder_card import FolderCard
from mmdesk.work.workers import Workers

AT_ONCE = 24
"""Cards made at a time; a library may have thousands of folders."""

WIDEST = 980


class FoldersPage(QStackedWidget):
    """Cards of the folders that show something together."""

    def __init__(self, workers: Workers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workers, self._work = workers, workers.albums
        self._waiting: list[FolderLabels] = []
        self._shown: list[FolderCard] = []
        self.summary = label("", "muted", self)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        self._more = QPushButton(tr("Show more folders"), self)
        self._more.clicked.connect(self._show_more)
        self._empty = EmptyState(self)
        self._list = scrolled(self._page(), self)
        self.addWidget(self._empty)
        self.addWidget(self._list)
        self._work.folders_found.connect(self._show)
        self._work.made.connect(self._tell_made)

    def look(self, labels: LabelSet) -> None:
        """Find out what the folders show of a set."""
        if not self._shown:
            self._empty.say(
                tr("Looking at the folders"), tr("They appear here in a moment."), icon="all photos"
            )
            self.setCurrentWidget(self._empty)
        self._work.look_at_folders(labels)

    def _show(self, found: Sequence[FolderLabels]) -> None:
        for card in self._shown:
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        telling = [folder for folder in found if folder.labels]
        self._shown, self._waiting = [], telling
        self.summary.setText(
            trn(
                "{n:,} folder of {all:,} show something in common",
                "{n:,} folders of {all:,} show something in common",
                len(telling),
                all=len(found),
            )
        )
        if telling:
            self.setCurrentWidget(self._list)
        else:
            self._empty.say(
                tr("No folder stands out"),
                tr("A folder is told of when several of its photos show the same thing."),
                icon="all photos",
            )
            self.setCurrentWidget(self._empty)
        self._show_more()

    def _show_more(self) -> None:
        now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        for folder in now:
            card = FolderCard(folder, self._workers)
            card.album_requested.connect(self._work.make_album)
            card.smart_album_requested.connect(self._work.make_smart_album)
            self._shown.append(card)
            self._cards.addWidget(card)
        self._more.setVisible(bool(self._waiting))

    def _tell_made(self, album: Album) -> None:
        self.summary.setText(
            tr(
                "The album “{album}” is made; it stands below the folders of the Library.",
                album=album.name,
            )
        )

    def _page(self) -> QWidget:
        page = QWidget()
        page.setProperty("role", "ground")
        page.setMaximumWidth(WIDEST)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 28, 32, 32)
        column.setSpacing(0)
        column.addWidget(label(tr("What folders show"), "title", page))
        column.addSpacing(6)
        column.addWidget(self.summary)
        column.addSpacing(20)
        column.addLayout(self._cards)
        column.addSpacing(12)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page
