"""Prompts: what to paint, in words.

A prompt is one or more parts between `|`, each `words`, `words:weight` or `words:weight:stop`, as the
notebooks of VQGAN+CLIP have it (Crowson et al. 2022, https://arxiv.org/abs/2204.08583). A negative weight
pushes the picture away from the words; `stop` is a loss below which the part pulls no more.

The numbers are read from the right, and only what is a number counts as one, so that a colon in the
words breaks nothing: "12:30 in the rain", "http://example.org" and "a street at 12:30" are words.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mmdesk.core.errors import UserError

LARGEST_WEIGHT = 100.0
"""Greatest weight of a part; more than that is a slip of the keyboard."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?|-inf", re.IGNORECASE)

_TIME = re.compile(r"(?:^|\D)[0-9]{1,2}:[0-9]{2}")


@dataclass(frozen=True, slots=True)
class PromptPart:
    """One thing wanted (`weight` > 0) or unwanted (`weight` < 0).

    `stop` is a squared great-circle loss: 0 for a picture that points exactly where the words do,
    about 1.2 for one that has nothing to do with them, 4.9 for their opposite.
    """

    text: str
    weight: float = 1.0
    stop: float = -math.inf


def parse_prompt(words: str) -> tuple[PromptPart, ...]:
    """Parts of a prompt; an empty prompt has none, and empty parts between two `|` do not count.

    Raises UserError, in one sentence, for a weight that cannot be meant and for numbers without words.
    """
    return tuple(_parse_part(" ".join(part.split())) for part in words.split("|") if part.strip())


def format_prompt(parts: tuple[PromptPart, ...]) -> str:
    """The shortest prompt that `parse_prompt` reads as `parts`.

    Raises ValueError for parts no prompt can say: with `|`, line breaks or no words in the text.
    """
    return " | ".join(_format_part(part) for part in parts)


def _parse_part(part: str) -> PromptPart:
    text, numbers = _split(part)
    if not text:
        raise UserError(f"There are no words before “{part}” for its numbers to belong to.")
    weight = numbers[0] if numbers else 1.0
    if not 0 < abs(weight) <= LARGEST_WEIGHT:
        raise UserError(
            f"The weight {weight:g} of “{text}” must be between -{LARGEST_WEIGHT:g} and {LARGEST_WEIGHT:g} "
            "and not 0; where the number belongs to the words, end them with :1:-inf."
        )
    return PromptPart(text, weight, numbers[1] if len(numbers) > 1 else -math.inf)


def _split(part: str) -> tuple[str, list[float]]:
    """The words of a part, and the up to two numbers that end it."""
    text, numbers = part, list[float]()
    while len(numbers) < 2:
        head, colon, tail = text.rpartition(":")
        if not colon or not _NUMBER.fullmatch(tail.strip()) or _ends_in_time(text):
            break
        text, numbers = head.rstrip(), [float(tail), *numbers]
    return text, numbers


def _ends_in_time(text: str) -> bool:
    """Whether the last colon of `text` is that of a time of day."""
    return any(match.end() == len(text) for match in _TIME.finditer(text))


def _format_part(part: PromptPart) -> str:
    for candidate in _spellings(part):
        try:
            if parse_prompt(candidate) == (part,):
                return candidate
        except UserError:  # this spelling says something else; the next one may not
            continue
    raise ValueError(f"no prompt can say {part}")


def _spellings(part: PromptPart) -> Iterator[str]:
    """Ways to write `part`, shortest first; the last one is never mistaken."""
    yield part.text
    for weight in (f"{part.weight:g}", repr(part.weight)):
        yield f"{part.text}:{weight}"
        yield f"{part.text}:{weight}:{part.stop:g}"
    yield f"{part.text}:{part.weight!r}:{part.stop!r}"
