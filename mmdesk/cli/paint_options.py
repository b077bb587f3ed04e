"""Settings of a painting as options: one for each field of a spec that a command line can hold."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import click

from mmdesk.cli.choices import PATH, Command
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.presets import PRESETS
from mmdesk.core.painting.spec import CHOICES, RANGES, ImagePrompt, InitImage, Mask, PaintSpec

NUMBERS = {
    "steps": tr("How many steps to paint."),
    "cutouts": tr("Cutouts of the picture that CLIP is shown in each step."),
    "cut_power": tr("How their sizes are spread: 1 evenly, above it more small ones."),
    "rate": tr("Learning rate, times the engine's own."),
    "ema": tr("Decay of the average over the last steps that is shown; 0 shows the last step."),
    "hold": tr("Weight of staying near to the start picture."),
    "smoothness": tr("Weight of smoothness."),
    "saturation": tr("Weight of strong colours; below 0 of weak ones."),
    "palette_strength": tr("Weight of nearness to the colours of --palette."),
    "symmetry_strength": tr("Weight of --symmetry."),
    "edges": tr("Weight of an even border."),
    "grid": tr("Columns of the pixel engine; 0 for its own choice."),
    "strokes": tr("Strokes of the line engine; 0 for its own choice."),
    "stroke_width": tr("Their width, times the usual one."),
}

NAMES = {
    "engine": tr("What draws."),
    "pooling": tr("How cutouts are shrunk."),
    "optimiser": tr("What optimises it."),
    "schedule": tr("How the learning rate changes."),
    "noise": tr("What it begins with."),
    "symmetry": tr("Along which axis the halves shall be alike."),
}

WHOLE = ("steps", "cutouts", "grid", "strokes")
"""The settings that are whole numbers."""


def spec_options(command: Command) -> Command:
    """Give `command` an option for every setting; those not given are None or empty."""
    for option in reversed([*_what(), *_names(), *_numbers(), *_lists()]):
        command = option(command)
    return command


def build_spec(base: PaintSpec, options: Mapping[str, Any]) -> PaintSpec:
    """`base` with the changes in `options`. Raises UserError for what makes no sense together."""
    preset = options.get("preset")
    spec = PRESETS[preset].applied(base) if preset else base
    changes: dict[str, Any] = {}
    for name in (*NUMBERS, *NAMES, "seed", "vqgan", "tiling", "coarse_to_fine", "edge_colour"):
        if options.get(name) is not None:
            changes[name] = options[name]
    if options.get("size"):
        changes["width"], changes["height"] = options["size"]
    for name, field in (("augment", "augmentations"), ("clip", "clips"), ("palette", "palette")):
        if options.get(name):
            changes[field] = options[name]
    return replace(spec, **changes, **_pictures(options))


def _pictures(options: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a spec that name files."""
    parts: dict[str, Any] = {}
    if options.get("init"):
        parts["init"] = InitImage(os.path.abspath(options["init"]), strength=options["init_strength"])
    if options.get("image_prompt"):
        parts["image_prompts"] = _image_prompts(options["image_prompt"], options.get("image_weight") or ())
    if options.get("mask"):
        parts["mask"] = Mask(os.path.abspath(options["mask"]), mode=options["mask_mode"])
    return parts


def _image_prompts(paths: tuple[bytes, ...], weights: tuple[float, ...]) -> tuple[ImagePrompt, ...]:
    if len(weights) > len(paths):
        raise UserError(tr("There are more --image-weight than --image-prompt."))
    padded = (*weights, *[1.0] * (len(paths) - len(weights)))
    return tuple(
        ImagePrompt(os.path.abspath(path), weight=weight) for path, weight in zip(paths, padded, strict=True)
    )


def of_descent(options: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `options` that are settings of the engines that descend a loss."""
    lists = ("clip", "palette", "augment", "image_prompt", "image_weight")
    more = ("preset", "init", "mask", "vqgan", "tiling", "coarse_to_fine", "edge_colour")
    return {name: options.get(name) for name in (*NUMBERS, *NAMES, *lists, *more)}


def picture_size(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> tuple[int, int] | None:
    """Width and height in pixels from `WxH`, or from one number for a square."""
    if value is None:
        return None
    try:
        width, height = (int(side) for side in (value.lower().split("x") * 2)[:2])
    except ValueError as error:
        raise click.BadParameter(tr("{value} is no size; write it as 256x256.", value=value)) from error
    return width, height


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _what() -> list[Any]:
    return [
        click.option(
            "--preset", type=click.Choice(list(PRESETS)), help=tr("Settings that go well together.")
        ),
        click.option("--size", callback=picture_size, metavar="WxH", help=tr("In pixels.")),
        click.option(
            "--seed", type=click.IntRange(0, int(RANGES["seed"][1])), help=tr("Same seed, same picture.")
        ),
        click.option("--init", type=PATH, metavar="FILE", help=tr("The picture to begin with.")),
        click.option(
            "--init-strength",
            type=click.FloatRange(0, 1),
            default=1.0,
            help=tr("1 is that picture, 0 noise."),
        ),
        click.option(
            "--mask", type=PATH, metavar="FILE", help=tr("White marks a part of the start picture.")
        ),
        click.option(
            "--mask-mode",
            type=click.Choice(["freeze", "repaint"]),
            default="freeze",
            help=tr("Keep what is marked, or all but that."),
        ),
        click.option(
            "--image-prompt", type=PATH, multiple=True, metavar="FILE", help=tr("A picture to come near to.")
        ),
        click.option(
            "--image-weight",
            type=float,
            multiple=True,
            help=tr("Weights of the --image-prompt, in their order."),
        ),
    ]


def _names() -> list[Any]:
    return [
        click.option(_flag(name), type=click.Choice(CHOICES[name]), help=text) for name, text in NAMES.items()
    ]


def _numbers() -> list[Any]:
    return [click.option(_flag(name), type=_range(name), help=text) for name, text in NUMBERS.items()]


def _range(name: str) -> click.ParamType[int] | click.ParamType[float]:
    low, high = RANGES[name]
    return click.IntRange(int(low), int(high)) if name in WHOLE else click.FloatRange(low, high)


def _lists() -> list[Any]:
    return [
        click.option(
            "--augment",
            type=click.Choice(CHOICES["augmentations"]),
            multiple=True,
            help=tr("How cutouts are changed at random; may be given several times."),
        ),
        click.option("--palette", multiple=True, metavar="#RRGGBB", help=tr("A colour to come near to.")),
        click.option("--edge-colour", metavar="#RRGGBB", help=tr("The colour of the border.")),
        click.option(
            "--tiling/--no-tiling", default=None, help=tr("Let the picture go on across its edges.")
        ),
        click.option(
            "--coarse-to-fine/--one-size",
            default=None,
            help=tr("Whether to begin at half the size, quicker."),
        ),
        click.option(
            "--clip", multiple=True, metavar="NAME", help=tr("The CLIP model that guides; or several.")
        ),
        click.option("--vqgan", metavar="NAME", help=tr("The model of the engine vqgan.")),
    ]
