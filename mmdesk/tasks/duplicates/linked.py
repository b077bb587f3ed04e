"""Photos whose one file has several names: no duplicates, though they look like some."""

from mmdesk.core.photo import Photo
from mmdesk.library.other_names import hard_links
from mmdesk.tasks.library import Library

LinkedNames = tuple[Photo, list[bytes]]
"""A photo, and the hard links that are its file, by name; two at least."""


def hard_linked(library: Library, folder: bytes | None = None) -> list[LinkedNames]:
    """Photos with several hard links, by path; with `folder` only those of which one is in it."""
    photos = library.photos.by_ids(library.other_names.photos(folder))
    return [(photo, names) for photo in photos if (names := hard_links(photo))]
