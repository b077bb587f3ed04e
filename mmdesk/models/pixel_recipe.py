"""The `preprocess_cfg` of an open_clip model as a `PixelRecipe`, with open_clip's defaults."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.pixels import Interpolation, PixelRecipe, ResizeMode

DEFAULT_SIZE = 224
"""Side of the input where the config does not say, in pixels: open_clip's."""


def read_recipe(config: Mapping[str, Any], path: Path) -> PixelRecipe:
    """The recipe of the model in the folder `path`, whose config is `config`.

    The size is that of the image tower, whatever `preprocess_cfg` says, as in open_clip itself.
    Raises UserError for what the program cannot follow.
    """
    settings = {
        name: value for name, value in _section(config, "preprocess_cfg").items() if value is not None
    }
    plain = PixelRecipe(_size(config, path))
    return PixelRecipe(
        size=plain.size,
        resize_mode=_one_of(get_args(ResizeMode), settings.get("resize_mode", plain.resize_mode), path),
        interpolation=_interpolation(settings.get("interpolation", plain.interpolation), path),
        mean=_three_numbers(settings.get("mean", plain.mean), path),
        std=_positive(_three_numbers(settings.get("std", plain.std), path), path),
        fill=_fill(settings.get("fill_color", plain.fill), path),
    )


def _section(config: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = config.get(name)
    return section if isinstance(section, dict) else {}


def _size(config: Mapping[str, Any], path: Path) -> int:
    size = _section(config["model_cfg"], "vision_cfg").get("image_size", DEFAULT_SIZE)
    sides = size if isinstance(size, list) else [size]
    if sides and all(isinstance(side, int) and side == sides[0] > 0 for side in sides):
        return int(sides[0])
    raise UserError(
        tr(
            "The model {path} wants pictures of size {size}, but only square ones are supported.",
            path=path,
            size=size,
        )
    )


def _interpolation(value: object, path: Path) -> Interpolation:
    """The interpolation; `random` is a matter of training, and open_clip takes bicubic for it otherwise."""
    known: Interpolation = _one_of(get_args(Interpolation), "bicubic" if value == "random" else value, path)
    return known


def _one_of(known: tuple[str, ...], value: object, path: Path) -> Any:
    if value in known:
        return value
    raise UserError(
        tr(
            "The model {path} wants pictures prepared by {value!r}, which is none of {known}.",
            path=path,
            value=value,
            known=", ".join(known),
        )
    )


def _three_numbers(value: Any, path: Path) -> tuple[float, float, float]:
    """The numbers of three channels; one stands for all three."""
    numbers = list(value) if isinstance(value, list | tuple) else [value] * 3
    if len(numbers) == 3 and all(isinstance(number, int | float) for number in numbers):
        return float(numbers[0]), float(numbers[1]), float(numbers[2])
    raise UserError(
        tr(
            "The model {path} needs three numbers for the mean and three for the std of its pictures.",
            path=path,
        )
    )


def _positive(std: tuple[float, float, float], path: Path) -> tuple[float, float, float]:
    if min(std) > 0:
        return std
    raise UserError(tr("The model {path} divides pictures by a std of {min}.", path=path, min=min(std)))


def _fill(value: object, path: Path) -> int:
    if isinstance(value, int) and 0 <= value <= 255:
        return value
    raise UserError(
        tr(
            "The model {path} pads pictures with {value!r}, which is no grey of 0 to 255.",
            path=path,
            value=value,
        )
    )
