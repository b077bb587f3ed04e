"""The connection between the gallery and the worker that reads text in photos."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_name
from mmdesk.core.photo_text import TextSummary
from mmdesk.ui.library.gallery import Gallery
from mmdesk.ui.loupe.text_layer import HOW_TO_READ
from mmdesk.ui.parts.message_bar import MessageBar
from mmdesk.ui.parts.passing_notice import PassingNotice
from mmdesk.work.texts import TextsWork


class TextController(QObject):
    """Puts "Read text" into the menu of the grid, and tells how that ended."""

    def __init__(self, work: TextsWork, gallery: Gallery, bar: MessageBar, notice: PassingNotice) -> None:
        super().__init__(gallery)
        self._work, self._gallery, self._bar, self._notice = work, gallery, bar, notice
        self.action = QAction(tr("Read text"), self)
        self.action.triggered.connect(self._read)
        gallery.grid.addAction(self.action)
        gallery.read_by(work)
        work.summed_up.connect(self._sum_up)

    def _read(self) -> None:
        """Read the selected photos, or say what that takes."""
        photos = self._gallery.grid.selected_ids()
        if not self._work.can_read:
            self._bar.tell_done(HOW_TO_READ)
        elif len(photos):
            self._work.read_photos(photos)

    def _sum_up(self, summary: TextSummary) -> None:
        if summary.troubles:
            self._bar.tell(_trouble(summary))
        elif not self._gallery.is_loupe_open:
            self._notice.tell(
                trn(
                    "{n:,} photo read, {with_text:,} with text.",
                    "{n:,} photos read, {with_text:,} with text.",
                    summary.read,
                    with_text=summary.with_text,
                )
            )


def _trouble(summary: TextSummary) -> str:
    """Why text could not be read, of the first photo of which that is so."""
    path, reason = summary.troubles[0]
    photo, more = display_name(path), len(summary.troubles) - 1
    if not more:
        return tr("No text could be read in {photo}: {reason}", photo=photo, reason=reason)
    return trn(
        "No text could be read in {photo} and {n} more: {reason}",
        "No text could be read in {photo} and {n} more: {reason}",
        more,
        photo=photo,
        reason=reason,
    )
