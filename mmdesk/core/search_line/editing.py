"""A search line changed part by part, and filters put into it and taken out, as by hand."""

from collections.abc import Sequence

from mmdesk.core.search_line.filters import Filter
from mmdesk.core.search_line.line import Part, parts_of
from mmdesk.core.search_line.terms import Term, in_quotes


def without(parts: Sequence[Part], number: int) -> str:
    """The line less one of its parts."""
    before = "".join(part.text for part in parts[:number]).rstrip()
    after = "".join(part.text for part in parts[number + 1 :]).lstrip()
    return " ".join(filter(None, (before, after)))


def with_another(parts: Sequence[Part], number: int) -> str:
    """The line with what may be meant by one of its parts in its place."""
    part = parts[number]
    return _replaced(parts, number, part.instead or (part.beside.written if part.beside else part.text))


def in_words(parts: Sequence[Part], number: int) -> str:
    """The line with one of its parts in quotation marks, its dash before them, so that it is words alone."""
    part = parts[number]
    is_dashed = part.text.startswith("-") and part.asks is not None
    return _replaced(parts, number, f"-{in_quotes(part.text[1:])}" if is_dashed else in_quotes(part.text))


def with_whole_paths(line: str) -> str:
    """The line with the whole paths of its pictures, so that it means the same wherever it is read."""
    return "".join(
        part.asks.written if isinstance(part.asks, Term) and part.asks.kind == "picture" else part.text
        for part in parts_of(line)
    )


def chosen_values(parts: Sequence[Part], name: str) -> tuple[str, ...]:
    """Values that the filters called `name` ask for; those that they rule out are none."""
    values = (value for one in _filters(parts, name).values() for value in one.values)
    return tuple(dict.fromkeys(values))


def with_filter(parts: Sequence[Part], name: str, values: Sequence[str]) -> str:
    """The line in which a filter of `values` stands for all that are called `name`; for no values, none.

    It takes the place of the first; where there was none, it comes to the end. What rules values out stays.
    """
    places = list(_filters(parts, name))
    wanted = Filter(name, tuple(values)).written if values else ""
    if not places:
        return _added(parts, wanted)
    pieces = [part.text for part in parts]
    if wanted:
        pieces[places.pop(0)] = wanted
    for place in reversed(places):
        _take_out(pieces, place)
    return "".join(pieces)


def _replaced(parts: Sequence[Part], number: int, text: str) -> str:
    """The line with a text in the place of one of its parts."""
    return "".join(text if place == number else part.text for place, part in enumerate(parts))


def _filters(parts: Sequence[Part], name: str) -> dict[int, Filter]:
    """Filters called so that do not rule out, by their places among the parts."""
    asked = {place: part.asks for place, part in enumerate(parts)}
    return {
        place: one
        for place, one in asked.items()
        if isinstance(one, Filter) and one.name == name and not one.negative
    }


def _take_out(pieces: list[str], place: int) -> None:
    """Take a piece out, with the white space before it, or else behind it."""
    space = next(
        (at for at in (place - 1, place + 1) if 0 <= at < len(pieces) and pieces[at].isspace()), None
    )
    for at in sorted({place, place if space is None else space}, reverse=True):
        del pieces[at]


def _added(parts: Sequence[Part], wanted: str) -> str:
    """The line with one more filter: at its end, or before a quotation mark that has no end."""
    line = "".join(part.text for part in parts).strip()
    if not (line and wanted):
        return line or wanted
    at_end = f"{line} {wanted}"
    is_whole = any(part.text == wanted for part in parts_of(at_end))
    return at_end if is_whole else f"{wanted} {line}"
