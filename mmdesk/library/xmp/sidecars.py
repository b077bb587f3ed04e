"""Sidecars on the disk: read, and put in another's place."""

import os
from contextlib import suppress
from pathlib import Path

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path
from mmdesk.library.xmp.packet import MOST_BYTES


def read_sidecar(path: bytes) -> bytes | None:
    """What is in a sidecar, or None where there is none. Raises UserError where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(
            tr("The sidecar {path} cannot be read: {reason}.", path=display_path(path), reason=error.strerror)
        ) from error


def replace_sidecar(path: bytes, before: bytes | None, after: bytes | None) -> None:
    """Put `after` in the place of `before`; None is no file. Whoever looks finds one of the two, whole.

    Raises UserError, and changes nothing, where something else is there by now, or the disk will not.
    """
    if os.path.islink(path):
        raise UserError(tr("The sidecar {path} is a link, which is left alone.", path=display_path(path)))
    try:
        if after is not None:
            _put_in_place(path, before, after)
        elif before is not None:
            _refuse_changed(path, before)
            os.unlink(path)
    except OSError as error:
        raise UserError(
            tr(
                "The sidecar {path} cannot be written: {reason}.",
                path=display_path(path),
                reason=error.strerror,
            )
        ) from error


def _refuse_changed(path: bytes, before: bytes | None) -> None:
    if read_sidecar(path) != before:
        raise UserError(
            tr("The sidecar {path} was changed meanwhile; nothing was written.", path=display_path(path))
        )


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
