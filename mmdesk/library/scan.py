"""What lies on the disk: every picture file below a folder, one directory at a time."""

import os
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from mmdesk.core.photo import FileStamp, Skipped
from mmdesk.library.reading import reasons
from mmdesk.library.reading.formats import is_read, reason_not_read

LEFT_ALONE = frozenset(
    (b"@eaDir", b"#recycle", b"#snapshot", b"$RECYCLE.BIN", b"System Volume Information", b"lost+found"),
)
"""Directories in which network drives and systems keep thumbnails, trash and the like."""

BROKEN_LINK = "This is a link to a file that is not there."


@dataclass(frozen=True, slots=True)
class Listing:
    """The picture files in one directory, with those that are left out unopened."""

    directory: bytes
    files: dict[bytes, FileStamp] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    is_complete: bool = True


def is_offline(root: bytes) -> bool:
    """Whether a folder is not there, or is empty at once, as the mount point of an unplugged drive is."""
    try:
        with os.scandir(root) as entries:
            return next(entries, None) is None
    except OSError:
        return True


def walk(root: bytes) -> Iterator[Listing]:
    """List `root` and every directory below it, in a fixed order.

    Links to directories are followed, but each real directory is listed once, by its real
    name where there is one below `root`; so loops end. A directory that cannot be read is a
    listing that is not complete, with the reason.
    """
    real, linked = [root], deque[bytes]()
    seen: set[object] = set()
    while real or linked:
        directory = real.pop() if real else linked.popleft()
        identity = _identity(directory)
        if identity in seen:
            continue
        seen.add(identity)
        try:
            entries = _entries(directory)
        except OSError as error:
            reason = f"This folder could not be read ({error.strerror})."
            yield Listing(directory, skipped=[Skipped(directory, reason)], is_complete=False)
            continue
        yield _listing(directory, entries)
        below = [entry for entry in entries if _is_directory(entry)]
        real.extend(entry.path for entry in reversed(below) if not entry.is_symlink())
        linked.extend(entry.path for entry in below if entry.is_symlink())


def _identity(directory: bytes) -> object:
    """The same for all names of one directory; some systems know no inode numbers."""
    try:
        status = os.stat(directory)
    except OSError:
        return directory
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(directory)


def _entries(directory: bytes) -> list[os.DirEntry[bytes]]:
    """Everything in `directory` by name, hidden things and what is to be left alone aside."""
    with os.scandir(directory) as entries:
        visible = [
            entry for entry in entries if not entry.name.startswith(b".") and entry.name not in LEFT_ALONE
        ]
    return sorted(visible, key=lambda entry: entry.name)


def _listing(directory: bytes, entries: list[os.DirEntry[bytes]]) -> Listing:
    listing = Listing(directory)
    for entry in entries:
        if is_read(entry.name):
            _add_file(entry, listing)
        elif (reason := reason_not_read(entry.name)) and not _is_directory(entry):
            listing.skipped.append(Skipped(entry.path, reason))
    return listing


def _add_file(entry: os.DirEntry[bytes], listing: Listing) -> None:
    try:
        status = entry.stat()
    except OSError as error:
        reason = BROKEN_LINK if entry.is_symlink() else str(reasons.refused_by_disk(error))
        listing.skipped.append(Skipped(entry.path, reason))
        return
    if stat.S_ISREG(status.st_mode):
        listing.files[entry.path] = FileStamp(status.st_size, status.st_mtime_ns)
    elif not stat.S_ISDIR(status.st_mode):
        listing.skipped.append(Skipped(entry.path, reasons.NOT_A_FILE))


def _is_directory(entry: os.DirEntry[bytes]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link into a directory without permission
        return False
