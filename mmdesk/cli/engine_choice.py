"""Which engine a command line means, and whether all of its options are of that engine."""

from collections.abc import Mapping
from typing import Any

from mmdesk.cli import token_options, unclip_options
from mmdesk.core.errors import UserError
from mmdesk.core.painting.spec import PaintSpec

COMMON = ("candidates", "guidance", "complete", "keep")
"""Options of both engines that sample pictures."""

OF_TOKENS = tuple(name for name in token_options.SETTINGS if name not in COMMON)


def engine_meant(base: PaintSpec, options: Mapping[str, Any]) -> str:
    """The engine that `options` mean, or else that of `base`. Raises UserError for options of another."""
    engine = options.get("engine") or _implied(options) or base.engine
    _check(options, OF_TOKENS, "tokens", is_meant=engine == "tokens")
    _check(options, unclip_options.OWN, "unclip", is_meant=engine == "unclip")
    _check(options, COMMON, "tokens", is_meant=engine in ("tokens", "unclip"))
    return str(engine)


def _implied(options: Mapping[str, Any]) -> str | None:
    """The engine that is meant where it was not named."""
    if options.get("tokens"):
        return "tokens"
    return "unclip" if any(options.get(name) for name in ("unclip", "vary", "between")) else None


def _check(options: Mapping[str, Any], names: tuple[str, ...], engine: str, *, is_meant: bool) -> None:
    given = [name for name in names if options.get(name) is not None]
    if given and not is_meant:
        flag = f"--{given[0].replace('_', '-')}"
        raise UserError(f"{flag} is of the engine {engine}: add --engine {engine}.")
