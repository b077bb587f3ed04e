"""Chips below the search line: how each part of it is understood."""

import os
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from mmdesk.core.language import tr
from mmdesk.core.search_line.editing import in_words, with_another, without
from mmdesk.core.search_line.filters import ALSO_CALLED_SO, Filter
from mmdesk.core.search_line.line import Part
from mmdesk.core.search_line.terms import Term
from mmdesk.ui.parts.flow import FlowLayout
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.tooltip import plain_tooltip

CROSS_SIDE = 11
LONGEST = 60
"""Number of letters of a chip; the line itself has all of them."""


class QueryChips(QWidget):
    """One chip for each filter, negative word, quotation and picture, and for what is not understood.

    Of plain words only those have one that are also the name of something.

    Signals:
        line_changed(str): the line is to say this instead.
        part_chosen(int, int): a part of the line is to be changed, from this place on, so many letters.
    """

    line_changed = Signal(str)
    part_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()
        self._chips: list[_QueryChip] = []
        self._made: list[_QueryChip] = []
        self._flow = FlowLayout(self, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show how these parts of a line are understood."""
        if tuple(parts) == self._parts:
            return
        self._parts = tuple(parts)
        shown = [
            (number, told)
            for number, part in enumerate(self._parts)
            for told in _told(part)
            if _is_shown(told)
        ]
        # Chips are kept and used again: making one takes as long as all else that a key does. So the first
        # one is made at the first key, which has least to do.
        self._made += [self._make_chip() for _ in range(len(self._made), max(1, len(shown)))]
        for chip, (number, part) in zip(self._made, shown, strict=False):
            chip.show_part(number, part)
        for place, chip in enumerate(self._made):
            chip.setVisible(place < len(shown))
        self._chips = self._made[: len(shown)]
        self.setVisible(bool(shown))

    def texts(self) -> list[str]:
        """Texts of the chips, in order."""
        return [chip.name.text() for chip in self._chips]

    def _make_chip(self) -> "_QueryChip":
        chip = _QueryChip(self)
        chip.cross.clicked.connect(lambda: self._remove(chip.number))
        chip.name.clicked.connect(lambda: self._press(chip.number, chip.part))
        self._flow.addWidget(chip)
        return chip

    def _remove(self, number: int) -> None:
        self.line_changed.emit(without(self._parts, number))

    def _press(self, number: int, part: Part) -> None:
        if _is_misspelt(part) or part.beside:
            self.line_changed.emit(with_another(self._parts, number))
        elif part.offered:
            self.line_changed.emit(in_words(self._parts, number))
        else:
            begin = sum(len(before.text) for before in self._parts[:number])
            self.part_chosen.emit(begin, len(self._parts[number].text))


class _QueryChip(QFrame):
    """A part in words, and a cross to take it away; an outline where it is not understood.

    `number` says which part of the line it is, `part` what is shown of it.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.number = 0
        self.part = Part("")
        self.name = QPushButton(self)
        self.name.setProperty("role", "chip")
        self.name.setAutoDefault(False)
        self.cross = IconButton("clear", "", self, side=CROSS_SIDE)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 1, 1, 1)
        row.setSpacing(0)
        row.addWidget(self.name)
        row.addWidget(self.cross)
        self.setMinimumHeight(self.sizeHint().height())  # the same where there is no cross

    def show_part(self, number: int, part: Part) -> None:
        """Show the part of this number in the line."""
        self.number = number
        if part == self.part:
            return
        self.part = part
        role = "chip" if _is_sound(part) else "suggestion"
        if role != self.property("role"):
            self.setProperty("role", role)
            for one in (self, self.name):  # the colour of the name is that of a chip in a frame of this kind
                self.style().polish(one)
        self.cross.setVisible(not (part.beside and part.offered))
        text = _called(part)
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        self.name.setText(shown.replace("&", "&&"))
        self.name.setToolTip(plain_tooltip(_says(part)))
        self.cross.set_icon("clear", tr("Search without “{text}”", text=text))


def _told(part: Part) -> tuple[Part, ...]:
    """A part, and by itself what else is called so, where it is taken for something already."""
    if part.asks is None or part.beside is None:
        return (part,)
    return replace(part, beside=None), replace(part, asks=None, text=part.beside.text)


def _is_sound(part: Part) -> bool:
    """Whether it asks for something, and all of it is understood."""
    return part.asks is not None and not part.problem


def _is_shown(part: Part) -> bool:
    return bool(part.asks or part.problem or part.instead or part.beside)


def _called(part: Part) -> str:
    asks = part.asks
    if _is_misspelt(part):
        return tr("{typed}: did you mean {meant} ?", typed=part.text, meant=part.instead)
    if part.beside:
        return tr("“{name}” is also {kind}", name=part.text, kind=ALSO_CALLED_SO[part.beside.name])
    if asks is None or part.problem:
        return f"{part.text} ?"
    said = f"{asks.name}: {asks.text}" if isinstance(asks, Filter) else _term(asks)
    return tr("not {what}", what=said) if asks.negative else said


def _term(term: Term) -> str:
    weight = "" if term.weight == 1 else f" × {term.weight:g}"
    if term.kind == "picture":
        return tr("like {picture}", picture=os.path.basename(term.text)) + weight
    return (tr("“{words}”", words=term.text) if term.quoted else term.text) + weight


def _is_misspelt(part: Part) -> bool:
    return part.asks is None and bool(part.instead)


def _says(part: Part) -> str:
    if _is_misspelt(part):
        return tr("Press to search for “{words}” instead.", words=part.instead)
    if part.beside:
        return tr("Press to see only {kind} {name}.", kind=part.beside.name, name=part.beside.text)
    if part.offered:
        return tr("“{words}” is taken for this. Press to take it for words.", words=part.text)
    if part.problem:
        return tr("Taken for words: {problem}.", problem=part.problem)
    return tr("Press to change it in the line.")
