"""Options of the engine that paints with a Janus."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import click

from mmdesk.cli.choices import Command
from mmdesk.cli.engine_options import refuse_others, with_shared
from mmdesk.core.language import tr
from mmdesk.core.painting.janus_settings import JanusSettings
from mmdesk.core.painting.spec import PaintSpec

NUMBERS = ("candidates", "guidance", "temperature")
"""Numbers of this engine, which others have, too."""


def janus_options(command: Command) -> Command:
    """Give `command` the options of the engine janus; those not given are None."""
    return click.option("--janus", metavar="NAME", help=tr("The model of the engine janus."))(command)


def build_janus_spec(
    base: PaintSpec, options: Mapping[str, Any], others: Mapping[str, Any], model: str, side: int
) -> PaintSpec:
    """`base` with the changes in `options`, painted by the Janus `model`, whose pictures have `side` pixels.

    `others` are the options of other engines. Raises UserError for any of them, and for what makes no sense
    together.
    """
    refuse_others("janus", others)
    if base.janus is None:  # of a spec of another engine, what all engines have
        settings = JanusSettings(model)
        base = PaintSpec(base.prompt, "janus", side, side, seed=base.seed, clips=base.clips, janus=settings)
    changes = {name: options[name] for name in NUMBERS if options.get(name) is not None}
    assert base.janus is not None
    return with_shared(replace(base, janus=replace(base.janus, model=model, **changes)), options)
