"""The page of the room that caches take."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mmdesk.core.caches import CacheKind, CacheSize
from mmdesk.core.language import tr, trc
from mmdesk.ui.formatting import file_size
from mmdesk.ui.parts.labels import label
from mmdesk.ui.preferences.page import PreferencesPage
from mmdesk.work.workers import Workers

NAMES = {
    CacheKind.THUMBNAILS: (
        tr("Thumbnails"),
        tr("Made again from the photos when they are cleared, which takes a while."),
    ),
    CacheKind.PLANS: (tr("Measured speeds"), tr("Measured again when a model is next put to work.")),
    CacheKind.FETCHED: (
        tr("Models fetched in part"),
        tr("Fetched from the beginning when they are wanted again."),
    ),
}
LIMITS = ((tr("No limit"), 0), *((f"{size} GB", size) for size in (1, 2, 5, 10, 20)))

ENGINES = (
    (tr("As the size of the library asks"), "auto"),
    (tr("In memory, exactly"), "exact"),
    (tr("On the disk"), "lance"),
)
ENGINE_NOTE = tr(
    "On the disk, searches of millions of photos take little memory, and find nearly all "
    "of the nearest. It needs the extra “lance”, and is built after photos were looked "
    "at."
)


class StoragePage(PreferencesPage):
    """Each cache with its size and a button that empties it, and the limit of the thumbnails."""

    title = tr("Storage")

    def __init__(self, workers: Workers, parent: QWidget | None = None) -> None:
        super().__init__(workers.preferences, parent)
        self._caches = workers.caches
        self.add_note(
            tr("All of this can be made again. Photos, tags, albums and paintings are never touched here.")
        )
        self.clears: dict[CacheKind, QPushButton] = {}
        self.sizes: dict[CacheKind, QLabel] = {}
        for kind in NAMES:
            self._add(kind)
        self.add_heading(tr("Thumbnails of photos that have left the library"))
        self.limit = self.choose_of("thumbnails_gb", tr("Let them go beyond"), LIMITS)
        self.add_note(tr("The oldest first. Photos of the library keep theirs, whatever the limit."))
        self.add_heading(tr("The search index"))
        self.engine = self.choose_of("search_engine", trc("where", "Searched"), ENGINES)
        self.add_note(ENGINE_NOTE)
        self._caches.measured.connect(self._take)
        self.finish()
        self._caches.measure()

    def _add(self, kind: CacheKind) -> None:
        name, meaning = NAMES[kind]
        self.add_heading(name)
        size, clear = label("…", "muted", self), QPushButton(tr("Clear now"), self)
        clear.setAutoDefault(False)
        clear.setAccessibleName(tr("Clear now: {cache}", cache=name))
        clear.clicked.connect(partial(self._caches.clear, kind))
        self.sizes[kind], self.clears[kind] = size, clear
        self.add_row(size, clear)
        self.add_note(meaning)

    def _take(self, sizes: Sequence[CacheSize]) -> None:
        for one in sizes:
            self.sizes[one.kind].setText(file_size(one.bytes))
            self.clears[one.kind].setEnabled(one.bytes > 0)
