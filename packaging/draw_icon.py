"""Draws the program's icon: `python packaging/draw_icon.py`.

One drawing in numbers, from which come the SVG file and the PNG files of all sizes that desktops ask for, in
resources/desktop/icons: a photograph of mountains in the evening, and a lens that finds the sun in it.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).parent.parent / "resources" / "desktop" / "icons"

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Sides of the pictures in pixels, those of the icon theme "hicolor"."""

SKY = ("#3b2a63", "#a8467a", "#f0855a")
"""Colours of the sky, from above."""

HEAD = """<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
<stop offset="0" stop-color="{}"/><stop offset="0.55" stop-color="{}"/><stop offset="1" stop-color="{}"/>
</linearGradient></defs>"""

SUN = (222, 214)
"""Where the sun is, and the lens around it."""


@dataclass(frozen=True)
class Tile:
    """The photograph: a square with round corners, so far from the edge of the icon, in units of 512."""

    margin: int
    rounding: int
    lens: int

    @property
    def side(self) -> int:
        """Width and height."""
        return 512 - 2 * self.margin

    def ground(self) -> str:
        """The sky, which is all of it."""
        return (
            f'<rect x="{self.margin}" y="{self.margin}" width="{self.side}" height="{self.side}"'
            f' rx="{self.rounding}" fill="url(#sky)"/>'
        )

    def hill(self, left: int, ridge: str, right: int, colour: str) -> str:
        """Mountains from one side to the other, with the round corners below them."""
        near, far, turn = self.margin, 512 - self.margin, self.rounding
        corner = f"A{turn} {turn} 0 0 1"
        foot = f"V{far - turn} {corner} {far - turn} {far} H{near + turn} {corner} {near} {far - turn} Z"
        return f'<path d="M{near} {left} L{ridge} {far} {right} {foot}" fill="{colour}"/>'


LARGE, SMALL = Tile(24, 100, 30), Tile(8, 92, 48)
"""The drawing, and the one for few pixels, in which fine lines would only blur."""

FEW = 32
"""Side in pixels up to which the small drawing is taken."""


def main() -> None:
    """Write the SVG file and all PNG files."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    ICONS.mkdir(parents=True, exist_ok=True)
    (ICONS / "mmdesk.svg").write_text(drawing(), "utf-8")
    for size in SIZES:
        if not picture(size).save(str(ICONS / f"mmdesk-{size}.png")):
            raise OSError(f"The icon of {size} pixels cannot be written.")
    del application


def picture(size: int) -> QImage:
    """The icon, `size` pixels wide and high."""
    renderer = QSvgRenderer(QByteArray(drawing(SMALL if size <= FEW else LARGE).encode()))
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def drawing(tile: Tile = LARGE) -> str:
    """The icon as SVG, on a ground of 512 units."""
    parts = [
        HEAD.format(*SKY),
        tile.ground(),
        f'<circle cx="{SUN[0]}" cy="{SUN[1]}" r="62" fill="#ffe9b0"/>',
        tile.hill(344, "96 286 170 366 282 232 420 372", 316, "#4a2a58"),
        tile.hill(386, "120 362 206 426 322 350 440 424", 380, "#241a38"),
        *_lens(tile.lens),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _lens(width: int) -> list[str]:
    """A ring around the sun, and its handle; dark edges keep them apart from any ground."""
    x, y = SUN
    parts = []
    for colour, thick in (("#1a1226", width + 20), ("#f7f4fb", width)):
        line = f'fill="none" stroke="{colour}" stroke-linecap="round"'
        parts.append(
            f'<path d="M{x + 104} {y + 104} L{x + 194} {y + 194}" {line} stroke-width="{thick + 14}"/>'
        )
        parts.append(f'<circle cx="{x}" cy="{y}" r="118" {line} stroke-width="{thick}"/>')
    return parts


if __name__ == "__main__":
    main()
