"""What lies on the disk: every picture file below a folder, one directory at a time."""

import os
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from mmdesk.core.language import tr
from mmdesk.core.photo import FileStamp, Skipped
from mmdesk.library.excludes import Excludes
from mmdesk.library.reading import reasons
from mmdesk.library.reading.formats import LIVE_FILMS, RAW, READ, extension, reason_not_read
from mmdesk.library.sniffing import may_be_picture, reason_by_content

LEFT_ALONE = frozenset(
    name.lower()
    for name in (
        b"@eaDir",
        b"@__thumb",
        b"@Recycle",
        b"@Recently-Snapshot",
        b"#recycle",
        b"#snapshot",
        b"$RECYCLE.BIN",
        b"RECYCLER",
        b"System Volume Information",
        b"lost+found",
        b"Network Trash Folder",
        b"Temporary Items",
        b"iPod Photo Cache",
    )
)
"""Directories in which network drives and systems keep thumbnails, trash and the like, in lower case."""

LEADS = frozenset(b".jpg .jpeg .jpe .heic .heif .hif .avif".split())
"""What cameras write beside a raw file or a short film: the picture of the two that is looked at."""

LARGEST_LIVE = 64 << 20
"""Bytes. What is larger is no three seconds around the moment of a photo, whatever it is called."""

BROKEN_LINK = tr("This is a link to a file that is not there.")


@dataclass(frozen=True, slots=True)
class Listing:
    """The picture files in one directory, with those that are left out unopened.

    `companions` are raw files and films of live photos, each with the path of its picture. A directory
    `is_bare` when there is nothing at all in it.
    """

    directory: bytes
    files: dict[bytes, FileStamp] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    companions: dict[bytes, bytes] = field(default_factory=dict)
    is_complete: bool = True
    is_bare: bool = False


def is_offline(root: bytes) -> bool:
    """Whether a folder is not there, or is empty at once, as the mount point of an unplugged drive is."""
    try:
        with os.scandir(root) as entries:
            return next(entries, None) is None
    except OSError:
        return True


def walk(root: bytes, excludes: Excludes | None = None) -> Iterator[Listing]:
    """List `root` and every directory below it, in a fixed order, without what `excludes` cover.

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
            entries, is_bare = _entries(directory, excludes)
        except OSError as error:
            reason = tr("This folder could not be read ({reason}).", reason=error.strerror)
            yield Listing(directory, skipped=[Skipped(directory, reason)], is_complete=False)
            continue
        yield _listing(directory, entries, is_bare=is_bare)
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


def _entries(directory: bytes, excludes: Excludes | None) -> tuple[list[os.DirEntry[bytes]], bool]:
    """Everything in `directory` by name, hidden things and what is to be left alone aside; and whether
    there is nothing at all.
    """
    with os.scandir(directory) as scan:
        everything = list(scan)
    visible = [
        entry
        for entry in everything
        if not entry.name.startswith(b".") and entry.name.lower() not in LEFT_ALONE
    ]
    if excludes is not None and excludes.patterns:
        visible = [entry for entry in visible if not excludes.covers_entry(entry.path)]
    return sorted(visible, key=lambda entry: entry.name), not everything


def _listing(directory: bytes, entries: list[os.DirEntry[bytes]], *, is_bare: bool) -> Listing:
    listing = Listing(directory, is_bare=is_bare)
    has_companion = False
    for entry in entries:
        kind = extension(entry.name)
        if kind in READ:
            _add_file(entry, listing)
        elif may_be_picture(entry.name) and not _is_directory(entry):
            _add_by_content(entry, listing)
        has_companion = has_companion or kind in RAW or kind in LIVE_FILMS
    if has_companion:
        _pair_up(listing)
    return listing


def _pair_up(listing: Listing) -> None:
    """Raw files and short films beside a picture of the same name are no photos of their own."""
    paths = [*listing.files, *(file.path for file in listing.skipped)]
    leads = {_stem(path): path for path in paths if extension(path) in LEADS}
    beside = [path for path in paths if _stem(path) in leads and _is_companion(path, listing)]
    listing.companions.update((path, leads[_stem(path)]) for path in beside)
    for path in beside:
        listing.files.pop(path, None)
    listing.skipped[:] = [file for file in listing.skipped if file.path not in listing.companions]


def _is_companion(path: bytes, listing: Listing) -> bool:
    """Whether a file with the name of a picture is its raw file, or as small as the film of a live photo."""
    kind = extension(path)
    if kind not in LIVE_FILMS:
        return kind in RAW
    stamp = listing.files.get(path) or FileStamp.at(path)
    return stamp is not None and stamp.size <= LARGEST_LIVE


def _stem(path: bytes) -> bytes:
    """What the names of a pair have in common; cameras and programs differ about upper and lower case."""
    return os.path.splitext(path)[0].lower()


def _add_file(entry: os.DirEntry[bytes], listing: Listing) -> None:
    try:
        status = entry.stat()
    except OSError as error:
        reason = BROKEN_LINK if entry.is_symlink() else str(reasons.refused_by_disk(error))
        listing.skipped.append(Skipped(entry.path, reason))
        return
    if stat.S_ISREG(status.st_mode):
        listing.files[entry.path] = FileStamp.of(status)
    elif not stat.S_ISDIR(status.st_mode):
        listing.skipped.append(Skipped(entry.path, reasons.NOT_A_FILE))


def _add_by_content(entry: os.DirEntry[bytes], listing: Listing) -> None:
    """A file whose name does not say that it is read."""
    try:
        reason = reason_by_content(entry.path)
    except OSError:  # nothing is known of it but its name
        reason = reason_not_read(entry.name)
    if reason == "":
        _add_file(entry, listing)
    elif reason is not None:
        listing.skipped.append(Skipped(entry.path, reason))


def _is_directory(entry: os.DirEntry[bytes]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link into a directory without permission
        return False
