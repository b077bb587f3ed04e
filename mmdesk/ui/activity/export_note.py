"""A note of the photos being exported, in the strip of every place, with a way to stop."""

from PySide6.QtWidgets import QWidget

from mmdesk.core.progress import Progress
from mmdesk.ui.activity.stoppable_note import StoppableNote
from mmdesk.work.exporting import ExportWork


class ExportNote(StoppableNote):
    """Says how many photos are exported, and ends it early; what is there by then stays."""

    def __init__(self, work: ExportWork, parent: QWidget | None = None) -> None:
        super().__init__(work, "Exporting", "End the export. What is copied stays", parent)

    def worded(self, progress: Progress) -> str:
        """The number of photos exported."""
        total = "" if progress.total is None else f", {progress.done:,} of {progress.total:,}"
        return f"{progress.note}{total}"
