"""Notices above the photos when some of them, or their folder, are not there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_name, is_under
from mmdesk.core.photo import Folder
from mmdesk.ui.formatting import day_and_time


class FolderAction(Enum):
    """Something that can be done about a folder."""

    LOOK = auto()
    RELOCATE = auto()
    FORGET = auto()
    WAIT = auto()
    BELIEVE = auto()
    FORGET_MISSING = auto()

    @property
    def words(self) -> str:
        """The words of its button."""
        return _WORDS[self]


_WORDS = {
    FolderAction.LOOK: tr("Look again"),
    FolderAction.RELOCATE: tr("Choose where it is now…"),
    FolderAction.FORGET: tr("Forget…"),
    FolderAction.WAIT: tr("Keep waiting"),
    FolderAction.BELIEVE: tr("They are gone"),
    FolderAction.FORGET_MISSING: tr("Forget these…"),
}


@dataclass(frozen=True, slots=True)
class AwayNotice:
    """A sentence or two, and what can be done about `folder`, or about all."""

    words: str
    actions: tuple[FolderAction, ...]
    folder: bytes | None = None
    sign: str = "offline"


@dataclass(frozen=True, slots=True)
class Absence:
    """Photos that are not there: those in `folders`, and with `everything` all that are shown."""

    folders: tuple[bytes, ...] = ()
    everything: bool = False

    @property
    def sign(self) -> str:
        """The purpose of the icon that marks them."""
        return "missing" if self.everything else "offline"

    def covers(self, path: bytes) -> bool:
        """Whether the photo at `path` is not there."""
        return self.everything or any(is_under(path, folder) for folder in self.folders)

    def why(self, path: bytes) -> str:
        """A sentence for who looks at the photo; empty where it should be there."""
        folder = next((folder for folder in self.folders if is_under(path, folder)), None)
        if folder is not None:
            return tr(
                "The folder {folder} is not there now; this is the preview that is kept.",
                folder=display_name(folder),
            )
        return (
            tr("The file of this photo was not found; this is the preview that is kept.")
            if self.everything
            else ""
        )


def root_of(folders: Sequence[Folder], path: bytes | None) -> Folder | None:
    """The added folder in which `path` lies; `folders` have parents before their children."""
    return None if path is None else next((root for root in folders if is_under(path, root.path)), None)


def roots_of(folders: Sequence[Folder]) -> list[Folder]:
    """Folders that the user added."""
    return [folder for folder in folders if root_of(folders, folder.path) is folder]


def since_when(folder: Folder) -> str:
    """Time at which a folder was first not found, in the time zone here: "3 May 2024, 18:20"; empty where it
    is not known.
    """
    if folder.offline_since is None:
        return ""
    day = datetime.fromisoformat(folder.offline_since).astimezone()
    return day_and_time(day.replace(tzinfo=None).isoformat())


def away_words(folder: Folder) -> str:
    """Words about a folder that is not there."""
    since = since_when(folder)
    if since:
        return trn(
            "not found since {time}; its {n:,} photo is kept",
            "not found since {time}; its {n:,} photos are kept",
            folder.photos,
            time=since,
        )
    return trn("not found; its {n:,} photo is kept", "not found; its {n:,} photos are kept", folder.photos)


def lost_words(folder: Folder) -> str:
    """Words about a folder of which too many photos went at once."""
    return trn(
        "{lost:,} of {n:,} photo are gone from {folder}",
        "{lost:,} of {n:,} photos are gone from {folder}",
        folder.photos,
        lost=folder.lost,
        folder=display_name(folder.path),
    )


def notice_of_missing(count: int) -> AwayNotice:
    """Notice above the missing photos."""
    found = trn(
        "{n:,} photo was not found where it was.", "{n:,} photos were not found where they were.", count
    )
    kept = tr("Tags, ratings and albums are kept until you forget them, and are back when the files are.")
    return AwayNotice(f"{found} {kept}", (FolderAction.LOOK, FolderAction.FORGET_MISSING), sign="missing")


def notice_of(roots: Sequence[Folder], chosen: bytes | None, waived: Collection[Folder]) -> AwayNotice | None:
    """Notice above the photos of a folder, or of all `roots`; of those that are `waived` nothing is said."""
    root = root_of(roots, chosen)
    concerned = roots if chosen is None else [root] if root is not None else []
    lost = [folder for folder in concerned if folder.lost and not folder.offline and folder not in waived]
    if lost:
        words = tr(
            "{lost_words}, too many at once to be taken for deleted. They are kept.",
            lost_words=lost_words(lost[0]),
        )
        return AwayNotice(
            words, (FolderAction.WAIT, FolderAction.BELIEVE, FolderAction.LOOK), lost[0].path, sign="skipped"
        )
    away = [folder for folder in concerned if folder.offline]
    if len(away) == 1:
        actions = (FolderAction.LOOK, FolderAction.RELOCATE, FolderAction.FORGET)
        return AwayNotice(f"{display_name(away[0].path)}: {away_words(away[0])}.", actions, away[0].path)
    if away:
        return AwayNotice(_away_together(away), (FolderAction.LOOK,))
    return None


def _away_together(away: Sequence[Folder]) -> str:
    count = sum(folder.photos for folder in away)
    return trn(
        "{folders} folders are not there now; their {n:,} photo is kept.",
        "{folders} folders are not there now; their {n:,} photos are kept.",
        count,
        folders=len(away),
    )
