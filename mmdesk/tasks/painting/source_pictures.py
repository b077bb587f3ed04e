"""The user's own pictures in a painting: to begin with, to come near to, to mask with."""

import base64
import binascii
import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import ImagePrompt, InitImage, Mask, PaintSpec
from mmdesk.core.paths import display_path
from mmdesk.library.reading.full import FullReader, never_turned
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_file
from mmdesk.library.reading.reasons import RefusedError

Pictures = Mapping[InitImage | ImagePrompt | Mask, FullPicture]
"""What the parts of a spec show."""

Material = TypeVar("Material", InitImage, ImagePrompt)

LARGEST = 2048
"""Long side, in pixels, at which a user's picture is read: no CLIP model sees more of it."""


def with_digests(spec: PaintSpec) -> PaintSpec:
    """`spec` with the SHA-256 of every picture file in it.

    Raises UserError where a file cannot be read, or is no longer the one `spec` was made with.
    """
    prompts = tuple(_with_digest(prompt) for prompt in spec.image_prompts)
    start = _with_digest(spec.init) if spec.init else None
    return replace(spec, init=start, image_prompts=prompts)


def read_source_pictures(
    spec: PaintSpec, longest: int = LARGEST, turn_of: Callable[[bytes], int] = never_turned
) -> Pictures:
    """The upright sRGB picture of each part of `spec` that names one, its long side at most `longest`.

    Photos of a library are turned as `turn_of` tells. They are read in a process of its own, as every file is
    that may come from anywhere. Raises UserError.
    """
    parts = [part for part in (spec.init, *spec.image_prompts, spec.mask) if part is not None]
    if not parts:
        return {}
    with closing(FullReader(turn_of=turn_of)) as reader:
        return {part: _read(reader, part, longest) for part in parts}


def _read(reader: FullReader, part: InitImage | ImagePrompt | Mask, longest: int) -> FullPicture:
    if isinstance(part, Mask) and part.png:
        return _read_enclosed(reader, part.png, longest)
    try:
        return reader.read(part.path, longest)
    except UserError as error:
        raise UserError(
            tr("The picture {path} cannot be used: {error}", path=display_path(part.path), error=error)
        ) from error


def _read_enclosed(reader: FullReader, png: str, longest: int) -> FullPicture:
    """A mask that came with the settings."""
    try:
        data = base64.b64decode(png, validate=True)
    except binascii.Error as error:
        raise UserError(tr("The mask in these settings is damaged.")) from error
    with tempfile.TemporaryDirectory(prefix="mmdesk-mask-") as folder:
        path = Path(folder, "mask.png")
        path.write_bytes(data)
        return reader.read(os.fsencode(path), longest)


def _with_digest(part: Material) -> Material:
    found = file_digest(part.path)
    if part.sha256 and part.sha256 != found:
        raise UserError(
            tr(
                "The picture {path} has changed since these settings were made; take it up anew to "
                "paint with what it is now.",
                path=display_path(part.path),
            )
        )
    return replace(part, path=os.path.abspath(part.path), sha256=found)


def file_digest(path: bytes) -> str:
    """The SHA-256 of a picture file. Raises UserError where it cannot be read."""
    try:
        data, _ = read_file(path, ReadingLimits())
    except RefusedError as error:
        raise UserError(
            tr("The picture {path} cannot be used: {error}", path=display_path(path), error=error)
        ) from error
    return hashlib.sha256(data).hexdigest()
