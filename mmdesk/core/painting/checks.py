"""Whether values make sense, said in a sentence where they do not."""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from mmdesk.core.errors import UserError

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def check_numbers(values: Any, ranges: Mapping[str, tuple[float, float]]) -> None:
    """Every attribute of `values` named in `ranges` lies between its two ends, which belong to it."""
    for name, (low, high) in ranges.items():
        value = getattr(values, name)
        if math.isnan(value) or not low <= value <= high:
            raise UserError(f"The {in_words(name)} must be between {low:g} and {high:g}, not {value:g}.")


def check_choices(values: Any, choices: Mapping[str, Collection[str]]) -> None:
    """Every attribute of `values` named in `choices`, or each item of a tuple, is one of its choices."""
    for name, known in choices.items():
        value = getattr(values, name)
        for wish in value if isinstance(value, tuple) else (value,):
            if wish not in known:
                raise UserError(f"The {in_words(name)} {wish} is not known; there is {', '.join(known)}.")


def check_colours(colours: Iterable[str]) -> None:
    """Every colour is written as #rrggbb."""
    for colour in colours:
        if not _COLOUR.fullmatch(colour):
            raise UserError(f"The colour {colour} must be written as #rrggbb, like #ff8800 for orange.")


def in_words(name: str) -> str:
    """The name of a setting for people."""
    return name.replace("_", " ")
