"""Options that engines with a model of their own have in common."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import InitImage, Mask, PaintSpec

HALVES = (b"top", b"bottom", b"left", b"right")

SHARED = ("engine", "size", "seed", "clip", "init_strength", "mask_mode")
"""Options of a spec that it has in common with the others, or that say nothing alone."""


def flag(name: str) -> str:
    """The option that `name` is given by."""
    return f"--{name.replace('_', '-')}"


def refuse_others(engine: str, others: Mapping[str, Any]) -> None:
    """Raises UserError for the first option of other engines that was given."""
    given = [name for name, value in others.items() if value not in (None, ()) and name not in SHARED]
    if given:
        raise UserError(tr("The engine {engine} has no {option}.", engine=engine, option=flag(given[0])))


def with_shared(spec: PaintSpec, options: Mapping[str, Any]) -> PaintSpec:
    """`spec` with the size, the seed and the CLIPs in `options`, where they were given."""
    width, height = options.get("size") or (spec.width, spec.height)
    seed = spec.seed if options.get("seed") is None else options["seed"]
    return replace(spec, width=width, height=height, seed=seed, clips=options.get("clip") or spec.clips)


def given_part(options: Mapping[str, Any]) -> dict[str, Any]:
    """What is given of a picture; nothing where none is to be completed."""
    if options.get("complete") is None:
        if options.get("keep") is not None:
            raise UserError(tr("--keep says what stays of the picture to complete: add --complete FILE."))
        return {}
    keep = options.get("keep") or b"top"
    init = InitImage(os.path.abspath(options["complete"]))
    if keep in HALVES:
        return {"init": init, "mask": None, "keep": keep.decode()}
    return {"init": init, "mask": Mask(os.path.abspath(keep), mode=options["mask_mode"]), "keep": "mask"}
