"""What becomes of the facts of photos, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mmdesk.core.errors import UserError
from mmdesk.core.fact_edits import Edits, FactKind, FactWish
from mmdesk.core.language import tr
from mmdesk.core.photo import Photo, Skipped
from mmdesk.core.turns import then
from mmdesk.library.reading.caption import LONGEST_CAPTION
from mmdesk.library.xmp.packet import tidy


@dataclass(slots=True)
class PlannedEdits:
    """Facts to be given to photos, by id; `skipped` ones cannot have what is wished for."""

    edits: dict[int, Edits] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)


def planned_edits(photos: Sequence[Photo], wish: FactWish) -> PlannedEdits:
    """What changes in these photos, the earliest of which sets the pace for dates. Raises UserError."""
    if wish.caption is not None and len(tidy(wish.caption)) > LONGEST_CAPTION:
        raise UserError(tr("A caption may have {most:,} letters.", most=LONGEST_CAPTION))
    if wish.clock is not None and photos:
        dates = [photo.facts.taken_at for photo in photos if photo.facts.taken_at]
        wish = replace(wish, clock=wish.clock.begun_at(min(dates, default=None)))
    plan = PlannedEdits()
    for photo in photos:
        try:
            if edits := _edits_of(photo, wish):
                plan.edits[photo.id] = edits
        except UserError as reason:
            plan.skipped.append(Skipped(photo.path, str(reason)))
    return plan


def _edits_of(photo: Photo, wish: FactWish) -> Edits:
    """The facts of one photo that change. Raises UserError."""
    facts = photo.facts
    edits: dict[FactKind, str | None] = {}
    if wish.caption is not None and (caption := tidy(wish.caption) or None) != facts.caption:
        edits[FactKind.CAPTION] = caption
    if wish.clock is not None:
        date, zone = wish.clock.of(facts.taken_at)
        if (date, zone or facts.zone) != (facts.taken_at, facts.zone):
            edits[FactKind.TAKEN] = date
            edits |= {FactKind.ZONE: zone or facts.zone} if zone or facts.zone else {}
    if wish.turn is not None and photo.is_film:
        raise UserError(tr("A film cannot be turned."))
    if wish.turn is not None:
        edits[FactKind.TURN] = str(then(photo.turn, wish.turn))
    return edits
