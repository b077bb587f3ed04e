"""A note of the text being read in photos, in the strip of every place, with a way to stop."""

from PySide6.QtWidgets import QWidget

from mmdesk.core.progress import Progress
from mmdesk.ui.activity.stoppable_note import StoppableNote
from mmdesk.work.texts import TextsWork


class TextNote(StoppableNote):
    """Says in how many photos text was read, or what reading waits for, and ends it early."""

    def __init__(self, work: TextsWork, parent: QWidget | None = None) -> None:
        super().__init__(work, "Looking for text", "Read no more text for now. What was read stays", parent)
        self._texts = work
        work.waited.connect(self._tell_waiting)

    def worded(self, progress: Progress) -> str:
        """The number of photos read, unless it waits."""
        if self._texts.waits_because:
            return waiting(self._texts.waits_because)
        total = "" if progress.total is None else f", {progress.done:,} of {progress.total:,}"
        return f"{progress.note}{total}"

    def _tell_waiting(self, reason: str) -> None:
        self.say(waiting(reason) if reason else "Reading text")


def waiting(reason: str) -> str:
    """What reading waits for, in words."""
    return f"Text in photos {reason[:1].lower()}{reason[1:]}"
