"""Icons: the Phosphor font that QtAwesome brings, in the colours of the theme."""

import ctypes
import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)

GLYPHS = {
    "add folder": "folder-plus",
    "advance": "skip-forward",
    "all photos": "squares-four",
    "choices": "gear-six",
    "clear": "x",
    "chosen": "check-bold",
    "clipping": "sun-dim",
    "closed": "caret-right",
    "copy": "copy",
    "details": "info",
    "dice": "dice-five",
    "down": "arrow-down",
    "filters": "sliders-horizontal",
    "duplicates": "copy-simple",
    "folder": "folder-simple",
    "health": "heartbeat",
    "histogram": "chart-bar",
    "keys": "keyboard",
    "large": "square",
    "library": "image-square",
    "linked": "link-simple",
    "locked": "lock",
    "missing": "circle-dashed",
    "models": "stack",
    "more": "dots-three-bold",
    "nothing": "magnifying-glass-light",
    "offline": "hard-drive",
    "opened": "caret-down",
    "pause": "pause",
    "photo": "image-light",
    "pick": "flag",
    "private": "lock-simple",
    "reject": "x-circle",
    "resume": "play",
    "search": "magnifying-glass",
    "skipped": "warning-circle",
    "small": "dots-nine",
    "sound": "check-circle",
    "stop": "stop",
    "studio": "paint-brush",
    "tags": "tag",
    "trash": "trash",
    "trouble": "warning-circle",
    "unlocked": "lock-open",
    "up": "arrow-up",
}
"""Purposes of icons, and their names in the font."""


@dataclass(frozen=True, slots=True)
class IconFont:
    """A font whose letters are icons, and where in it each of them is."""

    family: str
    letters: dict[str, str]


@cache
def phosphor() -> IconFont:
    """The Phosphor font, out of QtAwesome's folder.

    Importing QtAwesome itself would take a fifth of the time the window has to
    appear, for a dozen fonts and an abstraction over Qt's bindings.
    """
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("QtAwesome, which brings the icons, is not installed.")
    fonts = Path(spec.origin).parent / "fonts"
    [file], [charmap] = fonts.glob("phosphor-[0-9]*.ttf"), fonts.glob("phosphor-charmap-*.json")
    number = QFontDatabase.addApplicationFont(str(file))
    codes: dict[str, str] = json.loads(charmap.read_text("utf-8"))
    letters = {name: chr(int(code, 16)) for name, code in codes.items()}
    return IconFont(QFontDatabase.applicationFontFamilies(number)[0], letters)


def icon(purpose: str, palette: QPalette, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """The icon for a purpose out of `GLYPHS`, sharp at every scale.

    It is painted in the palette's colour for `role`, so ask again when the palette changes.
    """
    return QIcon(_LetterEngine(phosphor(), GLYPHS[purpose], palette, role))


def draw_icon(painter: QPainter, square: QRect, purpose: str, colour: QColor) -> None:
    """Paint the icon for a purpose in a square: quicker than a `QIcon`, for rows that are painted often."""
    _write(painter, square, phosphor().letters[GLYPHS[purpose]], colour)


def _write(painter: QPainter, square: QRect, letter: str, colour: QColor) -> None:
    """Write a letter of the icons' font in the middle of a square, as high as that."""
    painter.save()
    painter.setFont(_font(square.height()))
    painter.setPen(colour)
    painter.drawText(square, Qt.AlignmentFlag.AlignCenter, letter)
    painter.restore()


@cache
def _font(height: int) -> QFont:
    font = QFont(phosphor().family)
    font.setPixelSize(height)
    return font


class _LetterEngine(QIconEngine):
    """Paints a letter of an icon font, as large as is asked for."""

    def __init__(self, font: IconFont, glyph: str, palette: QPalette, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._font = font
        self._glyph = glyph
        self._palette = palette
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Paint the letter in the middle of `rect`, as high as that."""
        _write(painter, rect, self._font.letters[self._glyph], self._colour(mode))

    def _colour(self, mode: QIcon.Mode) -> QColor:
        is_disabled = mode == QIcon.Mode.Disabled
        group = QPalette.ColorGroup.Disabled if is_disabled else QPalette.ColorGroup.Active
        return self._palette.color(group, self._role)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Pixmap of `size` with the letter on it, drawn once: buttons ask for it at every paint."""
        key = f"icon {self._glyph} {size.width()}x{size.height()} {self._colour(mode).rgba():08x}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            pixmap = QPixmap(size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            self.paint(painter, QRect(QPoint(), size), mode, state)
            painter.end()
            QPixmapCache.insert(key, pixmap)
        return pixmap

    def clone(self) -> QIconEngine:
        """Engine like this one, for Qt to delete; PySide would delete it first, so one reference stays."""
        engine = _LetterEngine(self._font, self._glyph, self._palette, self._role)
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(engine))
        return engine
