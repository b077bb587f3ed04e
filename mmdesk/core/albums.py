"""Albums, and what changes in them."""

from dataclasses import dataclass, replace

from mmdesk.core.photo import PhotoId
from mmdesk.core.query import Query, parse_query


@dataclass(frozen=True, slots=True)
class Album:
    """Photos the user put together, or with a `query` whatever that finds."""

    id: int
    name: str
    query: str | None = None

    @property
    def is_smart(self) -> bool:
        """Whether it is a search."""
        return self.query is not None

    @property
    def asks(self) -> Query:
        """What a smart album looks for, wherever it is shown, counted, exported or searched in."""
        asked = parse_query(self.query or "")
        return replace(asked, painted=asked.speaks_of_painted)


@dataclass(frozen=True, slots=True)
class AlbumCount:
    """Number of photos of an album; where a search finds more than anybody looks at, it is cut."""

    photos: int
    is_cut: bool = False

    @property
    def words(self) -> str:
        """The number in words: "52", "500+"."""
        return f"{self.photos:,}{'+' * self.is_cut}"


@dataclass(frozen=True, slots=True)
class AlbumChange:
    """Photos that were put into an album, or taken out of it."""

    album: Album
    photos: tuple[PhotoId, ...]
    is_in: bool
