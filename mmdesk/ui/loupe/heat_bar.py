"""The bar over the loupe's heat map: whose it is, how clearly that is seen, and the way to others."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from mmdesk.core.heat_map import SeenTerm
from mmdesk.core.language import tr
from mmdesk.ui.formatting import how_clearly, term_name
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import ElidedLabel
from mmdesk.ui.parts.leavable_field import LeavableField
from mmdesk.ui.parts.tooltip import plain_tooltip

TOP = 16
"""Distance from the upper edge of the window."""

FIELD_WIDTH = 260

LONGEST = 28
"""Letters of a term that are shown; its tooltip has all of them."""


class HeatBar(QFrame):
    """Asks what to look for, says that it is being looked for, or names the terms that were.

    Signals:
        asked(str): look for these words.
        chosen(int): show the map of this term.
        left(): put the map away.
    """

    asked = Signal(str)
    chosen = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.field = _field(self)
        self._words = ElidedLabel("", "body", parent=self)
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 4, 4, 4)
        self._row.setSpacing(4)
        close = IconButton("clear", tr("Put the heat map away (W)"), self, side=12)
        close.clicked.connect(self.left)
        for widget in (self.field, self._words, close):
            self._row.addWidget(widget)
        self.field.returnPressed.connect(self._ask)
        self.field.left.connect(self.left)
        self.hide()

    def ask(self) -> None:
        """Ask for words."""
        self._show(is_field=True)
        self.field.setFocus()
        self.field.selectAll()

    def say(self, words: str) -> None:
        """Say one thing, and nothing more."""
        self._words.set_text(words)
        self._show()

    def show_terms(self, terms: Sequence[SeenTerm], chosen: int) -> None:
        """Name the terms, and how clearly each is seen; the map of the `chosen` one is shown."""
        self._show(is_words=False)
        hint = f"  ·  {tr('Tab shows the next')}" if len(terms) > 1 else ""
        for number, term in enumerate(terms):
            self._row.insertWidget(number, self._button(number, term, hint, is_chosen=number == chosen))
        self.place()

    def texts(self) -> list[str]:
        """Texts shown, in order."""
        words = [] if self._words.isHidden() else [self._words.whole_text]
        return [button.text() for button in self._buttons] + words

    def place(self) -> None:
        """Stand in the middle at the top of the window."""
        window = self.parentWidget()
        if window is not None:
            self._row.activate()
            width = min(self.sizeHint().width(), window.width() - 2 * TOP)
            left = (window.width() - width) // 2
            self.setGeometry(QRect(QPoint(left, TOP), self.sizeHint().boundedTo(window.size())))
            self.resize(width, self.height())

    def _button(self, number: int, term: SeenTerm, hint: str, *, is_chosen: bool) -> QPushButton:
        name = term_name(term.text, term.kind)
        shown = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
        button = QPushButton(f"{shown}  {how_clearly(term.relevance)}".replace("&", "&&"), self)
        button.setProperty("role", "tab")
        button.setCheckable(True)
        button.setChecked(is_chosen)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        how = tr("{share:.0%} relevant, cosine {cosine:.3f}", share=term.relevance, cosine=term.score)
        button.setToolTip(plain_tooltip(f"{name}: {how}{hint}"))
        button.clicked.connect(partial(self.chosen.emit, number))
        button.show()
        self._buttons.append(button)
        return button

    def _show(self, *, is_field: bool = False, is_words: bool = True) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        self.field.setVisible(is_field)
        self._words.setVisible(is_words and not is_field)
        self.show()
        self.raise_()
        self.place()

    def _ask(self) -> None:
        words = self.field.text().strip()
        if words:
            self.asked.emit(words)


def _field(parent: QWidget) -> LeavableField:
    """The field for words."""
    field = LeavableField(parent)
    field.setPlaceholderText(tr("What to look for in this photo"))
    field.setAccessibleName(tr("What to look for in this photo"))
    field.setMinimumWidth(FIELD_WIDTH)
    field.setFrame(False)
    return field
