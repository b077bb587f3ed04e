"""Widgets in which the keys of a part of the program work."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mmdesk.ui.compare.compare_view import CompareView
from mmdesk.ui.culling.cull_page import CullPage
from mmdesk.ui.duplicates.group_list import GroupList
from mmdesk.ui.grid.photo_grid import PhotoGrid
from mmdesk.ui.grid.scrubber import Scrubber
from mmdesk.ui.loupe.loupe import Loupe
from mmdesk.ui.tags.review_grid import ReviewGrid
from mmdesk.ui.tags.review_panel import ReviewPanel

SCOPES: Mapping[str, tuple[type[QWidget], ...]] = {
    "Grid": (PhotoGrid,),
    "Loupe": (Loupe,),
    "Compare": (CompareView,),
    "Culling": (CullPage,),
    "Duplicates": (GroupList,),
    "Timeline": (Scrubber,),
    "Tags": (ReviewGrid, ReviewPanel),
    "Files, in grid and loupe": (PhotoGrid, Loupe, CullPage),
    "Judging photos": (PhotoGrid, Loupe, CompareView, CullPage),
}
"""Widgets by the titles of the page of all keys; the keys of other titles work in the whole window."""


def scope_of(title: str) -> tuple[type[QWidget], ...]:
    """Widgets that answer the keys below `title` themselves."""
    return SCOPES.get(title, ())


def titles_of(widget: QObject) -> tuple[str, ...]:
    """Titles whose keys `widget` answers itself."""
    return tuple(title for title, kinds in SCOPES.items() if isinstance(widget, kinds))
