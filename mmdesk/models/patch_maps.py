"""Maps of tiles, put together to one of the whole picture."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.heat_map import Shares

EDGE_WEIGHT = 0.15
"""Weight of a tile at its edges, where things are cut; in its middle it is one."""

ROUNDING = 1e-6

BLUR = 1.5
"""Width of the blur of a whole map, in its places."""

Map = NDArray[np.float32]


def put_together(maps: NDArray[np.float32], tiles: Sequence[Shares], shape: tuple[int, int]) -> Map:
    """The map [rows, columns] of a picture whose `tiles` have `maps` [tiles, r, c].

    Where tiles overlap it is their mean, in which the middle of a tile counts for more than its edge.
    """
    total, weights = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for one, (left, top, width, height) in zip(maps, tiles, strict=True):
        down, fade_down = _placed(shape[0], top, height, one.shape[0])
        across, fade_across = _placed(shape[1], left, width, one.shape[1])
        weight = np.outer(fade_down, fade_across)
        total += weight * (down @ one @ across.T)
        weights += weight
    return np.asarray(total / weights, np.float32)


def blurred(one: Map) -> Map:
    """The map less what changes from place to place: patches are larger than its places."""
    down, across = (_kernel(places) for places in one.shape)
    return np.asarray(down @ one @ across.T, np.float32)


def _kernel(places: int) -> Map:
    """Weights [places, places] of a Gaussian around each place."""
    apart = np.subtract.outer(np.arange(places), np.arange(places))
    weights = np.exp(-0.5 * (apart / BLUR) ** 2)
    return np.asarray(weights / weights.sum(1, keepdims=True), np.float32)


def _placed(places: int, begin: float, length: float, cells: int) -> tuple[Map, Map]:
    """Where `cells` of a tile lie along a side of the picture with `places`.

    Returns weights [places, cells] that interpolate between cells, and the tile's own weight [places], none
    outside it.
    """
    at = ((np.arange(places) + 0.5) / places - begin) / length
    inside = (at > -ROUNDING) & (at < 1 + ROUNDING)
    cell = np.clip(at * cells - 0.5, 0, cells - 1)
    weights = np.maximum(0, 1 - np.abs(cell[:, None] - np.arange(cells)))
    fade = np.where(inside, EDGE_WEIGHT + (1 - EDGE_WEIGHT) * (1 - np.abs(2 * at - 1)), 0)
    return np.asarray(weights, np.float32), np.asarray(fade, np.float32)
