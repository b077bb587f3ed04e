"""Options of the engine that paints from image vectors."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import click

from mmdesk.cli.choices import PATH, Command
from mmdesk.cli.engine_options import flag, given_part, refuse_others, with_shared
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import ImagePrompt, PaintSpec
from mmdesk.core.painting.unclip_settings import UNCLIP_RANGES, UnclipSettings

NUMBERS = {
    "flow_steps": tr("In how many steps noise becomes a picture (16)."),
    "change": tr("How far words change the picture of --vary, 0 to 1 (0.4)."),
    "finish": tr("Steps of VQGAN+CLIP that go on from the picture, also to a larger --size."),
}
"""Numbers of this engine alone, and what they are."""

OWN = ("unclip", "vary", "between", "stops", "prior", *NUMBERS)
"""All options of this engine alone."""

STOPS = 6
"""Pictures between two others, those two included, where nothing else is said."""

LARGER = 256
"""Side, in pixels, of a picture that VQGAN+CLIP goes on with, where nothing else is said."""


def unclip_options(command: Command) -> Command:
    """Give `command` the options of the engine unclip; those not given are None."""
    numbers = [click.option(flag(name), type=_range(name), help=text) for name, text in NUMBERS.items()]
    others = [
        click.option("--unclip", metavar="NAME", help=tr("The model of the engine unclip.")),
        click.option(
            "--vary", type=PATH, metavar="FILE", help=tr("Paint more like a picture; PROMPT says what else.")
        ),
        click.option(
            "--between",
            type=PATH,
            nargs=2,
            metavar="A B",
            help=tr("Paint the way from one picture to another."),
        ),
        click.option(
            "--stops", type=click.IntRange(2, 24), help=tr("Pictures of that way ({number}).", number=STOPS)
        ),
        click.option(
            "--prior",
            type=click.Choice(["trained", "library"]),
            help=tr(
                "What words look like: as the model learned it, or as the nearest photos of the library."
            ),
        ),
    ]
    for option in reversed([*others, *numbers]):
        command = option(command)
    return command


def build_unclip_spec(
    base: PaintSpec, options: Mapping[str, Any], others: Mapping[str, Any], model: str, side: int
) -> PaintSpec:
    """`base` with the changes in `options`, painted by the unCLIP `model` for pictures of `side` pixels.

    `others` are the options of other engines. Raises UserError for any of them, and for what makes no sense
    together.
    """
    refuse_others("unclip", others)
    if base.unclip is None:  # of a spec of another engine, what all engines have
        side = max(side, LARGER) if options.get("finish") else side
        base = PaintSpec(
            base.prompt, "unclip", side, side, seed=base.seed, clips=base.clips, unclip=UnclipSettings(model)
        )
    numbers = (*NUMBERS, "candidates", "guidance")
    changes = {name: options[name] for name in numbers if options.get(name) is not None}
    part = given_part(options) | wished_pictures(options)
    for name in ("keep", "between"):
        if name in part:
            changes[name] = part.pop(name)
    assert base.unclip is not None
    spec = replace(base, unclip=replace(base.unclip, model=model, **changes), **part)
    return with_shared(spec, options)


def wished_pictures(options: Mapping[str, Any]) -> dict[str, Any]:
    """The pictures whose vectors are painted; nothing where there are none."""
    between, vary, stops = options.get("between"), options.get("vary"), options.get("stops")
    if between and vary:
        raise UserError(tr("Either one picture is varied, or the way between two is painted."))
    if stops is not None and not between:
        raise UserError(tr("--stops counts the pictures between two others: add --between A B."))
    if between:
        return {"image_prompts": _prompts(*between), "between": stops or STOPS}
    return {"image_prompts": _prompts(vary), "between": 0} if vary else {}


def _prompts(*paths: bytes) -> tuple[ImagePrompt, ...]:
    return tuple(ImagePrompt(os.path.abspath(path)) for path in paths)


def _range(name: str) -> click.ParamType[int] | click.ParamType[float]:
    low, high = UNCLIP_RANGES[name]
    return click.FloatRange(low, high) if name == "change" else click.IntRange(int(low), int(high))
