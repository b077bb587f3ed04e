"""Options of the engine that draws code by code."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mmdesk.cli.choices import PATH, Command
from mmdesk.cli.engine_options import flag, given_part, refuse_others, with_shared
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import ImagePrompt, PaintSpec
from mmdesk.core.painting.token_settings import TOKEN_RANGES, TokenSettings

NUMBERS = {
    "candidates": tr("How many pictures are made, of which the CLIP chooses."),
    "temperature": tr("Below 1 what is likely gets likelier, above it less so."),
    "top_k": tr("Draw from so many of the likeliest codes; 0: all."),
    "top_p": tr("Draw from the likeliest codes that have this probability together."),
    "guidance": tr("How far to go towards the wish; 1: as learned."),
}
"""Numbers among the settings, and what they are."""

FOLLOWED = "image_prompt"
"""The option of a picture that is followed."""

SETTINGS = ("tokens", *NUMBERS, "label", "complete", "keep")
"""All options of this engine."""


def token_options(command: Command) -> Command:
    """Give `command` the options of the engine tokens; those not given are None."""
    numbers = [click.option(flag(name), type=_range(name), help=text) for name, text in NUMBERS.items()]
    others = [
        click.option("--tokens", metavar="NAME", help=tr("The transformer of the engine tokens.")),
        click.option("--label", metavar="WORDS", help=tr("The class to paint, a name or number.")),
        click.option("--complete", type=PATH, metavar="FILE", help=tr("A picture to complete; see --keep.")),
        click.option(
            "--keep",
            type=PATH,
            metavar="PART",
            help=tr("What of it stays: top, bottom, left, right or a mask."),
        ),
    ]
    for option in reversed([*others, *numbers]):
        command = option(command)
    return command


def build_token_spec(
    base: PaintSpec, options: Mapping[str, Any], others: Mapping[str, Any], model: str, side: int
) -> PaintSpec:
    """`base` with the changes in `options`, painted by the transformer `model` for pictures of `side` pixels.

    `others` are the options of other engines. Raises UserError for any of them, and for what makes no sense
    together.
    """
    refuse_others("tokens", {name: value for name, value in others.items() if name != FOLLOWED})
    if base.tokens is None:  # of a spec of another engine, what all engines have
        base = PaintSpec(
            base.prompt, "tokens", side, side, seed=base.seed, clips=base.clips, tokens=TokenSettings(model)
        )
    changes = {name: options[name] for name in (*NUMBERS, "label") if options.get(name) is not None}
    part = given_part(options)
    if part:
        changes["keep"] = part.pop("keep")
    if options.get(FOLLOWED):
        part["image_prompts"] = tuple(ImagePrompt(os.path.abspath(path)) for path in options[FOLLOWED])
    assert base.tokens is not None
    spec = replace(base, tokens=replace(base.tokens, model=model, **changes), **part)
    return with_shared(spec, options)


def model_name(given: str) -> str:
    """The name of a model, or the whole path of its folder, which is then found from anywhere."""
    return str(Path(given).absolute()) if os.sep in given else given


def _range(name: str) -> click.ParamType[int] | click.ParamType[float]:
    low, high = TOKEN_RANGES[name]
    if name in ("candidates", "top_k"):
        return click.IntRange(int(low), int(high))
    return click.FloatRange(low, high)
