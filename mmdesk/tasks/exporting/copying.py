"""Copies of photos in a folder: whole or not there at all, never over another file."""

import errno
import os
import secrets
import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from itertools import count

from mmdesk.core.acts import counted_photos
from mmdesk.core.errors import UserError
from mmdesk.core.exporting import ExportedPhoto, ExportSummary
from mmdesk.core.paths import display_path
from mmdesk.core.photo import Photo, Skipped
from mmdesk.core.progress import Progress
from mmdesk.library.companion_files import companion_files, moves_to
from mmdesk.library.moving import Move, move
from mmdesk.tasks.files.outcome import refuse_own
from mmdesk.tasks.library import Library

Steps = Generator[Progress | Skipped, None, ExportSummary]

BLOCK = 500
"""Photos whose rows are read at once."""


def copy_photos(
    library: Library, chosen: Sequence[ExportedPhoto], folder: bytes, *, companions: bool = False
) -> Steps:
    """Copy the files of photos into a folder, with their raw files and sidecars where `companions` go along.

    A name that is taken there gets a number: "IMG_1 (2).jpg". Whatever cannot be copied is yielded as
    Skipped. Raises UserError where there can be no such folder.
    """
    _make(library, folder)
    copied = skipped = number = 0
    for number, photo in enumerate(_in_blocks(library, chosen)):
        yield Progress(number, len(chosen), "Copying photos")
        left = _copy_photo(library, photo, folder, companions=companions)
        copied += not any(file.path == photo.path for file in left)
        skipped += len(left)
        yield from left
    sentence = f"{counted_photos(copied)} copied to {display_path(folder)}."
    if skipped:
        sentence += f" {skipped:,} file{'s' * (skipped != 1)} could not be copied."
    return ExportSummary(sentence, len(chosen), copied, skipped)


def part_beside(path: bytes) -> bytes:
    """A path beside another that nothing has, for a file on its way there."""
    return os.path.join(os.path.dirname(path), b".%s.part" % secrets.token_hex(8).encode())


def _make(library: Library, folder: bytes) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise UserError(f"The folder {display_path(folder)} cannot be made: {error.strerror}.") from error
    refuse_own(library, os.path.join(folder, b"copy"))


def _in_blocks(library: Library, chosen: Sequence[ExportedPhoto]) -> Iterator[Photo]:
    """The photos, a few at a time in memory."""
    for first in range(0, len(chosen), BLOCK):
        yield from library.photos.by_ids(one.photo for one in chosen[first : first + BLOCK])


def _copy_photo(library: Library, photo: Photo, folder: bytes, *, companions: bool) -> list[Skipped]:
    """Copy one photo, and what goes along; returns the files that stay behind, with reasons."""
    try:
        files = companion_files(photo.path, library.companions.of(photo.id)) if companions else [photo.path]
        copies = _free_names(files, folder)
    except OSError as error:
        return [Skipped(photo.path, _reason(error))]
    left: list[Skipped] = []
    for source, copy in copies:
        try:
            _copy(source, copy)
        except OSError as error:
            left.append(Skipped(source, _reason(error)))
            if source == photo.path:  # what belongs to it is of no use alone
                return left
    return left


def _free_names(files: Sequence[bytes], folder: bytes) -> list[Move]:
    """Files with the paths of their copies, none of which is taken; they go on having one stem."""
    stem, suffix = os.path.splitext(os.path.basename(files[0]))
    for number in count(1):
        name = stem + suffix if number == 1 else stem + f" ({number})".encode() + suffix
        copies = [(path, os.path.join(folder, os.path.basename(new))) for path, new in moves_to(name, files)]
        if not any(os.path.lexists(copy) for _, copy in copies):
            return copies
    raise AssertionError


def _copy(source: bytes, copy: bytes) -> None:
    """Copy a file under another name first, so that it is there whole or not at all. Raises OSError."""
    part = part_beside(copy)
    try:
        shutil.copyfile(source, part)
        with suppress(OSError):  # not every disk takes times and rights
            shutil.copystat(source, part)
        move(part, copy)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part)


def _reason(error: OSError) -> str:
    """Why a file cannot be copied, in a sentence."""
    if isinstance(error, FileNotFoundError):
        return "The file is not there."
    if isinstance(error, PermissionError):
        return "There is no permission to read it, or to write where it is to go."
    if error.errno == errno.ENOSPC:
        return "There is no room left where it is to go."
    return f"{error.strerror or error}."
