"""Parts of the zip archives in which torch keeps checkpoints and TorchScript programs.

No part is believed before it was looked at: torch writes numbers uncompressed, and names no part that lies
elsewhere.
"""

import re
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

MAX_PICKLE_BYTES = 64_000_000
"""Size of a pickle itself, without the numbers of the tensors: real ones have some hundred kilobytes."""

CONSTANTS = "constants.pkl"
"""Part that TorchScript programs have, and checkpoints have not."""


def archive_parts(path: Path) -> list[zipfile.ZipInfo]:
    """Every part of the archive `path`. Raises UserError where it is none, or names parts outside itself."""
    parts = _listed(path)
    for part in parts:
        if ".." in re.split(r"[/\\]", part.filename) or part.filename.startswith(("/", "\\")):
            raise UserError(
                tr("The file {path} is refused: it names a part that leads out of it.", path=path)
            )
    return parts


def _listed(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
        raise UserError(
            tr("The file {path} is broken, cut short, or no checkpoint of a torch of today.", path=path)
        ) from error


def check_parts(path: Path, parts: Sequence[zipfile.ZipInfo]) -> None:
    """Raises UserError where `parts` are not as torch writes pickles and numbers."""
    if any(part.compress_type != zipfile.ZIP_STORED or part.flag_bits & 1 for part in parts):
        raise UserError(
            tr("The file {path} is refused: its parts are compressed, which torch never does.", path=path)
        )
    if sum(part.file_size for part in parts) > path.stat().st_size:
        raise UserError(
            tr("The file {path} is refused: it claims to hold more than its own size.", path=path)
        )
    if any(part.file_size > MAX_PICKLE_BYTES for part in parts if part.filename.endswith(".pkl")):
        raise UserError(
            tr("The file {path} is refused: the description of its tensors is absurdly long.", path=path)
        )


def script_root(parts: Sequence[zipfile.ZipInfo]) -> str | None:
    """The folder of the archive in which a TorchScript program lies ("name/"); None where there is none."""
    roots = [part.filename.removesuffix(CONSTANTS) for part in parts if part.filename.endswith(CONSTANTS)]
    return next((root for root in roots if root == "" or root.endswith("/")), None)


def is_script(path: Path) -> bool:
    """Whether the file `path` is a TorchScript program; no part of it is read."""
    try:
        return zipfile.is_zipfile(path) and script_root(_listed(path)) is not None
    except (UserError, OSError):
        return False
