"""Search results in bands: one section for each run of equally sure hits."""

from collections.abc import Mapping
from itertools import groupby

from mmdesk.core.query import Band, Hit
from mmdesk.core.vectors import Ids
from mmdesk.ui.grid.arrangement import Section

_TITLES = {
    Band.STRONG: ("Strong", ""),
    Band.MAYBE: ("Maybe", ""),
    Band.WEAK: ("Weak", "probably not what you are looking for"),
}


def sections_of(ids: Ids, hits: Mapping[int, Hit] | None) -> list[Section]:
    """One untitled section while browsing; for a search one section per band, in the order of `ids`."""
    if hits is None:
        return [Section(0, len(ids))]
    sections, first = [], 0
    for band, run in groupby(hits[photo].band for photo in ids.tolist()):
        title, hint = _TITLES[band]
        count = sum(1 for _ in run)
        sections.append(Section(first, count, title, hint))
        first += count
    return sections
