"""Sections of the grid: hits that are equally sure, photos of one month or day, or all of them."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from mmdesk.core.language import in_figures, tr, trc, trn
from mmdesk.core.query import Band, Hit
from mmdesk.core.timeline import Timeline
from mmdesk.core.vectors import Ids
from mmdesk.ui.formatting import titled
from mmdesk.ui.grid.arrangement import Section
from mmdesk.ui.grid.dates import DateSections, Grouping
from mmdesk.ui.grid.folding import Fold

_HINTS = {Band.WEAK: tr("probably not what you are looking for")}
_FOUND = (trc("photos that were found", "Found"), "")
_RESEMBLING = tr("May resemble")


def sections_of(
    ids: Ids,
    hits: Mapping[int, Hit] | None,
    timeline: Timeline | None = None,
    grouping: Grouping = "months",
    fold: Fold | None = None,
) -> Sequence[Section]:
    """Sections of `ids`: one per band of a search, in their order; one per month or day of a `timeline`.

    Otherwise a single one without a title. The weak hits of a search are those of its `fold`, if it has one.
    """
    if hits is not None and fold is not None:
        sure = ids[: len(ids) - fold.unfolded]
        return [*_bands(sure, hits), _resembling(fold, len(sure))]
    if hits is not None:
        return _bands(ids, hits)
    if timeline is not None and grouping != "none":
        return DateSections(timeline, grouping)
    return [Section(0, len(ids))]


def _resembling(fold: Fold, first: int) -> Section:
    hint = tr("fold them away") if fold.is_open else tr("show them")
    title = f"{_RESEMBLING} ({in_figures(fold.count)})"
    if fold.alone:
        title = fold.alone
        hint = trn("{n:,} may resemble it: {hint}", "{n:,} may resemble it: {hint}", fold.count, hint=hint)
    return Section(first, fold.unfolded, title, hint, fold.count - fold.unfolded, is_foldable=True)


def _bands(ids: Ids, hits: Mapping[int, Hit]) -> list[Section]:
    sections, first = [], 0
    for header, run in groupby(_header(hits[photo]) for photo in ids.tolist()):
        count = sum(1 for _ in run)
        sections.append(Section(first, count, *header))
        first += count
    return sections


def _header(hit: Hit) -> tuple[str, str]:
    """Title and hint of those that are as sure as `hit`."""
    return _FOUND if hit.is_exact else (titled(hit.band.word), _HINTS.get(hit.band, ""))
