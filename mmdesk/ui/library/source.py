"""Sources of photos: what the Library shows, as one value."""

from dataclasses import dataclass, replace
from typing import ClassVar

from mmdesk.core.albums import Album
from mmdesk.core.paths import display_name
from mmdesk.core.query import Query


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Photos a query finds, in its folder or in all."""

    query: Query

    @property
    def folder(self) -> bytes | None:
        """The folder searched in, or None for all."""
        return self.query.folder

    @property
    def title(self) -> str:
        """Words in quotation marks, "Photos like this" for pictures, and the folder."""
        said = tuple(term for term in self.query.terms if term.kind == "words")
        words = str(replace(self.query, terms=said))
        pictures = "Photos like this" if len(said) < len(self.query.terms) else ""
        what = " and ".join(filter(None, [pictures, f"“{words}”" if words else ""]))
        return what if self.folder is None else f"{what} in {display_name(self.folder)}"


@dataclass(frozen=True, slots=True)
class AlbumSource:
    """Photos put into an album by hand."""

    album: Album
    folder: ClassVar[bytes | None] = None

    @property
    def title(self) -> str:
        """The name of the album."""
        return self.album.name


@dataclass(frozen=True, slots=True)
class FolderSource:
    """Photos of a folder and of those below it; all photos for None."""

    folder: bytes | None = None

    @property
    def title(self) -> str:
        """The name of the folder."""
        return "All photos" if self.folder is None else display_name(self.folder)


@dataclass(frozen=True, slots=True)
class MissingSource:
    """Photos that were not found where they were."""

    title: ClassVar[str] = "Missing"
    folder: ClassVar[bytes | None] = None


PhotoSource = SearchSource | AlbumSource | FolderSource | MissingSource
