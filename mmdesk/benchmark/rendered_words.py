"""Pages of words drawn in several fonts and sizes, to count how many of them a reader finds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from mmdesk.core.plain_text import words_of

SIZES = (12, 14, 18, 24, 40)
"""Heights of the letters in pixels, from the top of a tall one to the foot of a "p"."""

FONTS = (
    "DejaVuSans", "DejaVuSerif", "DejaVuSansMono", "DejaVuSans-Bold",
    "NimbusSans-Regular", "NimbusRoman-Regular", "NimbusMonoPS-Regular", "C059-Italic",
)  # fmt: skip
"""Fonts of Linux desktops; those that are there are taken, beside the one within Pillow."""

WORDS = (
    "total", "amount", "invoice", "receipt", "summer", "bicycle", "window", "mountain", "platform", "coffee",
    "bread", "butter", "street", "museum", "exit", "gate", "closed", "Zürich", "14.95", "2019", "library",
    "railway", "please", "knock", "quarter", "boarding", "fjord", "question", "yellow", "Monday", "café",
    "jazz",
)  # fmt: skip

COLOURS = (("white", (20, 20, 20)), ((25, 30, 45), (235, 235, 225)), ((240, 205, 60), (30, 25, 20)))
"""Grounds and inks: paper, a dark screen, a sign."""

IN_A_LINE = 4


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A picture of words, all drawn in letters of one font and size."""

    image: Image.Image
    words: tuple[str, ...]
    font: str
    size: int


def rendered_pages(sizes: Sequence[int] = SIZES, words: Sequence[str] = WORDS) -> Iterator[RenderedPage]:
    """A page for each size and font, each time with another ground."""
    for place, size in enumerate(sizes):
        for number, font in enumerate(("", *FONTS)):
            letters = _letters(font, size)
            if letters is not None:
                ground, ink = COLOURS[(place + number) % len(COLOURS)]
                image = _page(letters, size, words, ground, ink)
                yield RenderedPage(image, tuple(words), font or "Pillow's own", size)


def found_among(words: Sequence[str], said: str) -> int:
    """Number of `words` that stand in a text, as a search would find them."""
    there = words_of(said)
    return sum(_stands(words_of(word), there) for word in words)


def _stands(word: list[str], there: list[str]) -> bool:
    return any(there[at : at + len(word)] == word for at in range(len(there)))


def _letters(font: str, size: int) -> ImageFont.FreeTypeFont | None:
    """The font at which letters are so high; None where it is not there."""
    fitting = size
    while (letters := _font(font, fitting)) is not None and _height(letters) < size:
        fitting += 1
    return letters


def _font(font: str, points: int) -> ImageFont.FreeTypeFont | None:
    if not font:
        own = ImageFont.load_default(points)
        return own if isinstance(own, ImageFont.FreeTypeFont) else None
    for ending in (".ttf", ".otf"):
        try:
            return ImageFont.truetype(font + ending, points)
        except OSError:
            continue
    return None


def _height(letters: ImageFont.FreeTypeFont) -> float:
    _, top, _, bottom = letters.getbbox("lp")
    return bottom - top


def _page(
    letters: ImageFont.FreeTypeFont,
    size: int,
    words: Sequence[str],
    ground: str | tuple[int, int, int],
    ink: tuple[int, int, int],
) -> Image.Image:
    lines = ["  ".join(words[at : at + IN_A_LINE]) for at in range(0, len(words), IN_A_LINE)]
    width = max(round(letters.getlength(line)) for line in lines)
    step = 2 * size
    image = Image.new("RGB", (width + 4 * size, step * len(lines) + 2 * size), ground)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((2 * size, size + number * step), line, fill=ink, font=letters)
    return image
