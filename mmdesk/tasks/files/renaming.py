"""Another name for the file of a photo, and for all that belongs to it; and the old name again."""

import os
from collections.abc import Sequence
from contextlib import suppress

from mmdesk.core.acts import ActKind
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_name, display_path
from mmdesk.core.photo import Photo, PhotoId
from mmdesk.library.companion_files import companion_files, in_the_way, moves_to
from mmdesk.library.file_log import TAKING_BACK, FileMove
from mmdesk.library.moving import Move, move, move_all, move_back
from mmdesk.tasks.files.outcome import FilesSummary, not_renamed, refuse_own, stamp
from mmdesk.tasks.library import Library

LONGEST_NAME = 255
"""Bytes: more fit into no name on the common file systems."""

NEVER = frozenset('/\0<>:"|?*\\' if os.name == "nt" else "/\0")
"""Characters no name can have here."""


def rename(library: Library, photo_id: int, name: str, act: int | None = None) -> FilesSummary:
    """Give the file of a photo another name in its folder, and its raw file and sidecars with it.

    The suffix stays; `name` may have it or leave it out. The photo keeps its id, tags, stars and vectors.
    It is a new act, or an earlier one that is done again. Raises UserError, and changes nothing, where the
    name cannot be given; nothing is ever overwritten.
    """
    photo = library.photos.get(photo_id)
    if photo is None or not os.path.lexists(photo.path):
        raise UserError(tr("The file of this photo is not there at present."))
    refuse_own(library, photo.path)
    before, after = os.path.basename(photo.path), full_name(photo.path, name)
    if after == before:
        return FilesSummary(tr("{name} keeps its name.", name=display_name(photo.path)), ())
    try:
        moves = moves_to(after, companion_files(photo.path, library.companions.of(photo.id)))
        _refuse_name(library, after, moves)
        if act is None:
            act = library.history.begin_files(ActKind.RENAME, display_name(after))
        _move(library, act, photo.id, moves)
    except OSError as error:
        raise not_renamed(error, photo.path) from error
    sentence = tr("{before} is now {after}.", before=display_name(before), after=display_name(after))
    return FilesSummary(sentence + _broken_links_said(photo), (photo.id,))


def undo_rename(library: Library, deeds: Sequence[FileMove]) -> FilesSummary:
    """Give the files of a photo the names they had, or none of them. Raises UserError."""
    moves = [(deed.now, deed.path) for deed in deeds if deed.now is not None]
    try:
        _move(library, TAKING_BACK, deeds[0].photo, moves, deeds)
    except (OSError, UserError) as error:
        library.files.settle(deeds)  # trying again would end the same way, and bar the way to what was before
        raise error if isinstance(error, UserError) else not_renamed(error, moves[0][0]) from error
    return FilesSummary(tr("{name} has its name again.", name=display_name(moves[0][1])), (deeds[0].photo,))


def recover(library: Library) -> None:
    """Give the files of a rename that was cut off, by a power cut or a crash, the names they had.

    Nothing is overwritten; what cannot be moved stays, and the next look finds it where it is.
    """
    planned = library.files.planned()
    for deed in reversed(planned):
        if deed.now is None or not os.path.lexists(deed.now) or stamp(deed.now) != deed.stamp:
            continue
        with suppress(OSError):  # a disk that is away, or closed to us
            if not os.path.lexists(deed.path):
                move(deed.now, deed.path)
            elif os.path.samestat(os.lstat(deed.now), os.lstat(deed.path)):
                os.unlink(deed.now)  # it had both names
    library.files.settle(planned)


def full_name(path: bytes, name: str) -> bytes:
    """`name` with the suffix of `path`. Raises UserError where no file can have it, or none we would see."""
    name = name.strip()
    if "\N{REPLACEMENT CHARACTER}" in name:
        raise UserError(tr("Some characters of this name cannot be shown; please write all of it."))
    if NEVER & set(name) or not name.isprintable():
        raise UserError(tr("This name has characters that a file name cannot have."))
    new, suffix = os.fsencode(name), os.path.splitext(path)[1]
    if new.lower().endswith(suffix.lower()) and suffix:
        stem = new[: len(new) - len(suffix)]
    else:
        stem, new = new, new + suffix
    if not stem.strip(b". "):
        raise UserError(tr("A file needs a name."))
    if stem.startswith(b"."):
        raise UserError(tr("A name that begins with a dot would hide the photo."))
    if len(new) > LONGEST_NAME:
        raise UserError(tr("This name is too long."))
    return new


def _broken_links_said(photo: Photo) -> str:
    """What became of links that led to the name the photo had."""
    broken = [name for name in photo.other_names if os.path.islink(name) and not os.path.exists(name)]
    if not broken:
        return ""
    link, others = display_path(broken[0]), len(broken) - 1
    if not others:
        return " " + tr("The link {link} led to the old name and leads nowhere now.", link=link)
    told = trn(
        "The link {link}, and {n:,} other, led to the old name and leads nowhere now.",
        "The link {link}, and {n:,} others, led to the old name and leads nowhere now.",
        others,
        link=link,
    )
    return f" {told}"


def _refuse_name(library: Library, name: bytes, moves: Sequence[Move]) -> None:
    """Refuse, before anything is moved, what the disk would not refuse by itself. Raises UserError."""
    files, after = [before for before, _ in moves], moves[0][1]
    if library.folders.excludes(files[0]).covers(after):
        raise UserError(tr("Files of this name are left out of the library in this folder."))
    if any(len(os.path.basename(new)) > LONGEST_NAME for _, new in moves):
        raise UserError(tr("This name is too long for the files that belong to the photo."))
    other = in_the_way(name, files)
    if other is not None:
        raise UserError(
            tr("{name} is there already, and the two would be taken for one.", name=display_name(other))
        )


def _move(
    library: Library, batch: int, photo: PhotoId, moves: Sequence[Move], undoes: Sequence[FileMove] = ()
) -> None:
    """Move files, and the catalogue with them; all or nothing."""
    library.files.plan_rename(batch, photo, moves)
    try:
        move_all(moves)
        _let_catalogue_follow(library, batch, photo, moves, undoes)
    except BaseException:
        library.files.drop(batch, photo)
        raise


def _let_catalogue_follow(
    library: Library, batch: int, photo: PhotoId, moves: Sequence[Move], undoes: Sequence[FileMove]
) -> None:
    try:
        is_noted = library.files.rename(batch, photo, moves, undoes)
    except BaseException:
        _move_back(moves)
        raise
    if not is_noted:
        _move_back(moves)
        raise UserError(tr("A photo that is missing, or in the trash, is remembered under this name."))


def _move_back(moves: Sequence[Move]) -> None:
    try:
        move_back(moves)
    except OSError as error:
        name = display_name(moves[0][1])
        raise UserError(
            tr("The catalogue could not be changed; the file is called {name} now.", name=name)
        ) from error
