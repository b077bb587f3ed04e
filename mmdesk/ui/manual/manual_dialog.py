"""The manual: its chapters at the left, the one that is read at the right, and a line to find words."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.language import tr
from mmdesk.core.manual import Manual
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.work.about import AboutWork

SIZE = (980, 720)
CONTENTS_WIDTH = 220
MARGIN = 28
NOT_FOUND = tr("Not found")


class ManualText(QTextBrowser):
    """Text of the manual, whose pictures are at hand and no wider than it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures: Mapping[str, object] = {}
        self.setOpenLinks(False)  # nothing here asks the internet
        self.document().setDocumentMargin(MARGIN)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Picture of this name, in its place."""
        picture = self.pictures.get(name if isinstance(name, str) else name.toString())
        if not isinstance(picture, QImage):
            return super().loadResource(kind, name)
        room = max(200, self.viewport().width() - 2 * MARGIN - 8)
        if picture.width() <= room:
            return picture
        return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)


class ManualDialog(QDialog):
    """A page beside the window, which may stay open; Esc puts it away."""

    def __init__(self, work: AboutWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Manual"))
        resize_on_screen(self, *SIZE)
        self._manual = Manual((), {})
        self._wanted = ""
        self.contents = QListWidget(self)
        self.contents.setAccessibleName(tr("Chapters of the manual"))
        self.text = ManualText(self)
        self.text.setAccessibleName(tr("Manual"))
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(tr("Find in the manual"))
        self.words.setProperty("role", "number")  # as the fields of forms
        self.words.setAccessibleName(tr("Find in the manual"))
        self.words.setClearButtonEnabled(True)
        self.told = label("", "muted", self)
        self._lay_out()
        self.contents.currentRowChanged.connect(self._show_chapter)
        self.text.anchorClicked.connect(self._follow)
        self.words.returnPressed.connect(self.find_next)
        self.words.textChanged.connect(lambda: self.told.setText(""))
        for keys, act in ((QKeySequence.StandardKey.Find, self._ask), (QKeySequence("F3"), self.find_next)):
            QShortcut(keys, self).activated.connect(act)
        work.manual_read.connect(self.show_manual)
        work.ask_manual(QImage.fromData)

    def open_chapter(self, anchor: str = "") -> None:
        """Show a chapter by the anchor of its heading, now or once the manual is read."""
        self._wanted = anchor
        place = self._manual.place_of(anchor)
        if place is not None:
            self.contents.setCurrentRow(place)

    def show_manual(self, manual: Manual) -> None:
        """Show what was read."""
        self._manual, self.text.pictures = manual, manual.pictures
        self.contents.clear()
        self.contents.addItems([chapter.title for chapter in manual.chapters])
        self.contents.setCurrentRow(manual.place_of(self._wanted) or 0)

    def find_next(self) -> None:
        """Go to the next place that has the words looked for, in this chapter or in one of the others."""
        wanted = self.words.text().strip()
        if not wanted or self.text.find(wanted):
            return
        here, count = self.contents.currentRow(), len(self._manual.chapters)
        for place in ((here + step) % count for step in range(1, count + 1)):
            if wanted.casefold() in self._manual.chapters[place].text.casefold():
                self.contents.setCurrentRow(place)
                self.text.moveCursor(QTextCursor.MoveOperation.Start)
                if self.text.find(wanted):
                    return
        self.told.setText(NOT_FOUND)

    def _ask(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def _show_chapter(self, place: int) -> None:
        if not 0 <= place < len(self._manual.chapters):
            return
        self.text.setMarkdown(self._manual.chapters[place].text)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _follow(self, link: QUrl) -> None:
        place = self._manual.place_of(link.fragment())
        if place is not None:
            self.contents.setCurrentRow(place)

    def _lay_out(self) -> None:
        right = QWidget(self)
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.addWidget(self.words, 1)
        row.addWidget(self.told)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.text, 1)
        parts = QSplitter(self)
        parts.addWidget(self.contents)
        parts.addWidget(right)
        parts.setStretchFactor(1, 1)
        parts.setSizes([CONTENTS_WIDTH, SIZE[0] - CONTENTS_WIDTH])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)
