"""How a packet is made to say facts that were decided here: caption, date with its zone, how it is turned."""

from collections.abc import Mapping

from mmdesk.core.clock_shifts import MINUTE
from mmdesk.core.fact_edits import Edits, FactChange, FactKind
from mmdesk.core.turns import AS_IT_IS, back, then
from mmdesk.library.xmp.keywords import Words, keywords_in
from mmdesk.library.xmp.names import CAPTION, ORIENTATION, TAKEN
from mmdesk.library.xmp.packet import XmpPacket

PLACES = {FactKind.CAPTION: CAPTION, FactKind.TAKEN: TAKEN[0], FactKind.TURN: ORIENTATION}
"""The property that stands for each fact; a zone is part of the date."""


def merge_facts(packet: XmpPacket, edits: Edits, own_orientation: int) -> list[FactChange]:
    """Let a packet say these facts, and return what changes. `own_orientation` is that within the picture.

    Raises UserError where its form does not allow it.
    """
    said = keywords_in(packet)
    changes = []
    if FactKind.CAPTION in edits and edits[FactKind.CAPTION] != said.caption:
        packet.set_alternative(CAPTION, edits[FactKind.CAPTION])
        changes.append(FactChange(FactKind.CAPTION, said.caption, edits[FactKind.CAPTION]))
    before = said.taken_at if said.is_corrected else None
    if (date := edits.get(FactKind.TAKEN)) and dated(edits) != (before and before + (said.zone or "")):
        for name in TAKEN:
            packet.set_text(name, dated(edits) or "")
        if date != before:
            changes.append(FactChange(FactKind.TAKEN, before, date))
        if edits.get(FactKind.ZONE) != said.zone:
            changes.append(FactChange(FactKind.ZONE, said.zone, edits.get(FactKind.ZONE)))
    if FactKind.TURN in edits and (turn := int(edits[FactKind.TURN] or AS_IT_IS)):
        there = then(back(own_orientation), said.orientation) if said.orientation else AS_IT_IS
        if turn != there:
            packet.set_text(ORIENTATION, str(then(own_orientation, turn)))
            changes.append(FactChange(FactKind.TURN, str(there), str(turn)))
    return changes


def dated(edits: Edits) -> str | None:
    """A date as XMP has it: with its zone, where a time is known."""
    date, zone = edits.get(FactKind.TAKEN), edits.get(FactKind.ZONE)
    return date + zone if date and zone and len(date) >= MINUTE else date


def written_facts(edits: Edits) -> dict[str, list[str]]:
    """What is remembered of facts that were written, by the property."""
    said = {
        FactKind.CAPTION: edits.get(FactKind.CAPTION),
        FactKind.TAKEN: dated(edits),
        FactKind.TURN: edits.get(FactKind.TURN),
    }
    return {PLACES[fact]: [value or ""] for fact, value in said.items() if fact in edits}


def kept_facts(ours: Words) -> Mapping[str, list[str]]:
    """What is remembered of facts, among all that is remembered of a sidecar."""
    return {name: ours[name] for name in PLACES.values() if name in ours}


def pending(edits: Edits, ours: Words) -> Edits:
    """Those of these facts that no earlier write has put there."""
    written = written_facts(edits)
    fresh = {fact for fact, name in PLACES.items() if fact in edits and written[name] != ours.get(name)}
    if FactKind.TAKEN in fresh:
        fresh.add(FactKind.ZONE)
    return {fact: value for fact, value in edits.items() if fact in fresh}
