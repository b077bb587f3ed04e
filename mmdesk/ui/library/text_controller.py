"""The connection between the gallery and the worker that reads text in photos."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from mmdesk.core.paths import display_name
from mmdesk.core.photo_text import TextSummary
from mmdesk.ui.formatting import counted
from mmdesk.ui.library.gallery import Gallery
from mmdesk.ui.loupe.text_layer import NOT_THERE
from mmdesk.ui.parts.message_bar import MessageBar
from mmdesk.ui.parts.passing_notice import PassingNotice
from mmdesk.work.texts import TextsWork


class TextController(QObject):
    """Puts "Read text" into the menu of the grid, and tells how that ended."""

    def __init__(self, work: TextsWork, gallery: Gallery, bar: MessageBar, notice: PassingNotice) -> None:
        super().__init__(gallery)
        self._work, self._gallery, self._bar, self._notice = work, gallery, bar, notice
        self.action = QAction("Read text", self)
        self.action.triggered.connect(self._read)
        gallery.grid.addAction(self.action)
        gallery.read_by(work)
        work.summed_up.connect(self._sum_up)

    def _read(self) -> None:
        """Read the selected photos, or say what that takes."""
        photos = self._gallery.grid.selected_ids()
        if not self._work.can_read:
            self._bar.tell_done(f"{NOT_THERE}, then start mmdesk again.")
        elif len(photos):
            self._work.read_photos(photos)

    def _sum_up(self, summary: TextSummary) -> None:
        if summary.troubles:
            path, reason = summary.troubles[0]
            more = f" and {len(summary.troubles) - 1} more" if len(summary.troubles) > 1 else ""
            self._bar.tell(f"No text could be read in {display_name(path)}{more}: {reason}")
        elif not self._gallery.is_loupe_open:
            photos = counted(summary.read, "photo")
            self._notice.tell(f"{photos} read, {summary.with_text:,} with text.")
