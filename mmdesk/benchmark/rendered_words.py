"""Sheets of words drawn in several fonts, to count how many of them a reader of text finds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from mmdesk.core.photo_text import PhotoText, TextLine
from mmdesk.core.plain_text import words_of

SIZES = (12, 14, 18, 24, 40)
"""Heights of the letters in pixels, from the top of an "l" to the foot of a "p"."""

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

ACROSS = 3

LEAST_SIDE = 800
"""Pixels that a sheet has either way at least: a reader enlarges what is smaller."""


@dataclass(frozen=True, slots=True)
class WordBlock:
    """Words in one font: `box` is left, top, right and bottom of their ground in the sheet, in pixels."""

    font: str
    words: tuple[str, ...]
    box: tuple[int, int, int, int]

    def holds(self, line: TextLine, size: tuple[int, int]) -> bool:
        """Whether the middle of a line that was read in a sheet of that size lies within."""
        across = sum(x for x, _ in line.corners) / 4 * size[0]
        down = sum(y for _, y in line.corners) / 4 * size[1]
        left, top, right, bottom = self.box
        return left <= across <= right and top <= down <= bottom


@dataclass(frozen=True, slots=True)
class WordSheet:
    """A picture of the same words in several fonts, all of one height."""

    image: Image.Image
    blocks: tuple[WordBlock, ...]
    height: int

    @property
    def asked(self) -> int:
        """Number of words in it."""
        return sum(len(block.words) for block in self.blocks)

    def found(self, text: PhotoText) -> dict[str, int]:
        """Number of words of each font that stand where they were drawn, as a search would find them."""
        return {
            block.font: _among(
                block.words, [line.text for line in text.lines if block.holds(line, self.image.size)]
            )
            for block in self.blocks
        }


def word_sheet(height: int, words: Sequence[str] = WORDS) -> WordSheet:
    """A sheet of words in letters of that height, one block for each font that is there."""
    pictures = list(_pictures(height, words))
    wide = max(image.width for _, image in pictures)
    high = max(image.height for _, image in pictures)
    rows = -(-len(pictures) // ACROSS)
    columns = min(ACROSS, len(pictures))
    sheet = Image.new("RGB", (max(columns * wide, LEAST_SIDE), max(rows * high, LEAST_SIDE)), "white")
    blocks = []
    for number, (font, image) in enumerate(pictures):
        left, top = number % ACROSS * wide, number // ACROSS * high
        sheet.paste(image, (left, top))
        blocks.append(WordBlock(font, tuple(words), (left, top, left + image.width, top + image.height)))
    return WordSheet(sheet, tuple(blocks), height)


def _among(words: Sequence[str], said: Sequence[str]) -> int:
    """Number of `words` that stand in lines."""
    there = words_of("\n".join(said))
    return sum(_stands(words_of(word), there) for word in words)


def _stands(word: list[str], there: list[str]) -> bool:
    return any(there[at : at + len(word)] == word for at in range(len(there)))


def _pictures(height: int, words: Sequence[str]) -> Iterator[tuple[str, Image.Image]]:
    for number, font in enumerate(("", *FONTS)):
        letters = _letters(font, height)
        if letters is not None:
            yield font or "Pillow's own", _block(letters, height, words, number)


def _letters(font: str, height: int) -> ImageFont.FreeTypeFont | None:
    """The font at which letters are so high; None where it is not there."""
    fitting = height
    while (letters := _font(font, fitting)) is not None and _height(letters) < height:
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


def _block(letters: ImageFont.FreeTypeFont, height: int, words: Sequence[str], number: int) -> Image.Image:
    ground, ink = COLOURS[number % len(COLOURS)]
    lines = ["  ".join(words[at : at + IN_A_LINE]) for at in range(0, len(words), IN_A_LINE)]
    width = max(round(letters.getlength(line)) for line in lines)
    step = 2 * height
    image = Image.new("RGB", (width + 4 * height, step * len(lines) + 2 * height), ground)
    draw = ImageDraw.Draw(image)
    for place, line in enumerate(lines):
        draw.text((2 * height, height + place * step), line, fill=ink, font=letters)
    return image
