"""Maps of tiles put together: nothing left out, everything in its place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.tiles import tiles_over
from mmdesk.models.patch_maps import put_together

SIDES = st.integers(1, 5000)
ZOOMS = st.sampled_from([1.0, 2.0])


@given(SIDES, SIDES, ZOOMS)
def test_the_tiles_cover_the_whole_picture(width: int, height: int, zoom: float) -> None:
    tiles = tiles_over(width, height, zoom)
    flat = put_together(np.full((len(tiles), 7, 7), 3.0, np.float32), tiles, (11, 40))
    assert flat == pytest.approx(np.full((11, 40), 3.0), abs=1e-4)


@given(st.integers(300, 900), st.integers(300, 900), ZOOMS, st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_what_tiles_see_is_found_where_it_is(
    width: int, height: int, zoom: float, x: float, y: float
) -> None:
    """Each tile sees the distance from a point; the map is nearest there."""
    tiles = tiles_over(width, height, zoom)
    cells = (np.arange(7) + 0.5) / 7
    maps = [
        -np.hypot((left + wide * cells[None] - x) * width, (top + high * cells[:, None] - y) * height)
        for left, top, wide, high in tiles
    ]
    whole = put_together(np.asarray(maps, np.float32), tiles, (40, 40))
    row, column = np.unravel_index(int(whole.argmax()), whole.shape)
    cell = min(width, height) / zoom / 7
    assert abs((column + 0.5) / 40 - x) * width <= cell + width / 40
    assert abs((row + 0.5) / 40 - y) * height <= cell + height / 40


def test_tiles_are_squares_of_the_short_side() -> None:
    tiles = tiles_over(3000, 1000)
    assert len(tiles) == 4
    assert {(round(3000 * wide), round(1000 * high)) for _, _, wide, high in tiles} == {(1000, 1000)}
    assert tiles_over(500, 500) == [(0, 0, 1, 1)]
    assert len(tiles_over(100_000, 10)) == 12
