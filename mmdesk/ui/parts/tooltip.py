"""Tooltips that say a name as it is."""

from PySide6.QtGui import Qt


def plain_tooltip(text: str) -> str:
    """`text` for a tooltip. Qt takes what looks like HTML there for HTML, and a name on a disk may."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text
