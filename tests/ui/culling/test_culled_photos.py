"""The photos that are culled, without a widget: filters, bursts, the end, what was taken back."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.culling import CullCounts, CullFilter, Judgements
from mmdesk.core.photo import Pick
from mmdesk.ui.culling.culled_photos import BurstStack, CulledPhotos

IDS = np.array([10, 20, 30, 40, 50, 60], np.int64)


def culled() -> CulledPhotos:
    """Six photos; 20, 30 and 40 are a burst, of which 30 is the best, then 40."""
    photos = CulledPhotos(IDS, 10)
    photos.take_stacks([(30, 40, 20)])
    return photos


def test_a_closed_burst_shows_its_best_shot_and_opens_and_closes() -> None:
    photos = culled()
    assert photos.shown.tolist() == [10, 30, 50, 60]
    photos.step(1)
    assert photos.current == 30
    assert photos.stack_of(30) == BurstStack(3, is_open=False)
    photos.toggle_stack()
    assert photos.shown.tolist() == IDS.tolist()
    assert photos.current == 30
    photos.go_to(20)
    photos.toggle_stack()
    assert photos.current == 30
    photos.toggle_stacks()
    assert photos.shown.tolist() == IDS.tolist()
    photos.toggle_stacks()
    assert photos.shown.tolist() == [10, 30, 50, 60]


def test_of_a_burst_the_best_that_passes_the_filter_is_shown() -> None:
    photos = culled()
    photos.set_pick([30], Pick.REJECTED)
    photos.choose(CullFilter.UNMARKED)
    assert photos.shown.tolist() == [10, 40, 50, 60]
    assert photos.stack_of(40) == BurstStack(2, is_open=False)
    photos.choose(CullFilter.REJECTS)
    assert photos.shown.tolist() == [30]
    assert photos.shots_with(40) == [30, 40, 20]
    assert photos.shots_with(10) == [10]


def test_what_is_marked_stays_until_one_goes_on() -> None:
    photos = CulledPhotos(IDS, 20)
    photos.choose(CullFilter.UNMARKED)
    photos.set_pick([20], Pick.PICKED)
    assert photos.current == 20
    assert 20 in photos.shown
    photos.step(1)
    assert photos.current == 30
    assert 20 not in photos.shown
    photos.step(-1)
    assert photos.current == 10


def test_behind_the_last_photo_is_the_end_and_back_leads_to_it() -> None:
    photos = CulledPhotos(IDS, 60)
    photos.set_pick([10, 20], Pick.PICKED)
    photos.set_pick([30], Pick.REJECTED)
    photos.step(1)
    assert photos.current is None
    assert photos.counts == CullCounts(2, 1, 3)
    assert photos.counts.sentence == "2 picks, 1 reject, 3 unmarked."
    assert photos.rejects == [30]
    photos.step(1)
    assert photos.current is None
    photos.step(-1)
    assert photos.current == 60


def test_what_is_gone_is_seen_no_more_and_comes_back() -> None:
    photos = CulledPhotos(IDS, 30)
    photos.take_away([30, 60])
    assert photos.current == 40
    assert photos.shown.tolist() == [10, 20, 40, 50]
    picks = np.array([0, 0, -1, 0, 0, 0], np.int8)
    assert photos.take(Judgements(IDS, picks, np.zeros(6, np.int8))) == [30, 60]
    assert photos.shown.tolist() == IDS.tolist()
    assert photos.current == 40


OPERATIONS = st.one_of(
    st.tuples(st.just("step"), st.sampled_from([-1, 1, 3])),
    st.tuples(st.just("go_to"), st.sampled_from(IDS.tolist())),
    st.tuples(st.just("choose"), st.sampled_from(list(CullFilter))),
    st.tuples(st.just("mark"), st.sampled_from(list(Pick))),
    st.tuples(st.just("take_away"), st.lists(st.sampled_from(IDS.tolist()), max_size=3)),
    st.tuples(st.sampled_from(["toggle_stack", "toggle_stacks"]), st.none()),
)


@given(st.lists(OPERATIONS, max_size=25))
def test_the_photo_looked_at_is_always_one_of_those_shown(operations: list[tuple[str, object]]) -> None:
    photos = culled()
    for name, value in operations:
        if name == "mark":
            if photos.current is not None:
                photos.set_pick([photos.current], value)
        elif value is None:
            getattr(photos, name)()
        else:
            getattr(photos, name)(value)
        shown = photos.shown.tolist()
        assert shown == sorted(shown)
        assert photos.place == (len(shown) if photos.current is None else shown.index(photos.current))
        assert photos.counts.all >= len(shown)
        assert set(photos.ahead(3)) <= set(shown)


def test_the_first_and_the_last_are_those_that_are_shown() -> None:
    photos = culled()
    photos.go_to_end(first=False)
    assert photos.current == 60
    photos.set_pick([10, 60], Pick.PICKED)
    photos.choose(CullFilter.UNMARKED)
    photos.go_to_end(first=True)
    assert photos.current == 30
    photos.go_to_end(first=False)
    assert photos.current == 50
