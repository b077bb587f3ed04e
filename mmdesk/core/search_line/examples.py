"""Examples: photos of the library that others are to be like, or not to be like, on a search line."""

from collections.abc import Sequence

from mmdesk.core.search_line.editing import without
from mmdesk.core.search_line.line import parts_of
from mmdesk.core.search_line.terms import Term, like


def with_examples(line: str, photos: Sequence[int], *, negative: bool = False) -> str:
    """The line with `photos` among its examples, those to be like or the `negative` ones.

    What was an example of the other sort is one no longer.
    """
    examples = _examples(line)
    wanted = _one_term(examples, photos, negative=False, adds=not negative)
    unwanted = _one_term(examples, photos, negative=True, adds=negative)
    return " ".join(filter(None, (_without_examples(line), wanted, unwanted)))


def _examples(line: str) -> list[Term]:
    asked = (part.asks for part in parts_of(line))
    return [asks for asks in asked if isinstance(asks, Term) and asks.kind == "photos"]


def _one_term(examples: Sequence[Term], photos: Sequence[int], *, negative: bool, adds: bool) -> str:
    """One term for all `examples` of a sort, `photos` put to them or taken out; empty where none is left."""
    of_sort = [one for one in examples if one.negative == negative]
    known = [photo for one in of_sort for photo in one.photos if adds or photo not in photos]
    joined = tuple(known + (list(photos) if adds else []))
    weight = next((one.weight for one in of_sort), 1.0)
    return like(joined, negative=negative, weight=weight).written if joined else ""


def _without_examples(line: str) -> str:
    parts = parts_of(line)
    for number in reversed(range(len(parts))):
        asks = parts[number].asks
        if isinstance(asks, Term) and asks.kind == "photos":
            line = without(parts_of(line), number)
    return line.strip()
