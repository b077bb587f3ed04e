"""The way to the field for tags by a key, and back to the photos."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from mmdesk.core.language import tr
from mmdesk.ui.library.place import LibraryPlace


class TagController(QObject):
    """Leads the keyboard from the photos, or from the search, to the field for tags; Esc leads back."""

    def __init__(self, place: LibraryPlace, search: QWidget) -> None:
        super().__init__(place)
        self._place = place
        action = QAction(tr("Add a tag"), self)
        action.setShortcut(QKeySequence("Ctrl+T"))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(self.type_tag)
        place.addAction(action)
        search.addAction(action)
        place.tags.left.connect(place.gallery.take_focus)

    def type_tag(self) -> None:
        """Show the details, and let the keyboard type a tag, where a photo is chosen."""
        if not self._place.details_shown:
            self._place.toggle_details()
        line = self._place.tags.line
        if line.isVisible():
            line.setFocus(Qt.FocusReason.ShortcutFocusReason)
