"""Looking up what the spots are called where photos were taken, for those of which nobody knows it yet."""

import logging
from collections.abc import Iterator

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.library.gazetteer import Gazetteer
from mmdesk.tasks.library import Library

AT_ONCE = 500
"""Photos of a transaction: at most a few milliseconds during which nobody else can write."""

log = logging.getLogger(__name__)


class Locator:
    """Gives photos their locations. The gazetteer is read for the first that waits.

    Where it cannot be read, that is logged, and photos wait on: nobody's photos stay out for it.
    """

    def __init__(self, library: Library) -> None:
        self._locations = library.locations
        self._gazetteer: Gazetteer | None = None
        self._is_in_vain = False

    def some(self) -> int:
        """Look up some that wait; returns how many that were."""
        rows = [] if self._is_in_vain else self._locations.unlocated(AT_ONCE)
        gazetteer = self._read() if rows else None
        if gazetteer is None:
            return 0
        at = {spot: gazetteer.at(*spot) for spot in {row[1:] for row in rows}}
        self._locations.put({row: at[row[1:]] for row in rows})
        return len(rows)

    def rest(self) -> Iterator[Progress]:
        """Look up all that wait."""
        done, waiting = 0, self._locations.waiting()
        while found := self.some():
            done += found
            yield Progress(min(done, waiting), waiting, tr("Looking up places"))

    def _read(self) -> Gazetteer | None:
        if self._gazetteer is None:
            try:
                self._gazetteer = Gazetteer.read()
            except UserError as error:
                log.warning("%s", error)
                self._is_in_vain = True
        return self._gazetteer
