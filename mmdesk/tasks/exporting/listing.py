"""Lists of photos in a file: their paths, or a table of what is known of them."""

import csv
import io
import os
from collections.abc import Generator, Sequence
from contextlib import suppress

from mmdesk.core.errors import UserError
from mmdesk.core.exporting import ExportedPhoto, ExportSummary
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_path
from mmdesk.core.photo import Photo, Skipped
from mmdesk.core.progress import Progress
from mmdesk.library.moving import move
from mmdesk.tasks.exporting.copying import Steps, part_beside
from mmdesk.tasks.library import Library

COLUMNS = (
    "path", "relevance", "band", "score", "taken", "rating", "pick", "camera", "lens", "width", "height",
    "caption",
)  # fmt: skip
"""Columns of the table. Columns are added at the end, never renamed or removed."""

LINE_BREAK = tr("Its name has a line break in it, which a list of lines cannot hold; a table can.")

BLOCK = 5000
"""Photos whose rows are read at once."""


def list_paths(library: Library, chosen: Sequence[ExportedPhoto], out: bytes) -> Steps:
    """Write the paths of photos, a line each, as the disk has them. Raises UserError for a file there is."""
    lines: list[bytes] = []
    skipped = 0
    for photos, progress in _blocks(library, chosen):
        yield progress
        for photo, _ in photos:
            if b"\n" in photo.path:
                skipped += 1
                yield Skipped(photo.path, LINE_BREAK)
            else:
                lines.append(photo.path + b"\n")
    _write_new(out, b"".join(lines))
    return _summary(len(chosen), len(lines), skipped, out)


def list_table(library: Library, chosen: Sequence[ExportedPhoto], out: bytes) -> Steps:
    """Write a table (CSV, UTF-8) of photos. Raises UserError for a file that is there already."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    written = 0
    for photos, progress in _blocks(library, chosen):
        yield progress
        for photo, one in photos:
            writer.writerow(_row(photo, one))
            written += 1
    _write_new(out, table.getvalue().encode("utf-8", "surrogateescape"))
    return _summary(len(chosen), written, 0, out)


def free_path(path: bytes) -> bytes:
    """The path, or the next one with a number that nothing has yet: "dogs (2).csv"."""
    stem, suffix = os.path.splitext(path)
    number = 1
    while os.path.lexists(path):
        number += 1
        path = stem + f" ({number})".encode() + suffix
    return path


def _blocks(
    library: Library, chosen: Sequence[ExportedPhoto]
) -> Generator[tuple[list[tuple[Photo, ExportedPhoto]], Progress], None, None]:
    """The photos that are still there, a few at a time in memory."""
    for first in range(0, len(chosen), BLOCK):
        block = {one.photo: one for one in chosen[first : first + BLOCK]}
        photos = library.photos.by_ids(block)
        progress = Progress(first, len(chosen), tr("Writing the list"))
        yield [(photo, block[photo.id]) for photo in photos], progress


def _row(photo: Photo, one: ExportedPhoto) -> list[object]:
    facts, hit = photo.facts, one.hit
    found = ["", "", ""]
    if hit is not None and not hit.is_exact:
        found = [f"{hit.relevance:.4f}", hit.band.value, f"{hit.score:.5f}"]
    pick = photo.pick.name.lower()
    return [
        os.fsdecode(photo.path),
        *found,
        facts.taken_at or "",
        photo.rating,
        pick,
        facts.camera or "",
        facts.lens or "",
        facts.width,
        facts.height,
        facts.caption or "",
    ]


def _write_new(out: bytes, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all. Raises UserError."""
    part = part_beside(out)
    try:
        with open(part, "xb") as file:
            file.write(data)
        move(part, out)
    except FileExistsError as error:
        raise UserError(
            tr("{out} is there already; nothing is overwritten.", out=display_path(out))
        ) from error
    except OSError as error:
        raise UserError(
            tr("The file {out} cannot be written: {reason}.", out=display_path(out), reason=error.strerror)
        ) from error
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part)


def _summary(found: int, written: int, skipped: int, out: bytes) -> ExportSummary:
    sentence = trn(
        "{n:,} photo listed in {out}.", "{n:,} photos listed in {out}.", written, out=display_path(out)
    )
    if skipped:
        sentence += " " + trn("{n:,} could not be listed.", "{n:,} could not be listed.", skipped)
    return ExportSummary(sentence, found, written, skipped)
