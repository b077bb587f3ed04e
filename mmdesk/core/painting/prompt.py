"""Prompts: what to paint, in words.

A prompt is one or more parts between `|`, each `words`, `words:weight` or `words:weight:stop`, as the
notebooks of VQGAN+CLIP have it (Crowson et al. 2022, https://arxiv.org/abs/2204.08583). A negative weight
pushes the picture away from the words; `stop` is a loss below which the part pulls no more.

The numbers are read from the right, and only what is a number counts as one, so that a colon in the
words breaks nothing: "12:30 in the rain" and "http://example.org" are words. After words that end in a
digit a number is one of the words, too: "a screen in 16:9", "a street at 12:30". A weight then needs a blank
before its colon, or the words stand in quotes: `route 66 :2`, `"route 66":2`.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

LARGEST_WEIGHT = 100.0
"""Greatest weight of a part; more than that is a slip of the keyboard."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?|-inf", re.IGNORECASE)

_QUOTE = '"'


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
        raise UserError(
            tr(
                "There are no words before “{part}” for its numbers to belong to.",
                part=part,
            )
        )
    weight = numbers[0] if numbers else 1.0
    if not 0 < abs(weight) <= LARGEST_WEIGHT:
        raise UserError(
            tr(
                "The weight {weight:g} of “{text}” must be between -{largest:g} and {largest:g} and not 0; "
                "where the number belongs to the words, put them in quotes.",
                weight=weight,
                text=text,
                largest=LARGEST_WEIGHT,
            )
        )
    return PromptPart(text, weight, numbers[1] if len(numbers) > 1 else -math.inf)


def _split(part: str) -> tuple[str, list[float]]:
    """The words of a part, and the up to two numbers that end it."""
    pieces = part.rsplit(":", 2)
    for count in (2, 1):
        words, numbers = ":".join(pieces[:-count]), [piece.strip() for piece in pieces[-count:]]
        if len(pieces) > count and all(map(_NUMBER.fullmatch, numbers)) and not words[-1:].isdigit():
            return _unquoted(words.rstrip()), [float(number) for number in numbers]
    return _unquoted(part), []


def _unquoted(words: str) -> str:
    """Words without the quotes around all of them; those around a part of them belong to them."""
    inside = words[1:-1]
    is_around = words[:1] == words[-1:] == _QUOTE and inside.strip()
    if is_around and (_QUOTE not in inside or inside[0] == inside[-1] == _QUOTE):
        return inside.strip()
    return words


def _format_part(part: PromptPart) -> str:
    for candidate in _spellings(part):
        try:
            if parse_prompt(candidate) == (part,):
                return candidate
        except UserError:  # this spelling says something else; the next one may not
            continue
    raise ValueError(f"no prompt can say {part}")


def _spellings(part: PromptPart) -> Iterator[str]:
    """Ways to write `part`, shortest first: as it is, with a blank before its numbers, in quotes."""
    quoted = f"{_QUOTE}{part.text}{_QUOTE}"
    for words in (part.text, f"{part.text} ", quoted):
        yield words
        for weight in (f"{part.weight:g}", repr(part.weight)):
            yield f"{words}:{weight}"
            yield f"{words}:{weight}:{part.stop:g}"
        yield f"{words}:{part.weight!r}:{part.stop!r}"
