"""The way back: what was shown before, in which place."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from mmdesk.ui.library.place import LibraryPlace
from mmdesk.ui.library.source import AlbumSource, PhotoSource, SearchSource

LONGEST = 100
"""Stops remembered."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of the window and, in the Library, what is shown there."""

    place: QWidget | None
    source: PhotoSource | None


class Trail(QObject):
    """Remembers each stop; a search that is being typed is one."""

    def __init__(
        self, places: QStackedWidget, library: LibraryPlace, go_to: Callable[[QWidget], object]
    ) -> None:
        super().__init__(places)
        self._places, self._library, self._go_to = places, library, go_to
        self._stops = [self._here()]
        self._is_going_back = False
        places.currentChanged.connect(self._note)
        library.source_changed.connect(self._note)

    def go_back(self) -> None:
        """Leave the loupe; else show what was shown before, as far as it is still there."""
        here = self._here()
        if here.source is not None and self._library.gallery.looked_at is not None:
            self._library.gallery.leave_loupe()
            return
        before = [stop for stop in self._stops[:-1] if self._is_there(stop)]
        while before and before[-1] == here:  # what stood between the two is gone
            before.pop()
        if before:
            self._stops = before
            self._is_going_back = True
            self._show(before[-1])
            self._is_going_back = False

    def _show(self, stop: Stop) -> None:
        if stop.place is not None:
            self._go_to(stop.place)
        if stop.source is not None and stop.source != self._library.source:
            self._library.show_source(stop.source)

    def _is_there(self, stop: Stop) -> bool:
        return stop.source is None or self._library.knows(stop.source)

    def _here(self) -> Stop:
        place = self._places.currentWidget()
        return Stop(place, self._library.source if place is self._library else None)

    def _note(self) -> None:
        if self._is_going_back:
            return
        here = self._here()
        if _is_the_same(self._stops[-1], here):
            self._stops.pop()
        self._stops = [*self._stops, here][-LONGEST:]


def _is_the_same(earlier: Stop, here: Stop) -> bool:
    """Whether nothing was left between two stops: a search was typed on, or an album has another name."""
    before, now = earlier.source, here.source
    if isinstance(now, SearchSource) and before is not None:
        return now.goes_on(before)
    if isinstance(before, AlbumSource) and isinstance(now, AlbumSource):
        return before.album.id == now.album.id
    return earlier == here
