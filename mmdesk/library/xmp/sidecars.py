"""Files beside pictures: which one is whose, and how one is put in another's place.

Programs name them in two ways: `x.jpg.xmp` (digiKam, darktable) is for one picture alone; `x.xmp` (Adobe)
is for the raw file called x, or for the one picture of that name.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.paths import display_path
from mmdesk.library.reading.formats import RAW
from mmdesk.library.xmp.packet import MOST_BYTES

SUFFIXES = (b".xmp", b".XMP")

NOT_PICTURES = frozenset({b".xmp", b".txt", b".json", b".aae", b".thm", b".wav", b".mp3", b".pp3", b".dop"})
"""What may lie beside a picture under its name without being one."""


def find_sidecar(picture: bytes) -> bytes | None:
    """The sidecar of a picture, or None. Raises UserError where its folder cannot be read."""
    try:
        return next((path for path in _candidates(picture) if os.path.lexists(path)), None)
    except OSError as error:
        name = display_path(picture)
        raise UserError(f"The sidecar of {name} cannot be looked for: {error.strerror}.") from error


def sidecars_of(picture: bytes) -> list[bytes]:
    """Every sidecar of a picture, each once: some disks know a file by both spellings of its suffix."""
    found: list[bytes] = []
    for path in _candidates(picture):
        if os.path.lexists(path) and not any(_is_same(path, other) for other in found):
            found.append(path)
    return found


def sidecar_to_write(picture: bytes) -> bytes:
    """The sidecar there is, or the name of a new one that cannot be taken for another picture's.

    Raises UserError where the folder cannot be read.
    """
    return find_sidecar(picture) or picture + SUFFIXES[0]


def read_sidecar(path: bytes) -> bytes | None:
    """What is in a sidecar, or None where there is none. Raises UserError where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(f"The sidecar {display_path(path)} cannot be read: {error.strerror}.") from error


def replace_sidecar(path: bytes, before: bytes | None, after: bytes | None) -> None:
    """Put `after` in the place of `before`; None is no file. Whoever looks finds one of the two, whole.

    Raises UserError, and changes nothing, where something else is there by now, or the disk will not.
    """
    if os.path.islink(path):
        raise UserError(f"The sidecar {display_path(path)} is a link, which is left alone.")
    try:
        if after is not None:
            _put_in_place(path, before, after)
        elif before is not None:
            _refuse_changed(path, before)
            os.unlink(path)
    except OSError as error:
        raise UserError(f"The sidecar {display_path(path)} cannot be written: {error.strerror}.") from error


def _refuse_changed(path: bytes, before: bytes | None) -> None:
    if read_sidecar(path) != before:
        raise UserError(f"The sidecar {display_path(path)} was changed meanwhile; nothing was written.")


def _put_in_place(path: bytes, before: bytes | None, after: bytes) -> None:
    """Replace a sidecar by a file with the rights of the old one, once that is safely on the disk."""
    with replacing(Path(os.fsdecode(path))) as part:
        with part.open("xb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):  # a new one has the rights any new file has
            part.chmod(os.stat(path).st_mode & 0o777)
        _refuse_changed(path, before)


def _candidates(picture: bytes) -> Iterator[bytes]:
    yield from (picture + suffix for suffix in SUFFIXES)
    stem = os.path.splitext(picture)[0]
    for suffix in SUFFIXES:
        if os.path.lexists(stem + suffix) and (_is_raw(picture) or _is_alone(picture)):
            yield stem + suffix


def _is_same(path: bytes, other: bytes) -> bool:
    return os.path.samestat(os.lstat(path), os.lstat(other))


def _is_raw(picture: bytes) -> bool:
    return os.path.splitext(picture)[1].lower() in RAW


def _is_alone(picture: bytes) -> bool:
    """Whether no other picture in the folder has its name but for the suffix."""
    folder, name = os.path.split(picture)
    stem = os.path.splitext(name)[0]
    others = (other for other in os.listdir(folder or b".") if other != name)
    parts = (os.path.splitext(other) for other in others)
    return not any(root == stem and suffix.lower() not in NOT_PICTURES for root, suffix in parts)
