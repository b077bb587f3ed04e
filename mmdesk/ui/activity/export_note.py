"""A note of the photos being exported, in the strip of every place, with a way to stop."""

from PySide6.QtWidgets import QWidget

from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.ui.activity.progress_text import far_along
from mmdesk.ui.activity.stoppable_note import StoppableNote
from mmdesk.work.exporting import ExportWork


class ExportNote(StoppableNote):
    """Says how many photos are exported, and ends it early; what is there by then stays."""

    def __init__(self, work: ExportWork, parent: QWidget | None = None) -> None:
        super().__init__(work, tr("Exporting"), tr("End the export. What is copied stays"), parent)

    def worded(self, progress: Progress) -> str:
        """The number of photos exported."""
        return far_along(progress)
