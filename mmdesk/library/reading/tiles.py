"""Parts of a picture as the input of an image tower."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.heat_map import Shares
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading.pixels import RESAMPLING


def tile_pixels(picture: FullPicture, tiles: Sequence[Shares], recipe: PixelRecipe) -> NDArray[np.uint8]:
    """The tiles of `picture`, each resized to the recipe's square: [tiles, size, size, 3]."""
    image = Image.frombuffer("RGB", (picture.width, picture.height), picture.rgb)
    side = (recipe.size, recipe.size)
    return np.stack(
        [
            np.asarray(image.resize(side, RESAMPLING[recipe.interpolation], box=_pixels(image, tile)))
            for tile in tiles
        ]
    )


def _pixels(image: Image.Image, tile: Shares) -> tuple[float, float, float, float]:
    """Left, upper, right and lower edge of a tile in pixels."""
    left, top, width, height = tile
    return (
        left * image.width,
        top * image.height,
        min(left + width, 1.0) * image.width,
        min(top + height, 1.0) * image.height,
    )
