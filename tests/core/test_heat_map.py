"""Heat maps: where the heat is, and how it looks."""

import numpy as np
import pytest

from mmdesk.core.heat_map import HeatMap, heat_colours


def spots() -> HeatMap:
    """Two warm spots that do not hang together, the hotter one below at the right."""
    heat = np.zeros((20, 30), np.float32)
    heat[2:6, 3:8] = 0.9
    heat[10:15, 20:28] = 0.6
    heat[12, 25] = 1.0
    return HeatMap(heat)


def test_the_box_is_around_the_hottest_part_alone() -> None:
    heat = spots()
    assert heat.hottest == (25.5 / 30, 12.5 / 20)
    assert heat.box == pytest.approx((20 / 30, 10 / 20, 8 / 30, 5 / 20))


def test_a_map_without_heat_has_a_box_all_the_same() -> None:
    assert HeatMap(np.zeros((3, 4), np.float32)).box == (0, 0, 1, 1)


def test_the_map_lies_over_the_picture_in_any_size() -> None:
    heat = np.zeros((20, 30), np.float32)
    heat[12, 25] = 1
    smooth = HeatMap(heat).smooth(600, 400)
    row, column = np.unravel_index(int(smooth.argmax()), smooth.shape)
    assert smooth.shape == (400, 600)
    assert (abs(column - 510) < 40, abs(row - 250) < 40) == (True, True)
    assert np.abs(np.diff(smooth, axis=1)).max() < 0.1  # no steps


def test_what_is_hot_is_lighter_and_covers_less() -> None:
    coloured = spots().coloured(60, 40).astype(int)
    hot, cold = coloured[24, 48], coloured[36, 4]
    assert hot[:3].sum() > 2 * cold[:3].sum()
    assert hot[3] < cold[3]


def test_colours_grow_lighter_all_the_way() -> None:
    luma = heat_colours().astype(float) @ (0.2126, 0.7152, 0.0722)
    assert (np.diff(luma) > -0.6).all()
    assert luma[-1] - luma[0] > 160
    assert heat_colours().shape == (256, 3)
