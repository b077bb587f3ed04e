"""Photos as examples: others like them are looked for, or others that are unlike them."""

from PySide6.QtCore import QObject

from mmdesk.core.language import trn
from mmdesk.ui.library.place import LibraryPlace
from mmdesk.ui.search.line import SearchLine
from mmdesk.ui.undo_controller import UndoController


class ExampleController(QObject):
    """Connects the photos and the search line; an example can be taken back like any act."""

    def __init__(self, place: LibraryPlace, line: SearchLine, undo: UndoController) -> None:
        super().__init__(place)
        self._line, self._undo = line, undo
        place.gallery.grid.example_chosen.connect(self._add)
        place.similar_requested.connect(self._search_similar)

    def _add(self, photos: list[int], is_wanted: bool) -> None:  # noqa: FBT001
        if photos:
            take_back = self._line.add_examples(photos, negative=not is_wanted)
            more = trn("More like this photo.", "More like these {n} photos.", len(photos))
            less = trn("Less like this photo.", "Less like these {n} photos.", len(photos))
            self._undo.offer_step(more if is_wanted else less, take_back)

    def _search_similar(self, path: bytes) -> None:
        self._line.set_pictures((path,))
