"""A note of the painting under way, in the strip of every place."""

import textwrap

from PySide6.QtWidgets import QPushButton, QWidget

from mmdesk.core.language import tr
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.queue import QueueEntry
from mmdesk.ui.formatting import term_name
from mmdesk.work.painting import PaintWork

LONGEST = 32
"""Letters of a prompt that are shown."""


class PaintingNote(QPushButton):
    """A button with the progress of the painting under way; pressed, it leads to the Studio."""

    def __init__(self, work: PaintWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setToolTip(tr("Show it in the Studio"))
        self.hide()
        self._name = ""
        work.begun.connect(self._begin)
        work.frames_painted.connect(self._advance)
        work.ended.connect(self.hide)

    def _begin(self, entry: QueueEntry) -> None:
        words = textwrap.shorten(entry.spec.prompt, LONGEST, placeholder=" …")
        self._name = term_name(words) if words else tr("a picture")
        self._tell(tr("Painting {picture}, getting ready", picture=self._name))
        self.show()

    def _advance(self, frames: list[Frame]) -> None:
        last = frames[-1]
        how_far = {"picture": self._name, "step": last.step, "steps": last.steps}
        self._tell(tr("Painting {picture}, step {step} of {steps}", **how_far))

    def _tell(self, words: str) -> None:
        # an ampersand would underline the letter behind it
        self.setText(words.replace("&", "&&"))
