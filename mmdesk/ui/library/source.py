"""Sources of photos: what the Library shows, as one value."""

from dataclasses import dataclass

from mmdesk.core.query import Query
from mmdesk.work.albums import Album


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Photos a query finds, in its folder or in all."""

    query: Query


@dataclass(frozen=True, slots=True)
class AlbumSource:
    """Photos put into an album by hand."""

    album: Album


@dataclass(frozen=True, slots=True)
class FolderSource:
    """Photos of a folder and of those below it; all photos for None."""

    folder: bytes | None = None


@dataclass(frozen=True, slots=True)
class MissingSource:
    """Photos that were not found where they were."""


Source = SearchSource | AlbumSource | FolderSource | MissingSource


def folder_of(source: Source) -> bytes | None:
    """The one folder that photos come from, or None where they come from all."""
    if isinstance(source, SearchSource):
        return source.query.folder
    return source.folder if isinstance(source, FolderSource) else None
