"""Words in a row, as a sentence has them: "tags, rating and album", "Rome or Vienna"."""

from collections.abc import Sequence

from mmdesk.core.language import trc


def all_of(words: Sequence[str]) -> str:
    """Things that are meant together: "a, b and c"."""
    parts = (", ".join(words[:-1]), *words[-1:])
    return trc("between the last two of several things", " and ").join(filter(None, parts))


def either_of(words: Sequence[str]) -> str:
    """Things of which one is meant: "a or b or c"."""
    return trc("between things of which one is meant", " or ").join(words)
