"""Lines are read row by row, on a page that lies askew, too."""

import math
import random

import pytest

from mmdesk.core.photo_text import TextLine
from mmdesk.library.reading.text_order import in_reading_order

SIZE = (1000, 500)
ROWS = (("Apple cake", "7.50"), ("Water", "4.80"), ("Total", "12.30"))


def turned(x: float, y: float, degrees: float) -> tuple[float, float]:
    """A point of the page turned around the middle of the picture, in shares of it."""
    angle, x, y = math.radians(degrees), x - 500, y - 250
    across = 500 + x * math.cos(angle) - y * math.sin(angle)
    down = 250 + x * math.sin(angle) + y * math.cos(angle)
    return across / SIZE[0], down / SIZE[1]


@pytest.mark.parametrize("degrees", [0, -7, 12, 30])
def test_rows_are_kept_together(degrees: float) -> None:
    lines = []
    for row, texts in enumerate(ROWS):
        for text, left in zip(texts, (200, 640), strict=True):
            top, width = 100 + 40 * row + (left > 300) * 6, 12 * len(text)
            box = ((left, top), (left + width, top), (left + width, top + 24), (left, top + 24))
            corners = [turned(x, y, degrees) for x, y in box]
            lines.append(TextLine(text, (corners[0], corners[1], corners[2], corners[3])))
    random.Random(1).shuffle(lines)
    assert [line.text for line in in_reading_order(lines, SIZE)] == [text for row in ROWS for text in row]
    assert in_reading_order([], SIZE) == []
