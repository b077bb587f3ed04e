"""Given tags and stars, written to sidecars, or compared with them."""

from collections.abc import Collection, Iterator

from mmdesk.core.errors import UserError
from mmdesk.core.labels import LabelSet, Tag
from mmdesk.core.language import tr
from mmdesk.core.photo import Photo, Skipped
from mmdesk.core.progress import Progress
from mmdesk.core.sidecars import XmpSummary
from mmdesk.library.tags import GIVEN
from mmdesk.library.xmp.log import SidecarLog
from mmdesk.library.xmp.sidecars import replace_sidecar
from mmdesk.tasks.library import Library
from mmdesk.tasks.xmp.editing import Edition, SidecarEditor
from mmdesk.tasks.xmp.outcome import Steps
from mmdesk.tasks.xmp.reading import chosen_photos

BLOCK = 500
"""Photos whose tags are looked up at once."""


def differences(
    library: Library, ids: Collection[int] | None = None, labels: LabelSet | None = None
) -> Steps:
    """A dry run over these photos, or all: what `write_sidecars` would change. Nothing is written."""
    return (yield from _each(library, ids, SidecarEditor(library, labels), batch=None))


def write_sidecars(
    library: Library, ids: Collection[int] | None = None, labels: LabelSet | None = None
) -> Steps:
    """Write given tags and stars of these photos, or all, to their sidecars, and decided facts that no write
    could bring there before.

    Parents of labels come from the library's sets, and from `labels`, which may be a set it does not have.
    Suggestions are not written, nor rejected tags. What cannot be written is yielded as Skipped.
    """
    return (yield from _each(library, ids, SidecarEditor(library, labels), library.sidecars.new_batch()))


def _each(library: Library, ids: Collection[int] | None, editor: SidecarEditor, batch: int | None) -> Steps:
    """Every sidecar that is to change; with the number of a `batch`, it is changed."""
    written, skipped = 0, 0
    photos = chosen_photos(library, ids)
    for number, (photo, tags) in enumerate(_with_tags(library, photos)):
        yield Progress(
            number, len(photos), tr("Comparing sidecars") if batch is None else tr("Writing sidecars")
        )
        try:
            edition = editor.edit(photo, tags)
            if edition is None:
                continue
            if batch is not None:
                write_edition(library.sidecars, batch, edition)
        except UserError as error:
            skipped += 1
            yield Skipped(photo.path, str(error))
            continue
        written += 1
        yield edition.difference
    return XmpSummary(written, skipped)


def write_edition(log: SidecarLog, batch: int, edition: Edition, act: int | None = None) -> None:
    """Write one sidecar, perhaps as part of an act of the user. Raises UserError."""
    path = edition.difference.sidecar
    entry = log.note(batch, path, edition.before, edition.after, edition.ours, act)
    try:
        replace_sidecar(path, edition.before, edition.after)
    except UserError:
        log.mark_undone(entry)  # what another program may write there later is not ours
        raise


def _with_tags(library: Library, photos: list[Photo]) -> Iterator[tuple[Photo, list[Tag]]]:
    """Each photo with the tags it was given, by name."""
    for first in range(0, len(photos), BLOCK):
        block = photos[first : first + BLOCK]
        tags = library.tags.of_photos([photo.id for photo in block])
        for photo in block:
            given = [tag for tag in tags.get(photo.id, []) if tag.state in GIVEN]
            yield photo, sorted(given, key=lambda tag: tag.label)
