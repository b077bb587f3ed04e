"""What each place is for, said at its first visit, until it was read."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from mmdesk.core.language import tr
from mmdesk.core.photo import Folder
from mmdesk.core.settings import PlaceName
from mmdesk.ui.parts.hint_bar import HintBar
from mmdesk.ui.side_pages import SidePages
from mmdesk.work.workers import Workers

HINTS: dict[PlaceName, tuple[str, str]] = {
    "library": (
        tr(
            "Your photos. Write above what you look for, as in “a red bicycle in the snow”; "
            "Space looks closer."
        ),
        "finding-photos",
    ),
    "tags": (tr("Words for your photos: mmdesk suggests some, and you accept or reject them."), "tags"),
    "studio": (tr("Pictures from words: say what to paint, and press Paint."), "the-studio"),
    "models": (
        tr("What looks at your photos and what paints: choose, import or fetch a larger one."),
        "models",
    ),
}
"""A sentence for each place, and the chapter of the manual that says more."""


class HintController(QObject):
    """Shows the sentence of the place one is in, in a `bar`; what was read is kept among the preferences."""

    def __init__(self, workers: Workers, pages: SidePages) -> None:
        super().__init__(pages)
        self.bar = HintBar()
        self._pages, self._preferences = pages, workers.preferences
        self._place: PlaceName = "library"
        self._has_photos = False
        self.bar.dismissed.connect(self._dismiss)
        self.bar.more_wanted.connect(self._tell_more)
        workers.preferences.changed.connect(self._follow)
        workers.browse.folders_loaded.connect(self._take_folders)

    def visit(self, place: PlaceName) -> None:
        """Say what a place is for that is seen from now on."""
        self._place = place
        self._follow()

    def _follow(self) -> None:
        is_news = self._place not in self._preferences.now.hints_read
        # A library without photos says itself how to begin.
        is_wanted = is_news and (self._place != "library" or self._has_photos)
        self.bar.say(HINTS[self._place][0] if is_wanted else "")

    def _take_folders(self, folders: Sequence[Folder]) -> None:
        self._has_photos = any(folder.photos for folder in folders)
        self._follow()

    def _dismiss(self) -> None:
        now = self._preferences.now
        self._preferences.change(replace(now, hints_read=(*now.hints_read, self._place)))

    def _tell_more(self) -> None:
        self._pages.show_manual(HINTS[self._place][1])
