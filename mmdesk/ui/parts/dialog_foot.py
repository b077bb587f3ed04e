"""The buttons at the foot of dialogs."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton

from mmdesk.core.language import tr


def copy_and_close(dialog: QDialog, copy: QPushButton, *others: QPushButton) -> QHBoxLayout:
    """A row of `copy`, `others`, and a button that closes the dialog, which Enter presses.

    For a dialog whose text is there to be copied.
    """
    close = QPushButton(tr("Close"), dialog)
    close.setDefault(True)
    close.clicked.connect(dialog.close)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(copy)
    row.addStretch(1)
    for button in (*others, close):
        row.addWidget(button)
    return row


def cancel_or(dialog: QDialog, go_on: QPushButton) -> QHBoxLayout:
    """A row of a button that leaves the dialog with nothing done, and `go_on`."""
    cancel = QPushButton(tr("Cancel"), dialog)
    cancel.clicked.connect(dialog.reject)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    row.addWidget(cancel)
    row.addWidget(go_on)
    return row
