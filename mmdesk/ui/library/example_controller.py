"""Photos as examples: others like them are looked for, or others that are unlike them."""

from PySide6.QtCore import QObject

from mmdesk.ui.library.place import LibraryPlace
from mmdesk.ui.search.line import SearchLine


class ExampleController(QObject):
    """Connects the photos and the search line."""

    def __init__(self, place: LibraryPlace, line: SearchLine) -> None:
        super().__init__(place)
        self._line = line
        place.gallery.grid.example_chosen.connect(self._add)
        place.similar_requested.connect(self._search_similar)

    def _add(self, photos: list[int], is_wanted: bool) -> None:  # noqa: FBT001
        if photos:
            self._line.add_examples(photos, negative=not is_wanted)

    def _search_similar(self, path: bytes) -> None:
        self._line.set_pictures((path,))
