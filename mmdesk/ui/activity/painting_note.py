"""A note of the painting under way, in the strip of every place."""

import textwrap

from PySide6.QtWidgets import QPushButton, QWidget

from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.queue import QueueEntry
from mmdesk.work.painting import PaintWork

LONGEST = 32
"""Letters of a prompt that are shown."""


class PaintingNote(QPushButton):
    """A button with the progress of the painting under way; pressed, it leads to the Studio."""

    def __init__(self, work: PaintWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setToolTip("Show it in the Studio")
        self.hide()
        self._name = ""
        work.begun.connect(self._begin)
        work.frames_painted.connect(self._advance)
        work.ended.connect(self.hide)

    def _begin(self, entry: QueueEntry) -> None:
        words = textwrap.shorten(entry.spec.prompt, LONGEST, placeholder=" …")
        self._name = f"“{words}”" if words else "a picture"
        self._tell("getting ready")
        self.show()

    def _advance(self, frames: list[Frame]) -> None:
        last = frames[-1]
        self._tell(f"step {last.step} of {last.steps}")

    def _tell(self, how_far: str) -> None:
        # an ampersand would underline the letter behind it
        self.setText(f"Painting {self._name}, {how_far}".replace("&", "&&"))
