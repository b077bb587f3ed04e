"""Files that a node cannot reach: their bytes are taken there, and lie there for a moment."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from mmdesk.core.language import tr
from mmdesk.core.photo import Skipped
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_file
from mmdesk.library.reading.reasons import RefusedError
from mmdesk.library.reading.request import ReadRequest

PARCEL_BYTES = 48 << 20
"""Bytes from which on a parcel is full; a larger file travels alone."""


TOO_LARGE = tr(
    "This file is too large to be sent to a computer of the cluster, and there it cannot be reached."
)


@dataclass(slots=True)
class Parcel:
    """Files with their contents, and those that could not be read with the reasons: `taken` files in all.

    The stamps of `files` are from the moment when their `contents` were read.
    """

    files: list[ReadRequest] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    refused: list[Skipped] = field(default_factory=list)
    taken: int = 0


def pack(files: Sequence[ReadRequest], most: int = PARCEL_BYTES) -> Parcel:
    """The contents of `files`, as far as they fit into a parcel."""
    parcel, limits, size = Parcel(), ReadingLimits(), 0
    for file in files:
        if file.stamp is not None and file.stamp.size > limits.file_bytes:  # films may be: where they lie
            parcel.refused.append(Skipped(file.path, TOO_LARGE))
            parcel.taken += 1
            continue
        try:
            content, stamp = read_file(file.path, limits)
        except RefusedError as refusal:
            parcel.refused.append(Skipped(file.path, str(refusal), file.stamp if refusal.for_good else None))
            parcel.taken += 1
            continue
        if parcel.files and size + len(content) > most:
            break
        size += len(content)
        parcel.files.append(replace(file, stamp=stamp))
        parcel.contents.append(content)
        parcel.taken += 1
    return parcel


@contextmanager
def unpacked(files: Sequence[ReadRequest], contents: Sequence[bytes], within: Path) -> Iterator[list[bytes]]:
    """Paths of files with these contents, below `within`, with their own names and times; gone afterwards."""
    folder = Path(tempfile.mkdtemp(dir=within))
    try:
        yield [
            _write(os.fsencode(folder / str(place)), file, content)
            for place, (file, content) in enumerate(zip(files, contents, strict=True))
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder: bytes, file: ReadRequest, content: bytes) -> bytes:
    os.mkdir(folder)
    path = os.path.join(folder, os.path.basename(file.path))
    with open(path, "xb") as out:
        out.write(content)
    if file.stamp is not None:
        os.utime(path, ns=(file.stamp.mtime_ns, file.stamp.mtime_ns))
    return path
