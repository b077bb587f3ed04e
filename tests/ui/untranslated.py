"""Words outside the brackets of the language in disguise: nobody could translate them."""

import calendar
import re
from collections.abc import Iterator

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTabWidget,
    QWidget,
)

from mmdesk.core.language import LANGUAGES

_WORD = re.compile(r"[A-Za-z]{4,}")
_NAMES = re.compile(
    r"/[\w/=.-]+"  # paths
    r"|\w+\.(png|jpg)|sample-pictures"
    r"|starter-\w+|ViT-[\w-]+|MobileCLIP2-S\d|vqgan-[\w-]+|kandinsky-[\w-]+|Janus(-Pro-1B)?|unCLIP|VQGAN|CLIP"
    r"|mmdesk|Kandinsky( prior)?|Transformer|WebP|JPEG( XL)?|TIFF|AVIF|Ctrl\+\w|\{\w+\}"
    rf"|({'|'.join(calendar.month_name[1:])}) \d{{4}}"  # days, as a disguise leaves them
    r"|a red rose in the rain|, painted at dawn|fog:-0\.[45]|“fog”"
    r"|Export 3 photos of “a flower”|Move 3 photos to the trash\?|Move to the trash"  # by the tour itself
)
"""What is called so in every language: people's files, models, formats, and what the tour itself says."""

_TAG = re.compile(r"<[^<>]*>|&\w+;")


def untranslated(window: QWidget) -> list[str]:
    """Texts shown or told in `window` that are not in disguise."""
    shown = [window, *(each for each in window.findChildren(QWidget) if each.isVisible())]
    texts = [text for each in shown for text in _texts(each)]
    texts += [text for action in window.findChildren(QAction) for text in (action.text(), action.toolTip())]
    own_names = {language.name for language in LANGUAGES.values()}
    return sorted({text for text in texts if is_plain(text) and text not in own_names})


def is_plain(text: str) -> bool:
    """Whether words stand outside all brackets."""
    return bool(_WORD.search(_NAMES.sub("", _outside(_TAG.sub("", text)))))


def _outside(text: str) -> str:
    """What stands outside the brackets of disguised sentences, which may hold each other."""
    depth, kept = 0, []
    for sign in text:
        depth += sign == "["
        if not depth:
            kept.append(sign)
        depth -= sign == "]" and depth > 0
    return "".join(kept)


def _texts(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield widget.windowTitle() if widget.isWindow() else ""
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QGroupBox):
        yield widget.title()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QTabBar | QTabWidget):
        yield from (widget.tabText(at) for at in range(widget.count()))
