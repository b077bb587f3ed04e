"""Tiles: square parts of a picture that is not square, so that nothing of it is unseen."""

import math
from collections.abc import Iterator

from mmdesk.core.heat_map import Shares

OVERLAP = 0.25
"""Share of a tile that the next one covers again, at least: things at its edge are seen badly."""

MOST_ALONG = 12
"""Tiles along a side at most; in longer strips they are no squares any more."""


def tiles_over(width: int, height: int, zoom: float = 1.0) -> list[Shares]:
    """Tiles that cover a picture of `width` and `height` pixels, as large as its short side.

    With a `zoom`, their sides are that much shorter.
    """
    side = min(width, height) / zoom
    return [
        (left, top, wide, high) for top, high in _along(height, side) for left, wide in _along(width, side)
    ]


def _along(whole: int, side: float) -> Iterator[tuple[float, float]]:
    """Begin and length of each tile along a side of the picture, as shares of it."""
    count = 1 if side >= whole else math.ceil((whole - side) / (side * (1 - OVERLAP))) + 1
    count = min(count, MOST_ALONG)
    length = max(side / whole, 1 / count)
    for number in range(count):
        yield (1 - length) * number / max(count - 1, 1), length
