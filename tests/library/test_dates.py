"""Days and months of a list of photos agree with the photos themselves."""

from collections.abc import Callable
from itertools import groupby

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mmdesk.core.timeline import Timeline
from mmdesk.core.vectors import Ids
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.photos import Photos
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.made_photos import made_photo, store

Put = Callable[[list[tuple[bytes, str | None]]], None]

TIMES = st.none() | st.datetimes().map(lambda time: time.isoformat(timespec="seconds"))
NEAR = st.sampled_from(
    ["2019-07-14T10:00:00", "2019-07-14", "2019-07-31T23:59:59", "2019-08-01", "2019-07-01T10:00", "2019-07",
     "2019", "2019-01", "2019-01-01", "", "1"]
)  # fmt: skip
LISTS = st.lists(st.tuples(st.sampled_from([b"/a/", b"/b/"]), TIMES | NEAR), max_size=25)


@pytest.fixture
def put(catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore) -> Put:
    """Let these be the photos, given as (folder, taken_at), and no others."""

    def put(given: list[tuple[bytes, str | None]]) -> None:
        with catalogue.writing() as db:
            db.execute("UPDATE photos SET missing = 1")
        start = catalogue.value("SELECT count(*) FROM photos")
        made = [
            made_photo(b"%s%d" % (folder, start + number), None, time)
            for number, (folder, time) in enumerate(given)
        ]
        store(catalogue, thumbnails, shelf, made)

    return put


def _runs(photos: Photos, ids: Ids, length: int) -> list[tuple[str | None, int]]:
    """The same, by looking at every photo."""
    times = [photo.facts.taken_at for photo in photos.by_ids(ids)]
    days = [time[:length] if _is_date(time) else None for time in times]
    return [(day, len(list(run))) for day, run in groupby(days)]


def _is_date(time: str | None) -> bool:
    return time is not None and len(time) >= 4


def _said(timeline: Timeline, length: int) -> list[tuple[str | None, int]]:
    known = [min((0, 4, 7, 10)[part], length) for part in timeline.parts]
    said = zip(timeline.days, known, strict=True)
    days = [None if np.isnat(day) else str(day)[:length] for day, length in said]
    return list(zip(days, timeline.counts.tolist(), strict=True))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(LISTS)
def test_days_and_months_agree_with_the_photos(
    put: Put, photos: Photos, given: list[tuple[bytes, str | None]]
) -> None:
    put(given)
    for folder in (None, b"/a"):
        ids, timeline = photos.by_date(folder)
        assert ids.tolist() == photos.ids(folder).tolist()
        assert timeline.counts.sum() == len(ids)
        assert _said(timeline, 10) == _runs(photos, ids, 10)
        assert _said(timeline.by_month(), 7) == _runs(photos, ids, 7)
        turned, timeline = photos.by_date(folder, oldest_first=True)
        assert _said(timeline, 10) == _runs(photos, turned, 10)
        dated = [photo.id for photo in photos.by_ids(ids) if _is_date(photo.facts.taken_at)]
        assert turned.tolist()[: len(dated)] == dated[::-1]
        assert sorted(turned) == sorted(ids)


@given(st.lists(st.tuples(st.sampled_from(["2019-07-14", "2019-07-15", None]), st.integers(1, 5))), st.data())
def test_photos_taken_away_leave_their_days_right(
    runs: list[tuple[str | None, int]], data: st.DataObject
) -> None:
    timeline = Timeline.of(runs)
    each = [day for day, count in runs for _ in range(count)]
    stays = data.draw(st.lists(st.booleans(), min_size=len(each), max_size=len(each)))
    left = [day for day, is_kept in zip(each, stays, strict=True) if is_kept]
    kept = timeline.kept(np.array(stays, np.bool_))
    assert _said(kept, 10) == [(day, len(list(run))) for day, run in groupby(left)]
