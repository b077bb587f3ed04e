"""Copies of photos in a folder: whole or not there at all, never over another file."""

import errno
import os
import secrets
import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from itertools import count

from mmdesk.core.copy_shape import CopyShape
from mmdesk.core.errors import UserError
from mmdesk.core.exporting import ExportedPhoto, ExportSummary
from mmdesk.core.language import tr, trn
from mmdesk.core.name_pattern import SAME_NAME, check_pattern, name_of, values_of
from mmdesk.core.paths import display_path, is_under
from mmdesk.core.photo import Photo, Skipped
from mmdesk.core.progress import Progress
from mmdesk.library.companion_files import companion_files, moves_to
from mmdesk.library.moving import Move, move
from mmdesk.tasks.exporting.making import PhotoMaker
from mmdesk.tasks.files.outcome import refuse_own
from mmdesk.tasks.library import Library

Steps = Generator[Progress | Skipped, None, ExportSummary]

AS_IS = CopyShape()
"""Files as they are, under their own names."""

BLOCK = 500
"""Photos whose rows are read at once."""


def copy_photos(
    library: Library,
    chosen: Sequence[ExportedPhoto],
    folder: bytes,
    *,
    companions: bool = False,
    shape: CopyShape = AS_IS,
    into_library: bool = False,
) -> Steps:
    """Copy photos into a folder: their files, with raw files and sidecars where `companions` go along, or
    pictures made anew in a `shape`; films are copied as they are all the same.

    A name that is taken there gets a number: "IMG_1 (2).jpg". Whatever cannot be copied is yielded as
    Skipped. Raises UserError where there can be no such folder; also for one of the library, where that was
    not said to be wanted.
    """
    check_pattern(shape.pattern)
    if not into_library:
        _refuse_library(library, folder)
    _make(library, folder)
    copied = skipped = 0
    with PhotoMaker(library, shape) as maker:
        for number, photo in enumerate(_in_blocks(library, chosen)):
            yield Progress(number, len(chosen), tr("Copying photos"))
            stem = os.fsencode(name_of(shape.pattern, values_of(photo, number + 1, len(chosen))))
            if shape.is_made and not photo.is_film:
                left = _make_photo(maker, photo, folder, stem)
            else:
                left = _copy_photo(library, photo, folder, _named(photo, shape, stem), companions=companions)
            copied += not any(file.path == photo.path for file in left)
            skipped += len(left)
            yield from left
    sentence = trn(
        "{n:,} photo copied to {folder}.",
        "{n:,} photos copied to {folder}.",
        copied,
        folder=display_path(folder),
    )
    if skipped:
        sentence += " " + trn("{n:,} file could not be copied.", "{n:,} files could not be copied.", skipped)
    return ExportSummary(sentence, len(chosen), copied, skipped)


def part_beside(path: bytes) -> bytes:
    """A path beside another that nothing has, for a file on its way there."""
    return os.path.join(os.path.dirname(path), b".%s.part" % secrets.token_hex(8).encode())


def _make(library: Library, folder: bytes) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise UserError(
            tr(
                "The folder {folder} cannot be made: {reason}.",
                folder=display_path(folder),
                reason=error.strerror,
            )
        ) from error
    refuse_own(library, os.path.join(folder, b"copy"))


def _refuse_library(library: Library, folder: bytes) -> None:
    """Raises UserError for a folder of the library: copies there would be taken for photos of it."""
    for root in library.folders.roots():
        if is_under(os.path.realpath(folder), os.path.realpath(root.path)):
            raise UserError(
                tr(
                    "{folder} is in your library, which would take the copies for its own photos. Choose "
                    "a folder outside of it.",
                    folder=display_path(folder),
                )
            )


def _named(photo: Photo, shape: CopyShape, stem: bytes) -> bytes:
    """Name of a copied file: its own, or by the pattern."""
    own = os.path.basename(photo.path)
    return own if shape.pattern == SAME_NAME else stem + os.path.splitext(own)[1]


def _make_photo(maker: PhotoMaker, photo: Photo, folder: bytes, stem: bytes) -> list[Skipped]:
    """Make a copy of one photo; returns it where that cannot be, with the reason."""
    copy = free_name(folder, stem, maker.suffixes)
    part = part_beside(copy)
    try:
        maker.make(photo, part)
        move(part, copy)
        maker.make_sidecar(photo, copy)
    except UserError as reason:
        return [Skipped(photo.path, str(reason))]
    except OSError as error:
        return [Skipped(photo.path, _reason(error))]
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part)
    return []


def free_name(folder: bytes, stem: bytes, suffixes: Sequence[bytes]) -> bytes:
    """Path of a new file with the first of these endings; none of all of them is taken."""
    for number in count(1):
        path = os.path.join(folder, stem if number == 1 else stem + f" ({number})".encode())
        if not any(os.path.lexists(path + suffix) for suffix in suffixes):
            return path + suffixes[0]
    raise AssertionError


def _in_blocks(library: Library, chosen: Sequence[ExportedPhoto]) -> Iterator[Photo]:
    """The photos, a few at a time in memory."""
    for first in range(0, len(chosen), BLOCK):
        yield from library.photos.by_ids(one.photo for one in chosen[first : first + BLOCK])


def _copy_photo(
    library: Library, photo: Photo, folder: bytes, name: bytes, *, companions: bool
) -> list[Skipped]:
    """Copy one photo under a name, and what goes along; returns the files that stay behind, with reasons."""
    try:
        files = companion_files(photo.path, library.companions.of(photo.id)) if companions else [photo.path]
        copies = _free_names(files, folder, name)
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


def _free_names(files: Sequence[bytes], folder: bytes, name: bytes) -> list[Move]:
    """Files with the paths of their copies, none of which is taken; they go on having one stem."""
    stem, suffix = os.path.splitext(name)
    for number in count(1):
        called = stem + suffix if number == 1 else stem + f" ({number})".encode() + suffix
        copies = [
            (path, os.path.join(folder, os.path.basename(new))) for path, new in moves_to(called, files)
        ]
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
        return tr("The file is not there.")
    if isinstance(error, PermissionError):
        return tr("There is no permission to read it, or to write where it is to go.")
    if error.errno == errno.ENOSPC:
        return tr("There is no room left where it is to go.")
    return f"{error.strerror or error}."
