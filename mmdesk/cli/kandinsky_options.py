"""Options of the engine that paints with a Kandinsky."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import click

from mmdesk.cli.choices import Command
from mmdesk.cli.engine_options import flag, given_part, refuse_others, with_shared
from mmdesk.cli.unclip_options import wished_pictures
from mmdesk.core.language import tr
from mmdesk.core.painting.kandinsky_settings import KANDINSKY_RANGES, KandinskySettings
from mmdesk.core.painting.spec import PaintSpec

NUMBERS = {
    "denoising_steps": tr("In how many steps a Kandinsky makes a picture of noise (50)."),
    "prior_steps": tr("In how many steps it makes an image vector of words (25)."),
}
"""Numbers of this engine alone, and what they are."""

SHARED_NUMBERS = ("candidates", "guidance", "change")
"""Numbers that other engines have, too."""


def kandinsky_options(command: Command) -> Command:
    """Give `command` the options of the engine kandinsky; those not given are None."""
    numbers = [
        click.option(flag(name), type=click.IntRange(1, int(KANDINSKY_RANGES[name][1])), help=text)
        for name, text in NUMBERS.items()
    ]
    named = click.option("--kandinsky", metavar="NAME", help=tr("The decoder of the engine kandinsky."))
    for option in reversed([named, *numbers]):
        command = option(command)
    return command


def build_kandinsky_spec(
    base: PaintSpec, options: Mapping[str, Any], others: Mapping[str, Any], model: str, side: int
) -> PaintSpec:
    """`base` with the changes in `options`, painted by the decoder `model` for pictures of `side` pixels.

    `others` are the options of other engines. Raises UserError for any of them, and for what makes no sense
    together.
    """
    refuse_others("kandinsky", others)
    if base.kandinsky is None:  # of a spec of another engine, what all engines have
        settings = KandinskySettings(model)
        base = PaintSpec(
            base.prompt, "kandinsky", side, side, seed=base.seed, clips=base.clips, kandinsky=settings
        )
    numbers = (*NUMBERS, *SHARED_NUMBERS)
    changes = {name: options[name] for name in numbers if options.get(name) is not None}
    part = given_part(options) | wished_pictures(options)
    for name in ("keep", "between"):
        if name in part:
            changes[name] = part.pop(name)
    assert base.kandinsky is not None
    spec = replace(base, kandinsky=replace(base.kandinsky, model=model, **changes), **part)
    return with_shared(spec, options)
