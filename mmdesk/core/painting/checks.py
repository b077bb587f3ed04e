"""Checks of values; what makes no sense raises a UserError with a sentence."""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def check_numbers(values: Any, ranges: Mapping[str, tuple[float, float]]) -> None:
    """Check that attributes of `values` named in `ranges` lie in them, ends included. Raises UserError."""
    for name, (low, high) in ranges.items():
        value = getattr(values, name)
        if math.isnan(value) or not low <= value <= high:
            raise UserError(
                tr(
                    "The {setting} must be between {low:g} and {high:g}, not {value:g}.",
                    setting=in_words(name),
                    low=low,
                    high=high,
                    value=value,
                )
            )


def check_choices(values: Any, choices: Mapping[str, Collection[str]]) -> None:
    """Check that the attributes of `values` named in `choices`, or a tuple's items, are among them.

    Raises UserError.
    """
    for name, known in choices.items():
        value = getattr(values, name)
        for item in value if isinstance(value, tuple) else (value,):
            if item not in known:
                raise UserError(
                    tr(
                        "The {setting} {item} is not known; there is {known}.",
                        setting=in_words(name),
                        item=item,
                        known=", ".join(known),
                    )
                )


def check_colours(colours: Iterable[str]) -> None:
    """Check that every colour is written as #rrggbb. Raises UserError."""
    for colour in colours:
        if not _COLOUR.fullmatch(colour):
            raise UserError(
                tr("The colour {colour} must be written as #rrggbb, like #ff8800 for orange.", colour=colour)
            )


def in_words(name: str) -> str:
    """The name of a setting for people."""
    return name.replace("_", " ")
