"""Notices above the photos when some of them, or their folder, are not there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from mmdesk.core.paths import display_name, is_under
from mmdesk.core.photo import Folder
from mmdesk.ui.formatting import counted, day_and_time


class FolderAction(Enum):
    """Something that can be done about a folder, in the words of its button."""

    LOOK = "Look again"
    RELOCATE = "Choose where it is now…"
    FORGET = "Forget…"
    WAIT = "Keep waiting"
    BELIEVE = "They are gone"
    FORGET_MISSING = "Forget these…"


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
            return f"The folder {display_name(folder)} is not there now; this is the preview that is kept."
        return (
            "The file of this photo was not found; this is the preview that is kept."
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
    """Time at which a folder was first not found, in the time zone here: " since 3 May 2024, 18:20"."""
    if folder.offline_since is None:
        return ""
    day = datetime.fromisoformat(folder.offline_since).astimezone()
    return f" since {day_and_time(day.replace(tzinfo=None).isoformat())}"


def away_words(folder: Folder) -> str:
    """Words about a folder that is not there."""
    kept = f"its {counted(folder.photos, 'photo')} {'is' if folder.photos == 1 else 'are'} kept"
    return f"not found{since_when(folder)}; {kept}"


def lost_words(folder: Folder) -> str:
    """Words about a folder of which too many photos went at once."""
    return f"{folder.lost:,} of {counted(folder.photos, 'photo')} are gone from {display_name(folder.path)}"


def notice_of_missing(count: int) -> AwayNotice:
    """Notice above the missing photos."""
    found = f"{counted(count, 'photo')} {'was' if count == 1 else 'were'} not found where they were."
    kept = "Tags, ratings and albums are kept until you forget them, and are back when the files are."
    return AwayNotice(f"{found} {kept}", (FolderAction.LOOK, FolderAction.FORGET_MISSING), sign="missing")


def notice_of(
    folders: Sequence[Folder], chosen: bytes | None, waived: Collection[Folder]
) -> AwayNotice | None:
    """Notice above the photos of a folder, or above all; of lost photos that are `waived` nothing is said."""
    root = root_of(folders, chosen)
    concerned = roots_of(folders) if chosen is None else [root] if root is not None else []
    lost = [folder for folder in concerned if folder.lost and not folder.offline and folder not in waived]
    if lost:
        words = f"{lost_words(lost[0])}, too many at once to be taken for deleted. They are kept."
        return AwayNotice(
            words, (FolderAction.WAIT, FolderAction.BELIEVE, FolderAction.LOOK), lost[0].path, sign="skipped"
        )
    away = [folder for folder in concerned if folder.offline]
    if len(away) == 1:
        actions = (FolderAction.LOOK, FolderAction.RELOCATE, FolderAction.FORGET)
        return AwayNotice(f"{display_name(away[0].path)}: {away_words(away[0])}.", actions, away[0].path)
    if away:
        photos = counted(sum(folder.photos for folder in away), "photo")
        return AwayNotice(
            f"{len(away)} folders are not there now; their {photos} are kept.", (FolderAction.LOOK,)
        )
    return None
