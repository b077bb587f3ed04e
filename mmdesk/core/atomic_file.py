<<<<<<< HEAD
"""Files that are there whole or not at all, whoever looks, and whenever the program is killed."""
=======
"""Atomic writes: files that are there whole or not at all."""
>>>>>>> 449c322 (Say plainly what the core and the command line do, and hold docstrings to it)

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mmdesk.core.errors import UserError

NAME_KEPT = 60
"""Characters of a name in that of its part: in any encoding, no file system finds it too long."""


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
<<<<<<< HEAD
        raise UserError(f"The file {path} cannot be written: {error.strerror}.") from error
=======
        raise _not_written(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> UserError:
    return UserError(f"The file {path} cannot be written: {error.strerror}.")


def _umask() -> int:
    """The process's umask; `mkstemp` ignores it and lets nobody but the user read the file."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
>>>>>>> 449c322 (Say plainly what the core and the command line do, and hold docstrings to it)
