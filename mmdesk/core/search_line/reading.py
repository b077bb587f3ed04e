"""A search line read for one library: its grammar, what is offered for plain words, and their spelling."""

from datetime import date

from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.line import Part, parts_of
from mmdesk.core.search_line.offers import with_offers
from mmdesk.core.search_line.spelling import with_spelling


def read_line(line: str, known: KnownNames, today: date) -> tuple[Part, ...]:
    """The parts of a line as they are understood; together they are the line itself."""
    return with_spelling(read_names(line, known, today), known.spelling)


def read_names(line: str, known: KnownNames, today: date) -> tuple[Part, ...]:
    """The same, however its words are spelt."""
    return with_offers(parts_of(line), known, today)
