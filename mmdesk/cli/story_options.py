"""Options of a story: an animation that is painted frame by frame."""

from collections.abc import Mapping
from typing import Any

import click

from mmdesk.cli.choices import Command
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.story import RANGES, Story

MOVES = {
    "zoom": tr("How much larger each frame is than the one before it."),
    "pan-x": tr("How far the camera moves to the right, in widths."),
    "pan-y": tr("How far the camera moves down, in heights."),
    "turn": tr("How far it turns, in degrees."),
}


def story_options(command: Command) -> Command:
    """Give `command` the options of a story."""
    usual = Story()
    for name, text in reversed(MOVES.items()):
        field = name.replace("-", "_")
        kind = click.FloatRange(*RANGES[field])
        command = click.option(
            f"--{name}", type=kind, default=getattr(usual, field), help=tr("Of a story: {text}", text=text)
        )(command)
    command = click.option(
        "--steps-per-frame",
        type=click.IntRange(1, 1000),
        default=usual.steps_per_frame,
        help=tr("Of a story: steps of each frame but the first."),
    )(command)
    command = click.option(
        "--scene",
        multiple=True,
        metavar="FRAME:PROMPT",
        help=tr("Of a story: what there is to see from FRAME on."),
    )(command)
    return click.option(
        "--frames",
        type=click.IntRange(2, 5000),
        help=tr("Paint a story of so many frames into --film instead of one picture."),
    )(command)


def build_story(options: Mapping[str, Any]) -> Story:
    """The story that `options` describe. Raises UserError."""
    moves = {name.replace("-", "_"): options[name.replace("-", "_")] for name in MOVES}
    scenes = dict(_scene(words) for words in options["scene"])
    return Story(scenes, options["frames"], options["steps_per_frame"], **moves)


def _scene(words: str) -> tuple[int, str]:
    number, colon, prompt = words.partition(":")
    if not (colon and number.strip().isdecimal() and prompt.strip()):
        raise UserError(
            tr(
                "The scene “{words}” must begin with its frame, as in 24:a city by night.",
                words=words,
            )
        )
    return int(number), prompt.strip()
