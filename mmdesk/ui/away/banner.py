"""The line above the photos that says what is not there, with what can be done about it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from mmdesk.ui.away.notice import AwayNotice, FolderAction
from mmdesk.ui.parts.icon_label import IconLabel
from mmdesk.ui.parts.labels import label


class AwayBanner(QFrame):
    """Hidden while everything is where it should be.

    Signals:
        pressed(FolderAction, bytes | None): something is to be done, about a folder or about all.
    """

    pressed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._notice: AwayNotice | None = None
        self._sign = IconLabel("offline", 18, self)
        self._words = label("", parent=self)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.buttons = {action: self._made_button(action) for action in FolderAction}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addSpacing(4)
        row.addWidget(self._words, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        self.hide()

    @property
    def words(self) -> str:
        """Words shown at present; empty when nothing is."""
        return "" if self.isHidden() else self._words.text()

    def say(self, notice: AwayNotice | None) -> None:
        """Show this; nothing at all for None."""
        self._notice = notice
        if notice is not None:
            self._sign.set_icon(notice.sign)
            self._words.setText(notice.words)
            self.setAccessibleName(notice.words)
            for action, button in self.buttons.items():
                button.setVisible(action in notice.actions)
        self.setVisible(notice is not None)

    def _made_button(self, action: FolderAction) -> QPushButton:
        button = QPushButton(action.words, self)
        button.clicked.connect(partial(self._press, action))
        return button

    def _press(self, action: FolderAction) -> None:
        if self._notice is not None:
            self.pressed.emit(action, self._notice.folder)
