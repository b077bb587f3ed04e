"""Which engine a command line means, and whether all of its options are of that engine."""

from collections.abc import Mapping
from typing import Any

from mmdesk.cli import janus_options, kandinsky_options, token_options, unclip_options
from mmdesk.cli.engine_options import flag
from mmdesk.core.enumeration import either_of
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import PaintSpec

OF_PICTURES = ("vary", "between", "stops", "change", "complete", "keep")
"""Options of engines that paint from pictures."""

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "tokens": token_options.SETTINGS,
    "unclip": (*unclip_options.OWN, "candidates", "guidance", *OF_PICTURES),
    "kandinsky": ("kandinsky", "candidates", "guidance", *kandinsky_options.NUMBERS, *OF_PICTURES),
    "janus": ("janus", *janus_options.NUMBERS),
}
"""Options of the engines that draw with a model of their own."""


def engine_meant(base: PaintSpec, options: Mapping[str, Any]) -> str:
    """The engine that `options` mean, or else that of `base`. Raises UserError for options of another."""
    engine = str(options.get("engine") or _implied(base, options) or base.engine)
    own = OPTIONS.get(engine, ())
    for name in dict.fromkeys(name for names in OPTIONS.values() for name in names):
        if options.get(name) is not None and name not in own:
            having = [other for other, names in OPTIONS.items() if name in names]
            raise UserError(
                tr(
                    "{option} is of the engine {engines}: add --engine {engine}.",
                    option=flag(name),
                    engines=either_of(having),
                    engine=having[0],
                )
            )
    return engine


def _implied(base: PaintSpec, options: Mapping[str, Any]) -> str | None:
    """The engine that is meant where it was not named: that of a model, or one of pictures."""
    named = [engine for engine in OPTIONS if options.get(engine)]
    if named:
        return named[0]
    if any(options.get(name) for name in ("vary", "between")) and base.engine != "kandinsky":
        return "unclip"
    return None
