"""Files that are there whole or not at all."""

import os
import tempfile
from pathlib import Path

from mmdesk.core.errors import UserError


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path`: a temporary file takes the old one's place. Raises UserError."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise _told(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise _told(path, error) from error


def _told(path: Path, error: OSError) -> UserError:
    return UserError(f"The file {path} cannot be written: {error.strerror}.")


def _umask() -> int:
    """What the user does not want others to do with new files; `mkstemp` allows them nothing at all."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
