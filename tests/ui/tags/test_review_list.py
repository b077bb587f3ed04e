"""The order of a review, as decisions and lessons change it."""

from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.labels import Tag, TagState
from mmdesk.core.photo import PhotoId
from mmdesk.core.tagging.review import LabelReview, ReviewRequest
from mmdesk.ui.tags.review_list import ReviewList

CHANCES = st.floats(0.2, 1, allow_nan=False)


def tag(photo: int, probability: float, state: TagState = TagState.SUGGESTED) -> Tag:
    return Tag(PhotoId(photo), "cat", "everyday", state, probability, "model")


def review(*tags: Tag, given: set[int] | None = None, rejected: set[int] | None = None) -> LabelReview:
    return LabelReview(
        "everyday", "cat", ReviewRequest(), tags, frozenset(given or ()), frozenset(rejected or ())
    )


def test_after_a_decision_the_next_open_photo_has_its_turn() -> None:
    photos = ReviewList([tag(1, 0.9), tag(2, 0.8), tag(3, 0.7)])
    photos.mark([2], TagState.ACCEPTED)
    assert photos.next_undecided(0) == 2
    assert photos.next_undecided(2) == 0
    photos.mark([1, 3], TagState.REJECTED)
    assert photos.next_undecided(2) is None


def test_what_is_decided_from_the_beginning_is_counted() -> None:
    photos = ReviewList([tag(1, 0.9), tag(2, 0.8), tag(3, 0.7)])
    assert photos.decided_first() == 0
    photos.mark([1, 2], TagState.ACCEPTED)
    assert photos.decided_first() == 2
    photos.mark([3], TagState.REJECTED)
    assert photos.decided_first() == 3


def test_the_line_stands_after_the_last_photo_that_is_probable_enough() -> None:
    photos = ReviewList([tag(1, 0.4), tag(2, 0.9), tag(3, 0.6), tag(4, 0.3)])
    assert photos.count_above(0.5) == 3
    assert photos.undecided_above(0.5) == [2, 3]
    assert photos.undecided_below(0.5) == [1, 4]
    photos.mark([3], TagState.REJECTED)
    assert photos.undecided_above(0.5) == [2]


@given(st.lists(CHANCES, min_size=1, max_size=30), st.data())
def test_a_lesson_changes_only_what_lies_ahead(probabilities: list[float], data: st.DataObject) -> None:
    before = ReviewList([tag(number, probability) for number, probability in enumerate(probabilities)])
    kept = data.draw(st.integers(0, len(probabilities)))
    fresh = [tag(number, data.draw(CHANCES)) for number in range(len(probabilities) + 3)]
    fresh.sort(key=lambda one: -(one.probability or 0))
    after = before.updated(review(*fresh), kept)
    assert list(after.ids()[:kept]) == list(before.ids()[:kept])
    ahead = [one.probability or 0 for one in list(after)[kept:]]
    assert ahead == sorted(ahead, reverse=True)
    assert sorted(after.ids()) == list(range(len(probabilities) + 3))


def test_what_was_decided_behind_stays_in_place_and_undoing_opens_it_again() -> None:
    before = ReviewList([tag(1, 0.9), tag(2, 0.8), tag(3, 0.7)])
    before.mark([1], TagState.ACCEPTED)
    before.mark([2], TagState.REJECTED)
    learned = before.updated(review(tag(3, 0.5), given={1}, rejected={2}), 3)
    assert [one.state for one in learned] == [TagState.ACCEPTED, TagState.REJECTED, TagState.SUGGESTED]
    undone = learned.updated(review(tag(2, 0.8), tag(3, 0.5), given={1}), 3)
    assert [one.state for one in undone] == [TagState.ACCEPTED, TagState.SUGGESTED, TagState.SUGGESTED]
    assert undone.first_changed(learned) == 1


def test_what_stays_in_its_place_is_shown_as_it_is_by_now() -> None:
    before = ReviewList(
        [
            tag(1, 0.9),
            tag(2, 0.8, TagState.MANUAL),
            tag(3, 0.7, TagState.ACCEPTED),
            tag(4, 0.6, TagState.REJECTED),
            tag(5, 0.5),
        ]
    )
    after = before.updated(review(tag(5, 0.4), given={1, 2}, rejected={3}), 5)
    states = [TagState.ACCEPTED, TagState.MANUAL, TagState.REJECTED, TagState.SUGGESTED, TagState.SUGGESTED]
    assert [one.state for one in after] == states
    assert [one.probability for one in after] == [0.9, 0.8, 0.7, 0.6, 0.4]
