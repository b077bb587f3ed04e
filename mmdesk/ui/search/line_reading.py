"""The text of the search line as it is understood, read once though it is asked for at every turn."""

from datetime import date

from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.line import Part
from mmdesk.core.search_line.reading import read_names
from mmdesk.core.search_line.spelling import with_spelling


class LineReading:
    """Reads texts by the names that are `known`; the last one that was read is kept."""

    def __init__(self) -> None:
        self.known = KnownNames()
        self._read: tuple[tuple[str, KnownNames, date], tuple[Part, ...]] | None = None

    def parts(self, text: str) -> tuple[Part, ...]:
        """The parts of a text, however its words are spelt."""
        asked = text, self.known, date.today()
        if self._read is None or self._read[0] != asked:
            self._read = asked, read_names(*asked)
        return self._read[1]

    def spelt(self, text: str, typed: int | None = None) -> tuple[Part, ...]:
        """The same with what misspelt words may mean, but for a word that is `typed` up to that place."""
        return with_spelling(self.parts(text), self.known.spelling, typed)
