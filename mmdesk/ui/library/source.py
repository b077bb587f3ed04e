"""Sources of photos: what the Library shows, as one value."""

from dataclasses import dataclass, replace
from typing import ClassVar

from mmdesk.core.albums import Album
from mmdesk.core.language import tr, trc
from mmdesk.core.paths import display_name
from mmdesk.core.query import Query, Term


@dataclass(frozen=True, slots=True)
class AlbumSource:
    """Photos put into an album by hand."""

    album: Album
    folder: ClassVar[bytes | None] = None
    is_painted: ClassVar[bool] = False

    @property
    def title(self) -> str:
        """The name of the album."""
        return self.album.name


@dataclass(frozen=True, slots=True)
class FolderSource:
    """Photos of a folder and of those below it; all photos for None, but those of the Studio's own folder.

    That one `is_painted`, a place of its own. What a model made elsewhere is a photo among the others: many a
    telephone says of a retouched photograph that a model had a hand in it.
    """

    folder: bytes | None = None
    is_painted: bool = False
    album: ClassVar[Album | None] = None

    @property
    def title(self) -> str:
        """The name of the folder or place."""
        if self.is_painted:
            return trc("photos", "Painted")
        return tr("All photos") if self.folder is None else display_name(self.folder)


@dataclass(frozen=True, slots=True)
class MissingSource:
    """Photos that were not found where they were."""

    title: ClassVar[str] = trc("photos", "Missing")
    folder: ClassVar[bytes | None] = None
    album: ClassVar[Album | None] = None
    is_painted: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Photos a query finds, in its folder, in `album`, or in all; make it with `found_in`.

    A smart album has a `name`.
    """

    query: Query
    album: Album | None = None
    is_painted: bool = False
    name: str = ""

    @property
    def folder(self) -> bytes | None:
        """The folder searched in, or None for all."""
        return self.query.folder

    @property
    def place(self) -> AlbumSource | FolderSource:
        """What is searched, and shown again after the search."""
        folder = FolderSource(self.folder, self.is_painted)
        return folder if self.album is None else AlbumSource(self.album)

    @property
    def title(self) -> str:
        """Words as they were typed, "Photos like this" for pictures and photos, the folder or the album."""
        if self.name:
            return self.name
        said = tuple(term for term in self.query.terms if term.kind == "words")
        words = str(replace(self.query, terms=said)) if self.examples else self.query.typed or str(self.query)
        is_bare = not words or '"' in words  # marks around marks would help nobody
        what = _both(self._likeness, words if is_bare else tr("“{name}”", name=words))
        if self.place == FolderSource():
            return what
        return tr("{what} in {place}", what=what, place=self.place.title)

    @property
    def _likeness(self) -> str:
        """What the examples are said to be, if there are any."""
        if not self.examples:
            return ""
        if all(term.negative for term in self.examples):
            return tr("Photos unlike these")
        photos = sum(len(term.photos) or 1 for term in self.examples if not term.negative)
        return tr("Photos like this") if photos == 1 else tr("Photos like these")

    @property
    def examples(self) -> tuple[Term, ...]:
        """The pictures and photos looked for."""
        return tuple(term for term in self.query.terms if term.kind != "words")

    def goes_on(self, earlier: "PhotoSource") -> bool:
        """Whether it is the earlier search with more or fewer words at its end."""
        if not isinstance(earlier, SearchSource) or earlier.examples != self.examples:
            return False
        shorter, longer = sorted((earlier.query.line, self.query.line), key=len)
        return longer.startswith(shorter) and earlier.place == self.place


def _both(likeness: str, words: str) -> str:
    """What is looked for by examples and by words, where there are both."""
    if likeness and words:
        return tr("{likeness} and {words}", likeness=likeness, words=words)
    return likeness or words


PhotoSource = SearchSource | AlbumSource | FolderSource | MissingSource


def found_in(place: PhotoSource, query: Query) -> SearchSource:
    """The search for `query` in a folder or an album, or where another search is; else in all photos.

    There, what was painted here is found only where the query speaks of generated pictures.
    """
    album, folder = place.album, place.folder
    painted = album is not None or folder is not None or query.speaks_of_painted
    within = replace(query, folder=folder, album=album.id if album else None, painted=painted)
    return SearchSource(within, album, place.is_painted)
