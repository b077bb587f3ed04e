"""The buttons at the foot of a dialog whose text is there to be copied."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton


def copy_and_close(dialog: QDialog, copy: QPushButton, *others: QPushButton) -> QHBoxLayout:
    """A row of `copy`, `others`, and a button that closes the dialog, which Enter presses."""
    close = QPushButton("Close", dialog)
    close.setDefault(True)
    close.clicked.connect(dialog.close)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(copy)
    row.addStretch(1)
    for button in (*others, close):
        row.addWidget(button)
    return row
