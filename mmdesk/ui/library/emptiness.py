"""What is said in place of photos where there are none, and the way out of there."""

from dataclasses import dataclass
from enum import Enum

from mmdesk.core.language import tr
from mmdesk.core.nothing_found import nothing_sure, told_apart, unmet
from mmdesk.core.query import SearchResult
from mmdesk.ui.library.source import AlbumSource, FolderSource, MissingSource, PhotoSource, SearchSource


class WayOut(Enum):
    """Something to do where nothing is shown, in the words of its button."""

    ADD = tr("Add a folder…")
    ALL = tr("Show all photos")
    SEARCH_ALL = tr("Search all photos")
    PAINT = tr("Open the Studio")
    LEAVE_SEARCH = tr("Leave the search")


@dataclass(frozen=True, slots=True)
class Emptiness:
    """Heading, a line of advice, and what the button does, where there is one."""

    heading: str
    advice: str
    way_out: WayOut | None = None


NOTHING_PAINTED = Emptiness(
    tr("Nothing painted here"), tr("Finished paintings of the Studio stand here."), WayOut.PAINT
)
NOTHING_MISSING = Emptiness(tr("No photo is missing"), tr("All are where they should be."), WayOut.ALL)


def emptiness_of(source: PhotoSource, *, is_indexing: bool) -> Emptiness:
    """Say why a place holds no photos; while photos are being looked at, that more may come."""
    if isinstance(source, AlbumSource):
        return Emptiness(
            tr("No photos in this album"), tr("Drag photos onto its name to put them in."), WayOut.ALL
        )
    if isinstance(source, MissingSource) or source.is_painted:
        return NOTHING_PAINTED if source.is_painted else NOTHING_MISSING
    way_out = WayOut.ADD if source == FolderSource() else WayOut.ALL
    if is_indexing:
        waiting = None if way_out is WayOut.ADD else way_out
        return Emptiness(
            tr("The first photos are on their way"), tr("They appear here as they are looked at."), waiting
        )
    if way_out is WayOut.ADD:
        return Emptiness(tr("No photos in the library"), tr("Add a folder of photographs."), way_out)
    heading = tr("No photos in {place}", place=source.title)
    return Emptiness(heading, tr("What is put there is shown here."), way_out)


def nothing_found(search: SearchSource, result: SearchResult) -> Emptiness:
    """Say why a search has no hits at all, and what to ask in its place."""
    if search.place == FolderSource():
        heading = nothing_sure(result.apart) if result.apart else tr("Nothing found")
        return Emptiness(heading, _advice(result), WayOut.LEAVE_SEARCH)
    advice = tr("Try other words, or look in all photos.")
    return Emptiness(tr("Nothing found in {place}", place=search.place.title), advice, WayOut.SEARCH_ALL)


def _advice(result: SearchResult) -> str:
    """What to ask in the place of a query; conditions that no photo meets are named."""
    said = unmet(result) or told_apart(result.apart)
    if result.query.conditions:
        return said or tr("Take a condition away, or try other words.")
    return said or tr("Try other words.")
