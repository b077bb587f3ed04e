"""A note of the text being read in photos, in the strip of every place, with a way to stop."""

from PySide6.QtWidgets import QWidget

from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.ui.activity.progress_text import far_along
from mmdesk.ui.activity.stoppable_note import StoppableNote
from mmdesk.work.texts import TextsWork


class TextNote(StoppableNote):
    """Says in how many photos text was read, or what reading waits for, and ends it early."""

    def __init__(self, work: TextsWork, parent: QWidget | None = None) -> None:
        super().__init__(
            work, tr("Looking for text"), tr("Read no more text for now. What was read stays"), parent
        )
        self._texts = work
        work.waited.connect(self._tell_waiting)

    def worded(self, progress: Progress) -> str:
        """The number of photos read, unless it waits."""
        if self._texts.waits_because:
            return waiting(self._texts.waits_because)
        return far_along(progress)

    def _tell_waiting(self, reason: str) -> None:
        self.say(waiting(reason) if reason else tr("Reading text"))


def waiting(reason: str) -> str:
    """What reading waits for, in words."""
    waits = f"{reason[:1].lower()}{reason[1:]}"
    # translators: {waits} is for example: waits for mains power
    return tr("Text in photos {waits}", waits=waits)
