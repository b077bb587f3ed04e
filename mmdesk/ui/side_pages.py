"""The pages beside the places, which are opened now and then: duplicates, health, manual, about."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from mmdesk.ui.about_dialog import AboutDialog
from mmdesk.ui.choices_menu import ChoicesMenu
from mmdesk.ui.duplicates.dialog import DuplicatesDialog
from mmdesk.ui.health.dialog import HealthDialog
from mmdesk.ui.manual.manual_dialog import ManualDialog
from mmdesk.work.workers import Workers


class SidePages(QObject):
    """Opens each page once, and brings it to the front later.

    Signals:
        made(): a page is there that was not before.
    """

    made = Signal()

    def __init__(self, workers: Workers, window: QWidget) -> None:
        super().__init__(window)
        self._workers, self._window = workers, window
        self._health: HealthDialog | None = None
        self._duplicates: DuplicatesDialog | None = None
        self._manual: ManualDialog | None = None

    def open_from(self, menu: ChoicesMenu) -> None:
        """Open each page that is chosen from the menu."""
        menu.duplicates_requested.connect(self.show_duplicates)
        menu.health_requested.connect(self.show_health)
        menu.manual_requested.connect(self.show_manual)
        menu.about_requested.connect(self.show_about)

    def show_health(self) -> None:
        """Open the page that says how the library is."""
        if self._health is None:
            self._health = HealthDialog(self._workers.health, self._window)
            self._health.rescan_requested.connect(self._workers.index.rescan)
            self.made.emit()
        _show(self._health)

    def show_manual(self, chapter: str = "") -> None:
        """Open the manual, at a chapter that is named by its anchor."""
        if self._manual is None:
            self._manual = ManualDialog(self._workers.about, self._window)
            self.made.emit()
        self._manual.open_chapter(chapter)
        _show(self._manual)

    def show_about(self) -> None:
        """Open the page about the program."""
        AboutDialog(self._workers.about, self._window).show()

    def show_duplicates(self) -> None:
        """Open the page of photos that are there more than once."""
        if self._duplicates is None:
            self._duplicates = self._new_duplicates()
            self.made.emit()
        _show(self._duplicates)

    def _new_duplicates(self) -> DuplicatesDialog:
        workers = self._workers
        page = DuplicatesDialog(workers.duplicates, workers.browse, workers.pictures, self._window)
        page.trash_requested.connect(workers.files.trash)
        page.undo_requested.connect(workers.history.undo)
        workers.files.settled.connect(page.settle)
        workers.files.gone.connect(page.forget)
        workers.files.done.connect(page.tell)
        workers.files.failed.connect(page.tell)
        return page


def _show(page: QDialog) -> None:
    page.show()
    page.raise_()
