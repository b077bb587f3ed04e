"""What the transformer sees of a picture that is larger than those it was trained on.

It is trained on squares of `side` x `side` codes. In a larger picture it sees such a square around the code
that is drawn (the sliding window of Esser et al. 2021, section 3.3). A square that moves with every code has
to be read anew for every code, since a token means something else at another position. So it stays where it
is for `STRIDE` of its side, and only what is new is read; with a stride of 1 it is the published one.
"""

from dataclasses import dataclass

STRIDE = 4
"""The window moves along a row by this part of its side."""


@dataclass(frozen=True, slots=True)
class Window:
    """A square of `side` codes, its corner at the row `top` and the column `left` of the picture."""

    top: int
    left: int
    side: int


def window_at(row: int, column: int, size: tuple[int, int], side: int, stride: int | None = None) -> Window:
    """The window in which the code at `row`, `column` of a picture of `size`, rows and columns, is drawn.

    `stride` is in codes.
    """
    stride = stride or max(1, side // STRIDE)
    return Window(_start(row, size[0], side, 1), _start(column, size[1], side, stride), side)


def _start(place: int, length: int, side: int, stride: int) -> int:
    """The first of the `side` places that are seen along an axis, with `place` about in the middle."""
    start = (place - side // 2) // stride * stride
    return max(0, min(start, length - side))
