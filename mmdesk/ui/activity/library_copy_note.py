"""A note of the library being copied, in the strip of every place, with a way to stop."""

from PySide6.QtWidgets import QWidget

from mmdesk.core.language import in_figures, tr
from mmdesk.core.progress import Progress
from mmdesk.ui.activity.stoppable_note import StoppableNote
from mmdesk.work.library_copy import LibraryCopyWork


class LibraryCopyNote(StoppableNote):
    """Says how far the copy is, and ends it early; then nothing is left of it."""

    def __init__(self, work: LibraryCopyWork, parent: QWidget | None = None) -> None:
        stops = tr("Do not copy the library. Nothing is left of the copy")
        super().__init__(work, tr("Copying the library"), stops, parent)

    def worded(self, progress: Progress) -> str:
        """The share that is copied."""
        share = None if progress.fraction is None else in_figures(progress.fraction, ".0%")
        return ", ".join(filter(None, (progress.note, share)))
