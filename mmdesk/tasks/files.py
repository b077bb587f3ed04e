"""The user's own files: renamed or moved to the trash when asked, with all that belongs to them, and back.

Whatever fails, a photo and its companions stay together, and the catalogue says where they are.
"""

import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from mmdesk.core.errors import UserError
from mmdesk.core.paths import display_folder, display_name, is_under
from mmdesk.core.photo import FileStamp, Photo, PhotoId, Skipped
from mmdesk.core.progress import Progress
from mmdesk.library.file_log import Deed
from mmdesk.library.moving import Move, move_all, move_back
from mmdesk.library.retinue import in_the_way, moves_to, retinue
from mmdesk.library.trash import (
    BY_HAND,
    CAN_BRING_BACK,
    InTrash,
    bring_back,
    find_in_trash,
    put_in_trash,
)
from mmdesk.tasks.house import Library

BLOCK = 500
"""Photos whose rows are read at once."""

LONGEST_NAME = 255
"""Bytes: more fit into no name on the common file systems."""

__all__ = ["CAN_BRING_BACK", "FilesSummary", "Gathered", "gather", "rename", "trash", "undo"]

NEVER = frozenset('/\0<>:"|?*\\' if os.name == "nt" else "/\0")
"""Characters no name can have here."""

Stamped = tuple[bytes, FileStamp]


@dataclass(frozen=True, slots=True)
class FilesSummary:
    """How it ended: the photos it was done to, how many stayed as they were, and all of it in a sentence."""

    sentence: str
    photos: tuple[PhotoId, ...]
    skipped: int = 0


Steps = Generator[Progress | Skipped, None, FilesSummary]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Files to be taken elsewhere: photos, and what belongs to them beside them."""

    photos: tuple[bytes, ...]
    beside: tuple[bytes, ...]


def gather(library: Library, ids: Iterable[int]) -> Gathered:
    """The files of these photos, and their raw files and sidecars. A disk that does not answer has none."""
    photos = library.photos.by_ids(ids)
    beside: list[bytes] = []
    for photo in photos:
        with suppress(OSError):  # what reads the files will say what is wrong with the disk
            beside += retinue(photo.path, library.companions.of(photo.id))[1:]
    return Gathered(tuple(photo.path for photo in photos), tuple(dict.fromkeys(beside)))


# Renaming


def rename(library: Library, photo_id: int, name: str) -> FilesSummary:
    """Give the file of a photo another name in its folder, and its raw file and sidecars with it.

    The suffix stays; `name` may have it or leave it out. The photo keeps its id, tags, stars and vectors.
    Raises UserError, and changes nothing, where the name cannot be given; nothing is ever overwritten.
    """
    photo = library.photos.get(photo_id)
    if photo is None or not os.path.lexists(photo.path):
        raise UserError("The file of this photo is not there at present.")
    _refuse_own(library, photo.path)
    before, after = os.path.basename(photo.path), full_name(photo.path, name)
    if after == before:
        return FilesSummary(f"{display_name(photo.path)} keeps its name.", ())
    try:
        moves = moves_to(after, retinue(photo.path, library.companions.of(photo.id)))
        _refuse_name(library, after, moves)
        _move(library, photo.id, moves)
    except OSError as error:
        raise _trouble(error, photo.path, "renamed") from error
    return FilesSummary(f"{display_name(before)} is now {display_name(after)}.", (photo.id,))


def full_name(path: bytes, name: str) -> bytes:
    """`name` with the suffix of `path`. Raises UserError where no file can have it, or none we would see."""
    name = name.strip()
    if "\N{REPLACEMENT CHARACTER}" in name:
        raise UserError("Some characters of this name cannot be shown; please write all of it.")
    if NEVER & set(name) or not name.isprintable():
        raise UserError("This name has characters that a file name cannot have.")
    new, suffix = os.fsencode(name), os.path.splitext(path)[1]
    if new.lower().endswith(suffix.lower()) and suffix:
        stem = new[: len(new) - len(suffix)]
    else:
        stem, new = new, new + suffix
    if not stem.strip(b". "):
        raise UserError("A file needs a name.")
    if stem.startswith(b"."):
        raise UserError("A name that begins with a dot would hide the photo.")
    if len(new) > LONGEST_NAME:
        raise UserError("This name is too long.")
    return new


def _refuse_name(library: Library, name: bytes, moves: Sequence[Move]) -> None:
    """Before anything is moved: what the disk would not refuse by itself."""
    files, after = [before for before, _ in moves], moves[0][1]
    if library.folders.excludes(files[0]).covers(after):
        raise UserError("Files of this name are left out of the library in this folder.")
    if any(len(os.path.basename(new)) > LONGEST_NAME for _, new in moves):
        raise UserError("This name is too long for the files that belong to the photo.")
    other = in_the_way(name, files)
    if other is not None:
        raise UserError(f"{display_name(other)} is there already, and the two would be taken for one.")


def _move(library: Library, photo: PhotoId, moves: Sequence[Move], undoes: Sequence[Deed] = ()) -> None:
    """Move files, and the catalogue with them; all or nothing."""
    move_all(moves)
    try:
        is_noted = library.files.rename(photo, moves, undoes)
    except BaseException:
        _move_back(moves)
        raise
    if not is_noted:
        _move_back(moves)
        raise UserError("A photo that is missing, or in the trash, is remembered under this name.")


def _move_back(moves: Sequence[Move]) -> None:
    try:
        move_back(moves)
    except OSError as error:
        name = display_name(moves[0][1])
        raise UserError(f"The catalogue could not be changed; the file is called {name} now.") from error


# The trash


def trash(library: Library, ids: Sequence[int]) -> Steps:
    """Move photos to the platform's trash, with their raw files and sidecars.

    They are not shown any more, but all that is known of them is kept for their return. What cannot be
    moved, or is not what it was when it was last looked at, is yielded as Skipped.
    """
    batch = library.files.new_batch()
    gone: list[PhotoId] = []
    skipped = 0
    for number, photo in enumerate(_in_blocks(library, ids)):
        yield Progress(number, len(ids), "Moving to the trash")
        try:
            yield from _send(library, batch, photo)
            gone.append(photo.id)
        except UserError as error:
            skipped += 1
            yield Skipped(photo.path, str(error))
    sentence = _said(len(gone), "moved to the trash", skipped)
    return FilesSummary(sentence if CAN_BRING_BACK else f"{sentence} {BY_HAND}", tuple(gone), skipped)


def _in_blocks(library: Library, ids: Sequence[int]) -> Iterator[Photo]:
    """The photos with these ids, a few at a time in memory."""
    for first in range(0, len(ids), BLOCK):
        yield from library.photos.by_ids(ids[first : first + BLOCK])


def _send(library: Library, batch: int, photo: Photo) -> Generator[Skipped, None, None]:
    """Move one photo; what belongs to it and cannot follow it is told. Raises UserError where it stays."""
    _refuse_own(library, photo.path)
    try:
        _refuse_changed(photo)
        files = [(path, _stamp(path)) for path in retinue(photo.path, library.companions.of(photo.id))]
        library.files.note_trash(batch, photo.id, files)
    except OSError as error:
        raise _trouble(error, photo.path, "moved to the trash") from error
    left = _put_all(files)
    if left and files[0][0] in {file.path for file in left}:
        library.files.drop(batch, photo.id)
        raise UserError(left[-1].reason)
    try:
        library.files.mark_trashed(photo.id, photo.path)
    except UserError:
        _restore(files)
        raise
    yield from left


def _put_all(files: Sequence[Stamped]) -> list[Skipped]:
    """Move all files or, where they can be brought back, none; returns those that stay, with reasons."""
    left: list[Skipped] = []
    for number, (path, _) in enumerate(files):
        try:
            put_in_trash(path)
        except OSError as error:
            left.append(Skipped(path, str(_trouble(error, path, "moved to the trash"))))
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


# The way back


def undo(library: Library) -> Steps:
    """Take back what was done last: the rename of one photo, or one move to the trash.

    What has changed since is left alone and yielded as Skipped. Raises UserError where there is nothing to
    undo, or the platform does not let us.
    """
    deeds = library.files.last_batch()
    if not deeds:
        raise UserError("There is nothing to undo.")
    if deeds[0].now is None:
        return (yield from _undo_trash(library, deeds))
    return _undo_rename(library, deeds)


def _undo_rename(library: Library, deeds: Sequence[Deed]) -> FilesSummary:
    moves = [(deed.now, deed.path) for deed in deeds if deed.now is not None]
    try:
        _move(library, deeds[0].photo, moves, deeds)
    except (OSError, UserError) as error:
        library.files.settle(deeds)  # trying again would end the same way, and bar the way to what was before
        raise error if isinstance(error, UserError) else _trouble(error, moves[0][0], "renamed") from error
    return FilesSummary(f"{display_name(moves[0][1])} has its name again.", (deeds[0].photo,))


def _undo_trash(library: Library, deeds: Sequence[Deed]) -> Steps:
    if not CAN_BRING_BACK:
        library.files.settle(deeds)
        raise UserError(f"The system lets only you take things out of the trash. {BY_HAND}")
    back: list[PhotoId] = []
    skipped = 0
    found = find_in_trash([(deed.path, deed.stamp) for deed in deeds])
    by_photo = [(photo, list(group)) for photo, group in groupby(deeds, lambda deed: deed.photo)]
    for number, (photo, group) in enumerate(by_photo):
        yield Progress(number, len(by_photo), "Bringing back")
        left = [file for deed in group if (file := _bring_back(deed, found.get(deed.path)))]
        skipped += len(left)
        yield from left
        if group[0].path not in {file.path for file in left}:
            library.files.mark_back(photo, group)
            back.append(photo)
        elif os.path.isdir(os.path.dirname(group[0].path)):  # else its drive may come back
            library.files.settle(group)
    return FilesSummary(_said(len(back), "brought back", skipped), tuple(back), skipped)


def _bring_back(deed: Deed, trashed: InTrash | None) -> Skipped | None:
    """Let one file be where it was; a reason where it cannot."""
    if _is_there(deed):
        return None
    if not os.path.isdir(os.path.dirname(deed.path)):
        return Skipped(deed.path, "Its folder is not there at present.")
    if trashed is None:
        return Skipped(deed.path, f"It was not found in the trash. {BY_HAND}")
    try:
        bring_back(trashed, deed.path)
    except FileExistsError:
        return Skipped(deed.path, "Another file has its name by now; it stays in the trash.")
    except OSError as error:
        return Skipped(deed.path, f"It stays in the trash: {error.strerror or error}.")
    return None


def _is_there(deed: Deed) -> bool:
    """Whether the file never went, or somebody has brought it back."""
    return os.path.lexists(deed.path) and _stamp(deed.path) == deed.stamp


# What is refused


def _refuse_own(library: Library, path: bytes) -> None:
    """What the program keeps for itself is no business of these; finished pictures are the user's."""
    folder = os.path.realpath(os.path.dirname(path))
    own = os.path.realpath(os.fsencode(library.places.data_dir))
    paintings = os.path.realpath(os.fsencode(library.places.paintings))
    if is_under(folder, own) and not is_under(folder, paintings):
        raise UserError("This file belongs to mmdesk's own folder and stays as it is.")


def _refuse_changed(photo: Photo) -> None:
    status = os.stat(photo.path)
    if FileStamp(status.st_size, status.st_mtime_ns) != photo.stamp:
        raise UserError("The file has changed since it was last looked at; look for new photos (F5) first.")


def _trouble(error: OSError, path: bytes, done: str) -> UserError:
    """What the disk said, in a sentence."""
    name = display_name(path)
    if isinstance(error, FileExistsError):
        there = error.filename2 or error.filename or path
        return UserError(f"A file named {display_name(os.fsencode(there))} is there already.")
    if isinstance(error, FileNotFoundError):
        return UserError(f"{name} is not there any more.")
    if isinstance(error, PermissionError):
        folder = display_folder(os.path.dirname(path))
        return UserError(
            f"{name} was not {done}: there is no permission to change it, or the folder {folder}."
        )
    return UserError(f"{name} was not {done}: {error.strerror or error}.")


def _stamp(path: bytes) -> FileStamp:
    status = os.lstat(path)
    return FileStamp(status.st_size, status.st_mtime_ns)


def _said(photos: int, done: str, skipped: int) -> str:
    what = "1 photo" if photos == 1 else f"{photos:,} photos"
    return f"{what} {done}." if not skipped else f"{what} {done}, {skipped:,} left as they were."
