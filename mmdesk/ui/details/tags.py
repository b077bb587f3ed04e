"""The tags of the selected photos, and a line to add one."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QListView, QVBoxLayout, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.core.tagging.photo_tags import PhotoTags, SharedTag
from mmdesk.core.vectors import Ids
from mmdesk.ui.details.tag_chip import TagChip
from mmdesk.ui.parts.flow import FlowLayout
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.leavable_field import LeavableField
from mmdesk.work.photo_tags import PhotoTagsWork

MOST_SUGGESTED = 12
"""Suggestions shown of many photos; the Tags place shows all."""


class TagsEdit(QWidget):
    """Chips, and below them a line that completes the labels there are.

    Signals:
        label_requested(str): more photos of this label are wanted.
        left(): the keyboard is to go back to the photos.
    """

    label_requested = Signal(str)
    left = Signal()

    def __init__(self, work: PhotoTagsWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._photos: Sequence[int] | Ids = ()
        self._chips: list[TagChip] = []
        self._place = QWidget(self)
        self._flow = FlowLayout(self._place)
        self._told = label("", "small", self)
        self._told.hide()
        self._labels = QStringListModel(self)
        self.line = self._made_line()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._told)
        column.addWidget(self._place)
        column.addWidget(self.line)
        work.tags_loaded.connect(self._show)
        work.labels_loaded.connect(self._labels.setStringList)
        work.request_labels()

    def show_photos(self, photos: Sequence[int] | Ids) -> None:
        """Show the tags of these photos together."""
        self._photos = photos
        self._work.request(photos)

    def add(self) -> None:
        """Give the photos the label that is typed."""
        name = self.line.text().strip()
        self.line.clear()
        if name and len(self._photos):
            self._work.add(name, self._photos)

    def leave(self) -> None:
        """Give no photo the words that are typed, and the keyboard back to the photos."""
        self.line.clear()
        self.left.emit()

    def _show(self, found: PhotoTags) -> None:
        if found.photos is not self._photos:
            return
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        count = len(found.photos)
        given = [tag for tag in found.tags if not tag.is_suggested]
        suggested = [tag for tag in found.tags if tag.is_suggested][:MOST_SUGGESTED]
        self._chips = [TagChip(tag, count, self._place) for tag in (*given, *suggested)]
        for chip in self._chips:
            chip.pressed.connect(self._press)
            chip.removed.connect(self._remove)
            self._flow.addWidget(chip)
            chip.show()
        self._told.setText(trn("Of {n:,} chosen photo", "Of {n:,} chosen photos", count))
        self._told.setVisible(count > 1)
        self._place.setVisible(bool(self._chips))
        self._place.updateGeometry()

    def _press(self, tag: SharedTag) -> None:
        if tag.is_suggested:
            self._work.accept(tag.label, tag.photos)
        else:
            self.label_requested.emit(tag.label)

    def _remove(self, tag: SharedTag) -> None:
        if tag.is_suggested:
            self._work.reject(tag.label, tag.photos)
        else:
            self._work.remove(tag.label, self._photos)

    def _made_line(self) -> LeavableField:
        line = LeavableField(self)
        line.setProperty("role", "number")
        line.setPlaceholderText(tr("Add a tag"))
        line.setAccessibleName(tr("Add a tag"))
        completer = QCompleter(self._labels, line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = QListView(line)
        popup.setProperty("role", "popup")
        completer.setPopup(popup)
        line.setCompleter(completer)
        line.returnPressed.connect(self.add)
        line.left.connect(self.leave)
        return line
