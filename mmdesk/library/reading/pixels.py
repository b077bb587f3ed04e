"""A picture as the input of an image tower, as the `PixelRecipe` of the model wants it.

The geometry is open_clip's (open_clip/transform.py): same rounding, same crop, so that
what a model sees here is what it saw in training.
"""

from PIL import Image

from mmdesk.core.pixels import PixelRecipe

RESAMPLING = {
    "bicubic": Image.Resampling.BICUBIC,
    "bilinear": Image.Resampling.BILINEAR,
    "nearest": Image.Resampling.NEAREST,
}


LONGEST = 16
"""Times its short side. No photograph is longer than that."""


def model_input(image: Image.Image, recipe: PixelRecipe) -> Image.Image:
    """`image` (RGB) as a square of `recipe.size` pixels."""
    if recipe.resize_mode == "squash":
        return _resized(image, (recipe.size, recipe.size), recipe)
    if recipe.resize_mode == "longest":
        return _padded(_resized(image, _fit_longest(image.size, recipe.size), recipe), recipe)
    image = _without_ends(image)
    return _centre(_resized(image, _fit_shortest(image.size, recipe.size), recipe), recipe.size)


def shrinkage(size: tuple[int, int], recipe: PixelRecipe) -> float:
    """Factor (0..1) by which a picture of `size` may be shrunk before the model's input loses detail."""
    side = max(size) if recipe.resize_mode == "longest" else min(size)
    return min(1.0, recipe.size / side)


def _without_ends(image: Image.Image) -> Image.Image:
    """The middle of a long strip, which is what the model sees. To enlarge all of it would take gigabytes."""
    short = min(image.size)
    if max(image.size) <= LONGEST * short:
        return image
    width, height = (min(side, LONGEST * short) for side in image.size)
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def _fit_shortest(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The short side becomes `side`; the long one is rounded down, as torchvision does."""
    width, height = size
    if width <= height:
        return side, int(side * height / width)
    return int(side * width / height), side


def _fit_longest(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The long side becomes `side`; the short one is rounded to the nearest, but never to nothing."""
    ratio = max(size) / side
    return max(1, round(size[0] / ratio)), max(1, round(size[1] / ratio))


def _resized(image: Image.Image, size: tuple[int, int], recipe: PixelRecipe) -> Image.Image:
    return image if image.size == size else image.resize(size, RESAMPLING[recipe.interpolation])


def _centre(image: Image.Image, side: int) -> Image.Image:
    left, top = round((image.width - side) / 2), round((image.height - side) / 2)
    return image.crop((left, top, left + side, top + side))


def _padded(image: Image.Image, recipe: PixelRecipe) -> Image.Image:
    """The picture in the middle of a square of the recipe's fill."""
    square = Image.new("RGB", (recipe.size, recipe.size), (recipe.fill,) * 3)
    square.paste(image, ((recipe.size - image.width) // 2, (recipe.size - image.height) // 2))
    return square
