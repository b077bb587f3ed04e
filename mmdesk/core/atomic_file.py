"""Atomic writes: files are there whole or not at all, whoever looks, and whenever the program is killed."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

NAME_KEPT = 60
"""Number of characters of a name that its part keeps: in any encoding, no file system finds it too long."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Name of a file to write beside `path`, which takes the place of `path` when the block is left.

    After an error what was there before stays, and the part goes. Raises OSError.
    """
    part = path.with_name(f".{path.name[:NAME_KEPT]}.{secrets.token_hex(4)}.part")
    try:
        yield part
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all. Raises UserError."""
    try:
        with replacing(path) as part:
            part.write_bytes(data)
    except OSError as error:
        raise UserError(
            tr("The file {path} cannot be written: {reason}.", path=path, reason=error.strerror)
        ) from error
