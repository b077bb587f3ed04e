"""The dialog that writes the caption of one photo, or of several."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from mmdesk.core.fact_edits import FactWish
from mmdesk.core.language import tr, trn
from mmdesk.ui.facts.facts_dialog import FactsDialog
from mmdesk.ui.parts.enter import ENTER_KEYS
from mmdesk.work.facts import FactsWork

LINES = 3
SEVERAL = tr("They have different captions now. What you write here takes their place.")
ONE = tr("What is to be seen, who, where …")


class CaptionField(QPlainTextEdit):
    """Text that Enter leaves: a caption has no lines of its own."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the dialog."""
        if event.key() in ENTER_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class CaptionDialog(FactsDialog):
    """`captions` are those the photos have now, each once; None stands for none."""

    def __init__(
        self,
        work: FactsWork,
        ids: Sequence[int],
        captions: Sequence[str | None],
        parent: QWidget | None = None,
    ) -> None:
        title = (
            tr("Caption")
            if len(ids) == 1
            else trn("Caption of {n:,} photo", "Caption of {n:,} photos", len(ids))
        )
        super().__init__(work, ids, title, parent)
        self._were = (captions[0] or "") if len(captions) == 1 else None
        self.caption = CaptionField(self._were or "", self)
        self.caption.setAccessibleName(tr("Caption"))
        self.caption.setTabChangesFocus(True)
        self.caption.setPlaceholderText(SEVERAL if len(captions) > 1 else ONE)
        self.caption.setFixedHeight(LINES * self.fontMetrics().lineSpacing() + 16)
        self._is_touched = False
        self.caption.textChanged.connect(self._touch)
        self.lay_out(self.caption)
        self.caption.setFocus(Qt.FocusReason.OtherFocusReason)
        self.caption.selectAll()
        self.look()

    @property
    def wish(self) -> FactWish:
        """The caption, where it is another one than before."""
        text = self.caption.toPlainText().strip()
        return FactWish(caption=text if self._is_touched and text != self._were else None)

    def _touch(self) -> None:
        self._is_touched = True
        self.follow()
