"""How it ends when something is done to the user's files, and what is refused before it begins."""

import os
from collections.abc import Generator
from dataclasses import dataclass

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
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


def trouble(error: OSError, path: bytes, done: str) -> UserError:
    """What the disk said, in a sentence."""
    name = display_name(path)
    if isinstance(error, FileExistsError):
        there = error.filename2 or error.filename or path
        return UserError(tr("A file named {name} is there already.", name=display_name(os.fsencode(there))))
    if isinstance(error, FileNotFoundError):
        return UserError(tr("{name} is not there any more.", name=name))
    if isinstance(error, PermissionError):
        folder = display_folder(os.path.dirname(path))
        return UserError(
            tr(
                "{name} was not {done}: there is no permission to change it, or the folder {folder}.",
                name=name,
                done=done,
                folder=folder,
            )
        )
    return UserError(
        tr("{name} was not {done}: {reason}.", name=name, done=done, reason=error.strerror or error)
    )


def stamp(path: bytes) -> FileStamp:
    """What a file looks like now; of a link, the link itself."""
    status = os.lstat(path)
    return FileStamp.of(status)


def said(photos: int, done: str, skipped: int) -> str:
    """What became of how many photos."""
    what = "1 photo" if photos == 1 else f"{photos:,} photos"
    return f"{what} {done}." if not skipped else f"{what} {done}, {skipped:,} left as they were."
