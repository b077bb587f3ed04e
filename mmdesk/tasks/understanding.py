"""A search line as a library understands it: with offers for the names that there are in it."""

from dataclasses import dataclass
from datetime import date

from mmdesk.core.query import Query, query_of
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.line import Part, parts_of, problems_of
from mmdesk.core.search_line.offers import with_offers
from mmdesk.library.names import known_names
from mmdesk.tasks.library import Library


@dataclass(frozen=True, slots=True)
class Understood:
    """A line in parts, and the query they are together."""

    parts: tuple[Part, ...]
    query: Query

    @property
    def notes(self) -> list[str]:
        """What was taken for more than words, and what was not understood, a sentence each."""
        offered = [_offer(part) for part in self.parts if part.offered]
        return offered + problems_of(self.parts)


def names_in(library: Library) -> KnownNames:
    """Names in a library that its searches may use."""
    return known_names(library.catalogue)


def understand(library: Library, line: str, folder: bytes | None = None) -> Understood:
    """Read a line as one typed for this library."""
    parts = with_offers(parts_of(line), names_in(library), date.today())
    return Understood(parts, query_of(parts, folder))


def _offer(part: Part) -> str:
    said = part.asks.written if part.asks else ""
    return f"“{part.text}” is taken for {said} (in quotation marks it stays words)."
