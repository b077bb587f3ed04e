"""Terms: what a search line looks for, in words or by pictures, and how they are written."""

import os
import re
from dataclasses import dataclass
from typing import Literal

from mmdesk.core.enumeration import either_of
from mmdesk.core.language import trn

SIMPLE = re.compile(r"""[^\s"()|:@-][^\s"()|:]*""")
"""Words that can stand behind a dash as they are."""

ALTERNATIVE = re.compile(r"""[^\s"()|]+(?: [^\s"()|]+)*""")
"""Words that can stand between two strokes as they are."""


LIKE = "like:"
"""What stands before the ids of photos that others are to be like."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: words, the picture in a file (`text` is then its path, for people), or what
    photos of the library, by their ids, have in common.

    What shows a `negative` one is left out. Of several `alternatives` one is enough; `text` is then all of
    them, for people. `quoted` words are taken as they are, whatever else they might stand for.
    """

    text: str
    weight: float = 1.0
    kind: Literal["words", "picture", "photos"] = "words"
    picture: bytes = b""
    negative: bool = False
    alternatives: tuple[str, ...] = ()
    quoted: bool = False
    photos: tuple[int, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The alternatives, or the one text."""
        return self.alternatives or (self.text,)

    @property
    def written(self) -> str:
        """The term as a search line has it."""
        sign = "-" if self.negative else ""
        weight = "" if self.weight == 1 else f":{self.weight:g}"
        return f"{sign}{self._body()}{weight}"

    def _body(self) -> str:
        if self.kind == "picture":
            return f"@{in_quotes(os.fsdecode(self.picture))}"
        if self.kind == "photos":
            return f"{LIKE}{','.join(map(str, self.photos))}"
        if self.alternatives:
            return f"({'|'.join(map(_alternative, self.alternatives))})"
        if self.negative and self.weight == 1 and not self.quoted and SIMPLE.fullmatch(self.text):
            return self.text
        is_plain = not (self.quoted or self.negative) and self.weight == 1
        return self.text if is_plain else in_quotes(self.text)


def either(texts: tuple[str, ...], *, negative: bool = False, weight: float = 1.0) -> Term:
    """A term of several texts of which one is enough."""
    return Term(either_of(texts), weight, negative=negative, alternatives=texts)


def like(photos: tuple[int, ...], *, negative: bool = False, weight: float = 1.0) -> Term:
    """A term of photos of the library, by their ids, each named once."""
    once = tuple(dict.fromkeys(photos))
    text = trn("like {n} photo", "like {n} photos", len(once))
    return Term(text, weight, "photos", negative=negative, photos=once)


def in_quotes(text: str) -> str:
    """A text in quotation marks; those within it are doubled."""
    return '"' + text.replace('"', '""') + '"'


def out_of_quotes(text: str) -> str:
    """The text that stands in quotation marks, if it does; runs of white space count as one."""
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        text = text[1:-1].replace('""', '"')
    return " ".join(text.split())


def _alternative(text: str) -> str:
    is_plain = ALTERNATIVE.fullmatch(text) and "OR" not in text.split()
    return text if is_plain else in_quotes(text)
