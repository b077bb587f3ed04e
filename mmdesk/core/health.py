"""The health of a library: what it holds, what is checked."""

from dataclasses import dataclass

from mmdesk.core.language import tr, trc, trn
from mmdesk.core.photo import Folder


@dataclass(frozen=True, slots=True)
class LibraryCounts:
    """Numbers of photos and files in a library seen with one model, and its folders.

    `pending` photos have no vector of the model yet; `skipped` files were left out; `missing` photos are not
    where they were; `pairs` counts photos with a raw file beside them, `other_names`
    further names of photos' files, `damaged` photos whose files are cut off, `live` photos with a short film
    beside them or within. `films`, and `painted` in the Studio's own folder, are those that `photos` counts,
    too.
    """

    photos: int
    pending: int
    skipped: int
    missing: int
    pairs: int
    folders: tuple[Folder, ...]
    other_names: int = 0
    damaged: int = 0
    painted: int = 0
    films: int = 0
    live: int = 0

    @property
    def indexed(self) -> int:
        """Photos that can be found with the model."""
        return self.photos - self.pending

    @property
    def in_words(self) -> str:
        """Number of photos, and how many of them were painted here, where any were."""
        if not self.painted:
            return tr("{photos:,}", photos=self.photos)
        return trn(
            "{photos:,}, {n:,} of them painted here",
            "{photos:,}, {n:,} of them painted here",
            self.painted,
            photos=self.photos,
        )

    @property
    def offline(self) -> int:
        """Folders whose drive is not there now."""
        return sum(folder.offline for folder in self.folders)

    @property
    def unread(self) -> int:
        """Files that were listed and have not been looked at yet."""
        return sum(folder.unread or 0 for folder in self.folders if not folder.offline)

    @property
    def lost(self) -> int:
        """Photos that went too many at once to be believed gone."""
        return sum(folder.lost for folder in self.folders)


CHECKS = {
    "python": trc("a check", "python"),
    "data folder": trc("a check", "data folder"),
    "catalogue": trc("a check", "catalogue"),
    "vectors": trc("a check", "vectors"),
    "thumbnails": trc("a check", "thumbnails"),
    "backup": trc("a check", "backup"),
    "library": trc("a check", "library"),
    "search": trc("a check", "search"),
    "model": trc("a check", "model"),
    "seeing": trc("a check", "seeing"),
    "window": trc("a check", "window"),
    "sample pictures": trc("a check", "sample pictures"),
    "text in photos": trc("a check", "text in photos"),
    "films": trc("a check", "films"),
    "network": trc("a check", "network"),
    "known vectors": trc("a check", "known vectors"),
}
"""What each check is called in the user's language, by its name, which JSON has."""


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer: `detail` says what was found, or what is wrong and what to do."""

    name: str
    ok: bool
    detail: str

    @property
    def title(self) -> str:
        """The name, as it is said to the user."""
        return CHECKS.get(self.name, self.name)


@dataclass(frozen=True, slots=True)
class Health:
    """The library in numbers, seen with one model.

    `reasons` say why files were left out, with how many, the commonest first. Sizes are bytes on disk;
    `cache_bytes` is what can be made again: thumbnails and search matrices.
    """

    counts: LibraryCounts
    reasons: tuple[tuple[str, int], ...]
    catalogue_bytes: int
    cache_bytes: int
    backups_bytes: int
    last_backup: str | None
