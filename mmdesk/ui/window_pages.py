"""The pages beside the window that are looked at now and then."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mmdesk.ui.about_dialog import AboutDialog
from mmdesk.ui.duplicates.dialog import DuplicatesDialog
from mmdesk.ui.health.dialog import HealthDialog
from mmdesk.work.workers import Workers


class WindowPages(QObject):
    """Opens each page, which is made when it is first looked at."""

    def __init__(self, workers: Workers, window: QWidget) -> None:
        super().__init__(window)
        self._workers, self._window = workers, window
        self._health: HealthDialog | None = None
        self._duplicates: DuplicatesDialog | None = None

    def show_health(self) -> None:
        """Open the page that says how the library is."""
        if self._health is None:
            self._health = HealthDialog(self._workers.health, self._window)
            self._health.rescan_requested.connect(self._workers.index.rescan)
        self._health.show()
        self._health.raise_()

    def show_about(self) -> None:
        """Open the page about the program."""
        AboutDialog(self._workers.about, self._window).show()

    def show_duplicates(self) -> None:
        """Open the page of photos that are there more than once."""
        if self._duplicates is None:
            self._duplicates = self._made_duplicates()
        self._duplicates.show()
        self._duplicates.raise_()

    def _made_duplicates(self) -> DuplicatesDialog:
        workers = self._workers
        page = DuplicatesDialog(workers.duplicates, workers.browse, workers.pictures, self._window)
        page.trash_requested.connect(workers.files.trash)
        page.undo_requested.connect(workers.history.undo)
        workers.files.settled.connect(page.settle)
        workers.files.gone.connect(page.forget)
        workers.files.done.connect(page.tell)
        workers.files.failed.connect(page.tell)
        return page
