"""What the photos of the library can be chosen by, counted off the GUI thread."""

import os

from PySide6.QtCore import QObject, Signal

from mmdesk.core.facets import Facets
from mmdesk.library.facets import facets_of
from mmdesk.tasks.library import Library
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class FacetsWork(Worker):
    """Counts photos by stars, flags, kinds, states and months.

    Signals:
        loaded(Facets): as of now.
    """

    loaded = Signal(object)

    def __init__(self, library: Library, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._facets = self._latest(lanes.quick, self.loaded)

    def request(self) -> None:
        """Ask for them."""
        self._facets.ask(self._count)

    def _count(self) -> Facets:
        return facets_of(self._library.catalogue, os.fsencode(self._library.places.paintings))
