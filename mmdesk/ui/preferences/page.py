"""A page of the preferences: fields below one another, switches, and what they mean."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.form import Form
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.tall_page import TallPage
from mmdesk.work.preferences import PreferencesWork

Choice = tuple[str, Any]
"""What a choice is called, and what it stands for."""


class PreferenceLine(QLineEdit):
    """A line that is whole at Return, which does not close the dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Return to itself."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class PreferencesPage(TallPage):
    """A heading and what is added to it, from the top down; subclasses add, and show what is in force."""

    title = ""

    def __init__(self, work: PreferencesWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 20, 24, 20)
        self._column.setSpacing(10)
        self._column.addWidget(label(self.title, "title", self))
        self._form: Form | None = None
        self._shows: list[Callable[[], object]] = []
        work.changed.connect(self.show_now)

    def show_now(self) -> None:
        """Show what is in force."""
        for show in self._shows:
            show()

    def add_heading(self, words: str) -> None:
        """Begin a part of the page."""
        self._form = None
        self._column.addSpacing(8)
        heading = label(words, "heading", self)
        heading.setWordWrap(True)
        self._column.addWidget(heading)

    def add_note(self, words: str) -> QLabel:
        """Say something in small letters."""
        note = label(words, "small", self)
        note.setWordWrap(True)
        if self._form is None:
            self._column.addWidget(note)
        else:
            self._form.addRow(note)
        return note

    def add_row(self, *widgets: QWidget) -> QHBoxLayout:
        """Put widgets beside one another, at the left."""
        self._form = None
        row = QHBoxLayout()
        row.setSpacing(12)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        self._column.addLayout(row)
        return row

    def add_box(self, words: str, choices: Sequence[Choice]) -> ComboBox:
        """A field named `words` to choose one of few; what each stands for is its data."""
        box = ComboBox(self)
        box.setAccessibleName(words)
        box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
        for told, value in choices:
            box.addItem(told, value)
        self._add_field(words, box)
        return box

    def _add_field(self, words: str, field: QWidget) -> None:
        if self._form is None:
            self._form = Form()
            self._form.setFieldGrowthPolicy(Form.FieldGrowthPolicy.FieldsStayAtSizeHint)
            self._column.addLayout(self._form)
        self._form.addRow(words, field)

    def add_button(self, words: str, act: Callable[[], object]) -> QPushButton:
        """A button of its own line."""
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        self.add_row(button)
        return button

    def add_switch(self, words: str) -> QCheckBox:
        """A switch named `words`."""
        self._form = None
        switch = QCheckBox(words, self)
        self._column.addWidget(switch)
        return switch

    def choose_of(self, field: str, words: str, choices: Sequence[Choice]) -> ComboBox:
        """A field that sets one of the preferences."""
        box = self.add_box(words, choices)
        box.activated.connect(lambda _: self._set(field, box.currentData()))
        self._shows.append(lambda: choose(box, getattr(self._work.now, field)))
        return box

    def line_of(self, field: str, words: str, example: str, check: Callable[[str], str]) -> QLineEdit:
        """A line that sets one of the preferences, once it is whole; `check` says what is wrong with it."""
        line = PreferenceLine(self)
        line.setAccessibleName(words)
        line.setPlaceholderText(example)
        line.setMinimumWidth(260)
        self._add_field(words, line)
        wrong = self.add_note("")
        wrong.hide()

        def take() -> None:
            sentence = check(line.text().strip())
            wrong.setText(sentence)
            wrong.setVisible(bool(sentence))
            if not sentence:
                self._set(field, line.text().strip())

        line.editingFinished.connect(take)
        self._shows.append(lambda: None if line.hasFocus() else line.setText(getattr(self._work.now, field)))
        return line

    def switch_of(self, field: str, words: str) -> QCheckBox:
        """A switch that sets one of the preferences."""
        switch = self.add_switch(words)
        switch.toggled.connect(partial(self._set, field))
        self._shows.append(lambda: turn(switch, on=getattr(self._work.now, field)))
        return switch

    def finish(self) -> None:
        """Leave what room is left empty, and show what is in force."""
        self._column.addStretch(1)
        self.show_now()

    def _set(self, field: str, value: Any) -> None:
        self._work.change(replace(self._work.now, **{field: value}))


def choose(box: ComboBox, value: object) -> None:
    """Show in `box` what stands for `value`, one more where it is none of the choices."""
    with QSignalBlocker(box):
        if box.findData(value) < 0:
            box.addItem(str(value), value)
        box.setCurrentIndex(box.findData(value))


def turn(switch: QCheckBox, *, on: bool) -> None:
    """Show a switch on or off, which is no new wish."""
    with QSignalBlocker(switch):
        switch.setChecked(on)
