"""Photos to the platform's trash and back, with all that belongs to them."""

import os
from collections.abc import Generator, Iterator, Sequence
from itertools import groupby

from mmdesk.core.acts import ActKind
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trc, trn
from mmdesk.core.paths import display_path
from mmdesk.core.photo import FileStamp, Photo, PhotoId, Skipped
from mmdesk.core.progress import Progress
from mmdesk.library.companion_files import companion_files
from mmdesk.library.file_log import FileMove
from mmdesk.library.other_names import entries
from mmdesk.library.trash import (
    BY_HAND,
    CAN_BRING_BACK,
    InTrash,
    bring_back,
    find_in_trash,
    put_in_trash,
)
from mmdesk.tasks.files.outcome import (
    FilesSummary,
    Steps,
    brought_back,
    not_trashed,
    refuse_own,
    stamp,
    trashed,
)
from mmdesk.tasks.library import Library

__all__ = ["CAN_BRING_BACK", "trash", "trash_picture", "undo_trash"]

BLOCK = 500
"""Photos whose rows are read at once."""

Stamped = tuple[bytes, FileStamp]


def trash(library: Library, ids: Sequence[int], act: int | None = None) -> Steps:
    """Move photos to the platform's trash, with their raw files and sidecars, by all names their files have.

    They are not shown any more, but all that is known of them is kept for their return. What cannot be
    moved, or is not what it was when it was last looked at, is yielded as Skipped. It is a new act, or an
    earlier one that is done again.
    """
    batch = act or library.history.begin_files(ActKind.TRASH)
    gone: list[PhotoId] = []
    skipped = names = 0
    for number, photo in enumerate(_in_blocks(library, ids)):
        yield Progress(number, len(ids), tr("Moving to the trash"))
        try:
            yield from _send(library, batch, photo)
            gone.append(photo.id)
            names += len(entries(photo)) - 1
        except UserError as error:
            skipped += 1
            yield Skipped(photo.path, str(error))
    sentence = trashed(len(gone), skipped) + _names_said(names)
    return FilesSummary(sentence if CAN_BRING_BACK else f"{sentence} {BY_HAND}", tuple(gone), skipped)


def trash_picture(library: Library, path: bytes) -> Steps:
    """Move the photo in this file to the platform's trash. Raises UserError where the library has none."""
    photo = library.photos.by_path(path)
    if photo is None:
        raise UserError(
            tr("The library does not know {path}, so it stays where it is.", path=display_path(path))
        )
    return (yield from trash(library, [photo.id]))


def undo_trash(library: Library, deeds: Sequence[FileMove]) -> Steps:
    """Bring back what went to the trash; what cannot come is yielded as Skipped. Raises UserError."""
    if not CAN_BRING_BACK:
        library.files.settle(deeds)
        raise UserError(
            tr("The system lets only you take things out of the trash. {by_hand}", by_hand=BY_HAND)
        )
    back: list[PhotoId] = []
    skipped = 0
    found = find_in_trash([(deed.path, deed.stamp) for deed in deeds])
    by_photo = [(photo, list(group)) for photo, group in groupby(deeds, lambda deed: deed.photo)]
    for number, (photo, group) in enumerate(by_photo):
        yield Progress(number, len(by_photo), trc("photos, from the trash", "Bringing back"))
        left = [file for deed in group if (file := _bring_back(deed, found.get(deed.path)))]
        skipped += len(left)
        yield from left
        if group[0].path not in {file.path for file in left}:
            library.files.mark_back(photo, group)
            back.append(photo)
        elif os.path.isdir(os.path.dirname(group[0].path)):  # else its drive may come back
            library.files.settle(group)
    return FilesSummary(brought_back(len(back), skipped), tuple(back), skipped)


def _in_blocks(library: Library, ids: Sequence[int]) -> Iterator[Photo]:
    """The photos with these ids, a few at a time in memory."""
    for first in range(0, len(ids), BLOCK):
        yield from library.photos.by_ids(ids[first : first + BLOCK])


def _send(library: Library, batch: int, photo: Photo) -> Generator[Skipped, None, None]:
    """Move one photo; what belongs to it and cannot follow it is told. Raises UserError where it stays."""
    refuse_own(library, photo.path)
    try:
        _refuse_changed(photo)
        files = [(path, stamp(path)) for path in _all_files(library, photo)]
        library.files.note_trash(batch, photo.id, files)
    except OSError as error:
        raise not_trashed(error, photo.path) from error
    left = _put_all(
        sorted(files, key=lambda file: not os.path.islink(file[0]))
    )  # links while they lead there
    if left and files[0][0] in {file.path for file in left}:
        library.files.drop(batch, photo.id)
        raise UserError(left[-1].reason)
    try:
        library.files.mark_trashed(photo.id, photo.path)
    except UserError:
        _restore(files)
        raise
    yield from left


def _all_files(library: Library, photo: Photo) -> list[bytes]:
    """A photo's file by all its names, its own first, and what lies beside each."""
    files = companion_files(photo.path, library.companions.of(photo.id))
    for name in entries(photo)[1:]:
        files += companion_files(name, ())
    return list(dict.fromkeys(files))


def _names_said(names: int) -> str:
    if names <= 0:
        return ""
    went = trn(
        "{n:,} other name of the same file went along.",
        "{n:,} other names of the same file went along.",
        names,
    )
    return f" {went}"


def _put_all(files: Sequence[Stamped]) -> list[Skipped]:
    """Move all files or, where they can be brought back, none; returns those that stay, with reasons."""
    left: list[Skipped] = []
    for number, (path, _) in enumerate(files):
        try:
            put_in_trash(path)
        except OSError as error:
            left.append(Skipped(path, str(not_trashed(error, path))))
            if number == 0 or _restore(files[:number]):
                return [Skipped(other, left[0].reason) for other, _ in files]
    return left


def _restore(files: Sequence[Stamped]) -> bool:
    """Bring back what has just gone, if the platform lets us; whether all is where it was."""
    if not CAN_BRING_BACK:
        return False
    found = find_in_trash(files)
    try:
        for path, _ in files:
            bring_back(found[path], path)
    except (OSError, KeyError):  # it stays in the trash, where the log knows it
        return False
    return True


def _refuse_changed(photo: Photo) -> None:
    status = os.stat(photo.path)
    if FileStamp.of(status) != photo.stamp:
        raise UserError(
            tr("The file has changed since it was last looked at; look for new photos (F5) first.")
        )


def _bring_back(deed: FileMove, trashed: InTrash | None) -> Skipped | None:
    """Let one file be where it was; a reason where it cannot."""
    if _is_there(deed):
        return None
    if not os.path.isdir(os.path.dirname(deed.path)):
        return Skipped(deed.path, tr("Its folder is not there at present."))
    if trashed is None:
        return Skipped(deed.path, tr("It was not found in the trash. {by_hand}", by_hand=BY_HAND))
    try:
        bring_back(trashed, deed.path)
    except FileExistsError:
        return Skipped(deed.path, tr("Another file has its name by now; it stays in the trash."))
    except OSError as error:
        return Skipped(deed.path, tr("It stays in the trash: {reason}.", reason=error.strerror or error))
    return None


def _is_there(deed: FileMove) -> bool:
    """Whether the file never went, or somebody has brought it back."""
    return os.path.lexists(deed.path) and stamp(deed.path) == deed.stamp
