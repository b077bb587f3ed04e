"""The platform's trash: into it by Send2Trash, and out of it where its layout is known.

Where desktops follow freedesktop.org, a trash folder holds the files in `files` and, for each, a note in
`info` with the path it had: https://specifications.freedesktop.org/trash-spec/latest/. macOS and Windows
let nobody but the user take things out again.
"""

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from send2trash import TrashPermissionError, send2trash

from mmdesk.core.language import tr
from mmdesk.core.photo import FileStamp
from mmdesk.library.moving import move

CAN_BRING_BACK = sys.platform not in {"darwin", "win32"}

BY_HAND = {
    "darwin": tr("Open the Trash in the Finder, choose the file and File > Put Back."),
    "win32": tr("Open the Recycle Bin, choose the file and Restore."),
}.get(sys.platform, tr("Look for it in the trash of your file manager."))
"""How a file comes out of the trash without us."""

NOTE_SUFFIX = b".trashinfo"


@dataclass(frozen=True, slots=True)
class InTrash:
    """A file in a trash folder, and the note that says where it was and when it went."""

    file: bytes
    note: bytes
    deleted: bytes


def put_in_trash(path: bytes) -> None:
    """Move a file to the trash. Raises OSError where there is none, or the file may not be moved."""
    try:
        send2trash(os.fsdecode(path))
    except TrashPermissionError as error:
        raise OSError(errno.ENOTSUP, tr("its disk has no trash, and none can be made there")) from error


def find_in_trash(wanted: Sequence[tuple[bytes, FileStamp]]) -> dict[bytes, InTrash]:
    """The files among those `wanted` that are in the trash, by the path they had.

    A file counts only if it is as large and as old as it was; of several the last to go.
    """
    by_place = {_place(path): (path, stamp) for path, stamp in wanted}
    found: dict[bytes, InTrash] = {}
    for folder in {folder for path, _ in wanted for folder in _trash_folders(path)}:
        for place, trashed in _notes(folder):
            path, stamp = by_place.get(place, (None, None))
            if path is None or FileStamp.at(trashed.file, follow_links=False) != stamp:
                continue
            if path not in found or found[path].deleted <= trashed.deleted:
                found[path] = trashed
    return found


def bring_back(trashed: InTrash, path: bytes) -> None:
    """Move a file out of the trash. Raises FileExistsError where something has taken its place."""
    move(trashed.file, path)
    with suppress(OSError):  # a note without its file means nothing to any desktop
        os.unlink(trashed.note)


def _trash_folders(path: bytes) -> list[bytes]:
    """Where a file may have gone: the user's trash at home, and the two on the file's own volume."""
    home = os.environb.get(b"XDG_DATA_HOME") or os.path.expanduser(b"~/.local/share")
    top, user = _mount_point(path), str(os.getuid()).encode()
    shared = os.path.join(top, b".Trash")
    mine = [] if os.path.islink(shared) else [os.path.join(shared, user)]
    return [os.path.join(home, b"Trash"), *mine, os.path.join(top, b".Trash-" + user)]


def _mount_point(path: bytes) -> bytes:
    path = os.path.realpath(os.path.dirname(path))
    while not os.path.ismount(path):
        path = os.path.dirname(path)
    return path


def _notes(trash: bytes) -> Iterator[tuple[bytes, InTrash]]:
    """Everything in a trash folder, with the place it had. Notes of other programs may be anything."""
    info = os.path.join(trash, b"info")
    try:
        names = os.listdir(info)
    except OSError:  # there is none, or it is not ours
        return
    for name in names:
        if name.endswith(NOTE_SUFFIX):
            note = os.path.join(info, name)
            file = os.path.join(trash, b"files", name[: -len(NOTE_SUFFIX)])
            lines = _lines(note)
            path = os.path.join(_top(trash), unquote_to_bytes(lines.get(b"Path", b"")))
            yield _place(path), InTrash(file, note, lines.get(b"DeletionDate", b""))


def _lines(note: bytes) -> dict[bytes, bytes]:
    try:
        with open(note, "rb") as file:
            pairs = (line.partition(b"=") for line in file.read(1 << 16).splitlines())
            return {key.strip(): value.strip() for key, _, value in pairs}
    except OSError:  # emptied meanwhile
        return {}


def _top(trash: bytes) -> bytes:
    """What relative paths in a trash folder begin at."""
    parent = os.path.dirname(trash)
    return os.path.dirname(parent) if os.path.basename(parent) == b".Trash" else parent


def _place(path: bytes) -> bytes:
    """A path without links in its folders: desktops write down one or the other."""
    folder, name = os.path.split(os.path.normpath(path))
    return os.path.join(os.path.realpath(folder), name)
