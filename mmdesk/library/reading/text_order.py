"""The order in which people read lines: row by row, however the page lies in the picture."""

import math
from collections.abc import Sequence

from mmdesk.core.photo_text import TextLine

SAME_ROW = 0.5
"""Share of a line's height by which the middle of another may lie lower in the same row."""


def in_reading_order(lines: Sequence[TextLine], size: tuple[int, int]) -> list[TextLine]:
    """Lines of a picture of `size` pixels, row by row from the top, each from the left.

    A page that lies askew is read along its own rows, whose direction most letters tell.
    """
    turn = _turn(lines, size)
    placed = sorted((_Placed(line, size, turn) for line in lines), key=lambda one: one.down)
    rows = list[list[_Placed]]()
    for one in placed:
        if rows and one.down - rows[-1][-1].down < SAME_ROW * min(one.height, rows[-1][-1].height):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [one.line for row in rows for one in sorted(row, key=lambda one: one.across)]


class _Placed:
    """A line with the place of its middle along and across the rows of the page, in pixels."""

    def __init__(self, line: TextLine, size: tuple[int, int], turn: float) -> None:
        self.line = line
        (left, top), _, _, (foot_left, foot) = corners = _pixels(line, size)
        x, y = (sum(values) / 4 for values in zip(*corners, strict=True))
        self.across = x * math.cos(turn) + y * math.sin(turn)
        self.down = y * math.cos(turn) - x * math.sin(turn)
        self.height = math.hypot(foot_left - left, foot - top)


def _turn(lines: Sequence[TextLine], size: tuple[int, int]) -> float:
    """The angle of the rows against the picture: that of the lines, as far as each is long."""
    along = [_pixels(line, size)[:2] for line in lines]
    across = sum(right[0] - left[0] for left, right in along)
    down = sum(right[1] - left[1] for left, right in along)
    return math.atan2(down, across) if across > abs(down) else 0.0


def _pixels(line: TextLine, size: tuple[int, int]) -> list[tuple[float, float]]:
    return [(x * size[0], y * size[1]) for x, y in line.corners]
