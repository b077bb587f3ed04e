"""Photos whose files are not there."""

from dataclasses import dataclass

from mmdesk.core.photo import PhotoId
from mmdesk.core.vectors import Ids

Gone = tuple[PhotoId, bytes]
"""A photo, and the path its file is gone from."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Missing photos, put together by the folders they were in, each of which has so many of `photos`."""

    photos: Ids
    folders: tuple[tuple[bytes, int], ...]
