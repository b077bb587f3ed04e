"""Facts of photos edited: decided in the catalogue as one act, then written to sidecars."""

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import suppress

from mmdesk.core.acts import ActKind
from mmdesk.core.errors import UserError
from mmdesk.core.fact_edits import Edits, FactKind, FactsDecided, FactWish
from mmdesk.core.language import tr
from mmdesk.core.photo import Photo, Skipped, thumbnail_key
from mmdesk.core.progress import Progress
from mmdesk.core.sidecars import Difference, XmpSummary
from mmdesk.core.turns import AS_IT_IS
from mmdesk.library.reading.thumbnail import turned_thumbnail
from mmdesk.library.xmp.embedded_reader import EmbeddedReader
from mmdesk.library.xmp.keywords import Keywords
from mmdesk.tasks.facts.planning import planned_edits
from mmdesk.tasks.library import Library
from mmdesk.tasks.xmp.editing import FactsEditor
from mmdesk.tasks.xmp.writing import write_edition

KEPT_HERE = tr("{reason} mmdesk keeps it in its own catalogue.")


FactSteps = Generator[Progress | Difference | Skipped | FactsDecided, None, XmpSummary]
"""An edit of facts on its way."""


def fact_differences(library: Library, ids: Collection[int], wish: FactWish) -> FactSteps:
    """A dry run: what `edit_facts` would change in sidecars. Raises UserError for what cannot be wished."""
    photos = library.photos.by_ids(ids)
    plan = planned_edits(photos, wish)
    yield from plan.skipped
    summary = yield from _sidecars(library, photos, plan.edits, None)
    return XmpSummary(summary.written, summary.skipped + len(plan.skipped))


def edit_facts(library: Library, ids: Collection[int], wish: FactWish) -> FactSteps:
    """Give photos other facts, as one act: in the catalogue at once, then in their sidecars.

    What cannot be is yielded as Skipped. Raises UserError for what cannot be wished.
    """
    photos = library.photos.by_ids(ids)
    plan = planned_edits(photos, wish)
    yield from plan.skipped
    if not plan.edits:
        return XmpSummary(0, len(plan.skipped))
    changed = [photo for photo in photos if photo.id in plan.edits]
    _turn_thumbnails(library, changed, plan.edits)
    kind = ActKind.TURN if wish.is_turn_alone else ActKind.FACTS
    act = library.facts.decide(plan.edits, kind, "" if wish.is_turn_alone else wish.name)
    yield FactsDecided(tuple(photo.id for photo in changed), wish.turn is not None, wish.clock is not None)
    summary = yield from _sidecars(library, photos, plan.edits, act)
    return XmpSummary(summary.written, summary.skipped + len(plan.skipped))


def write_decided(library: Library, ids: Collection[int], act: int) -> FactSteps:
    """Write to sidecars what was decided of photos and is not there: for an act that is done again."""
    photos = library.photos.by_ids(ids)
    return (yield from _sidecars(library, photos, library.facts.decided(ids), act))


def _sidecars(
    library: Library, photos: Sequence[Photo], edits: Mapping[int, Edits], act: int | None
) -> FactSteps:
    """Every sidecar that is to change; as part of an act, it is changed."""
    written, skipped, editor = 0, 0, FactsEditor(library)
    batch = None if act is None else library.sidecars.new_batch()
    wanted = [photo for photo in photos if photo.id in edits]
    for number, (photo, own) in enumerate(_with_orientations(wanted, edits)):
        yield Progress(
            number, len(wanted), tr("Comparing sidecars") if act is None else tr("Writing sidecars")
        )
        try:
            edition = editor.edit(photo, edits[photo.id], own)
            if edition is None:
                continue
            if batch is not None:
                write_edition(library.sidecars, batch, edition, act)
        except UserError as reason:
            skipped += 1
            yield Skipped(photo.path, KEPT_HERE.format(reason=reason))
            continue
        written += 1
        yield edition.difference
    return XmpSummary(written, skipped)


def _with_orientations(photos: Sequence[Photo], edits: Mapping[int, Edits]) -> Iterator[tuple[Photo, int]]:
    """Each photo with the orientation that its file says, where it is to be turned."""
    turned = [photo for photo in photos if FactKind.TURN in edits[photo.id]]
    if not turned:
        yield from ((photo, AS_IT_IS) for photo in photos)
        return
    with EmbeddedReader() as reader:
        said = reader.read(photo.path for photo in turned)
        for photo in photos:
            within = next(said) if FactKind.TURN in edits[photo.id] else Keywords()
            own = within.orientation if isinstance(within, Keywords) else None
            yield photo, own or AS_IT_IS


def _turn_thumbnails(library: Library, photos: Sequence[Photo], edits: Mapping[int, Edits]) -> None:
    """Make thumbnails of photos that are to be turned: they are seen so before they are read again."""
    made = []
    for photo in photos:
        turn = int(edits[photo.id].get(FactKind.TURN) or AS_IT_IS)
        upright = library.thumbnails.get(photo.content_hash) if turn != AS_IT_IS else None
        if upright is not None:
            with suppress(OSError):  # it is made anew when the photo is read
                made.append((thumbnail_key(photo.content_hash, turn), turned_thumbnail(upright, turn)))
    library.thumbnails.put_many(made)
