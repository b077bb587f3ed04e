"""How it ends when something is done to the user's files, and what is refused before it begins."""

import os
from collections.abc import Generator
from dataclasses import dataclass

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_folder, display_name, is_under
from mmdesk.core.photo import FileStamp, PhotoId, Skipped
from mmdesk.core.progress import Progress
from mmdesk.tasks.library import Library


@dataclass(frozen=True, slots=True)
class FilesSummary:
    """How it ended: the photos it was done to, how many stayed as they were, and all of it in a sentence."""

    sentence: str
    photos: tuple[PhotoId, ...]
    skipped: int = 0


Steps = Generator[Progress | Skipped, None, FilesSummary]


def refuse_own(library: Library, path: bytes) -> None:
    """What the program keeps for itself is no business of these; finished pictures are the user's."""
    folder = os.path.realpath(os.path.dirname(path))
    own = os.path.realpath(os.fsencode(library.places.data_dir))
    paintings = os.path.realpath(os.fsencode(library.places.paintings))
    if is_under(folder, own) and not is_under(folder, paintings):
        raise UserError(tr("This file belongs to mmdesk's own folder and stays as it is."))


def not_trashed(error: OSError, path: bytes) -> UserError:
    """What the disk said where a file was to go to the trash, in a sentence."""
    return _trouble(
        error,
        path,
        tr("{name} was not moved to the trash: there is no permission to change it, or the folder {folder}."),
        tr("{name} was not moved to the trash: {reason}."),
    )


def not_renamed(error: OSError, path: bytes) -> UserError:
    """What the disk said where a file was to have another name, in a sentence."""
    return _trouble(
        error,
        path,
        tr("{name} was not renamed: there is no permission to change it, or the folder {folder}."),
        tr("{name} was not renamed: {reason}."),
    )


def _trouble(error: OSError, path: bytes, forbidden: str, failed: str) -> UserError:
    """What the disk said; `forbidden` and `failed` are what is said of permissions, and of all else."""
    name = display_name(path)
    if isinstance(error, FileExistsError):
        there = error.filename2 or error.filename or path
        return UserError(tr("A file named {name} is there already.", name=display_name(os.fsencode(there))))
    if isinstance(error, FileNotFoundError):
        return UserError(tr("{name} is not there any more.", name=name))
    if isinstance(error, PermissionError):
        folder = display_folder(os.path.dirname(path))
        return UserError(forbidden.format(name=name, folder=folder))
    return UserError(failed.format(name=name, reason=error.strerror or error))


def stamp(path: bytes) -> FileStamp:
    """What a file looks like now; of a link, the link itself."""
    status = os.lstat(path)
    return FileStamp.of(status)


def trashed(photos: int, skipped: int) -> str:
    """Sentence on the photos that went to the trash, and those that did not."""
    return _ended(trn("{n:,} photo moved to the trash", "{n:,} photos moved to the trash", photos), skipped)


def brought_back(photos: int, skipped: int) -> str:
    """Sentence on the photos that came back from the trash, and those that did not."""
    return _ended(trn("{n:,} photo brought back", "{n:,} photos brought back", photos), skipped)


def _ended(done: str, skipped: int) -> str:
    if not skipped:
        return f"{done}."
    # translators: {done} is "3 photos moved to the trash", or "3 photos brought back"
    return trn("{done}, {n:,} left as it was.", "{done}, {n:,} left as they were.", skipped, done=done)
