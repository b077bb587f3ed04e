"""Reading the weights of a TorchScript program without running it.

OpenAI published its CLIPs in this form. What is wanted of it are the tensors of its modules, which have the
names that open_clip has for them; and, of the text of the program, which activation it computes.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.importing.archive_parts import MAX_PICKLE_BYTES, archive_parts, check_parts, script_root
from mmdesk.models.importing.clip_shapes import Shapes, model_config
from mmdesk.models.importing.expected import Weights
from mmdesk.models.importing.pickles import BROKEN
from mmdesk.models.importing.script_objects import ITEM_BYTES, ScriptTensor, read_objects

GELU = b"torch.gelu("
"""What the program calls where its activation is the exact one, not OpenAI's quicker."""


def read_script(path: Path) -> Weights:
    """The tensors of the TorchScript program `path`. Raises UserError where it is broken, or means harm."""
    with _opened(path) as (archive, root):
        described = _described(archive, root, path)
        parts = {(one.part, one.dtype) for one in described.values()}
        numbers = {(part, dtype): _numbers(archive, f"{root}data/{part}", dtype) for part, dtype in parts}
        return {name: _placed(one, numbers[one.part, one.dtype]) for name, one in described.items()}


def script_config(path: Path) -> dict[str, Any]:
    """The open_clip config of the CLIP in the TorchScript program `path`, told from shapes.

    Raises UserError where it is no CLIP.
    """
    with _opened(path) as (archive, root):
        shapes: Shapes = {name: one.shape for name, one in _described(archive, root, path).items()}
        is_exact = any(GELU in text for text in _program(archive, root))
    network = model_config(shapes, quick_gelu=not is_exact, name=path.name)
    return {"model_cfg": network, "preprocess_cfg": {}}  # the usual one, which is OpenAI's


@contextmanager
def _opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, str]]:
    """The archive and the folder of the program in it; what is broken is told as a UserError."""
    parts = archive_parts(path)
    root = script_root(parts) or ""
    check_parts(path, [part for part in parts if not _is_of_program(part.filename, root)])
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive, root
    except (*BROKEN, zlib.error, struct.error) as error:
        raise UserError(tr("The file {path} is broken or cut short.", path=path)) from error


def _described(archive: zipfile.ZipFile, root: str, path: Path) -> dict[str, ScriptTensor]:
    try:
        with archive.open(f"{root}data.pkl") as file:
            return read_objects(file)
    except UserError as error:
        raise UserError(tr("The file {path} is refused: {error}.", path=path, error=error)) from error


def _is_of_program(name: str, root: str) -> bool:
    """Whether a part is text of the program, or tells where it came from: these torch does compress."""
    return name.startswith(f"{root}code/") or name.endswith(".debug_pkl")


def _program(archive: zipfile.ZipFile, root: str) -> Iterator[bytes]:
    """The text of the program, no more of it than is sensible."""
    left = MAX_PICKLE_BYTES
    for part in archive.infolist():
        if part.filename.startswith(f"{root}code/") and part.filename.endswith(".py"):
            with archive.open(part) as file:
                text = file.read(left)
            left -= len(text)
            yield text


def _numbers(archive: zipfile.ZipFile, part: str, dtype: str) -> Tensor:
    """All numbers of a part of the archive; zip's own checksum is compared."""
    raw = bytearray(archive.read(part))
    whole = len(raw) - len(raw) % ITEM_BYTES[dtype]
    kind: torch.dtype = getattr(torch, dtype)
    return torch.frombuffer(raw, dtype=kind, count=whole // ITEM_BYTES[dtype]) if whole else torch.empty(0)


def _placed(described: ScriptTensor, numbers: Tensor) -> Tensor:
    if len(numbers) < described.numbers:
        raise ValueError("fewer numbers than promised")
    return numbers.as_strided(described.shape, described.strides, described.offset)
