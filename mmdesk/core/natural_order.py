"""Names in the order that people expect: IMG_2 before IMG_10, whatever the case."""

import os
import re

_DIGITS = re.compile(r"(\d+)", re.ASCII)

NaturalKey = tuple[list[str | int], bytes]
"""What names are compared by: text and numbers in turn, then the path."""


def natural_key(path: bytes) -> NaturalKey:
    """What to sort a path by: the file's name, its numbers by their value; of equal names, the whole path."""
    pieces: list[str | int] = list(_DIGITS.split(os.fsdecode(os.path.basename(path)).casefold()))
    pieces[1::2] = map(int, pieces[1::2])
    return pieces, path
