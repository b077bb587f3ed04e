"""Which photos belong together, and which of them is kept."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.duplicates import KINDS, Kind, Member, best_first, grouped, is_copy_by_name
from mmdesk.core.photo import FileStamp, Photo, PhotoFacts, PhotoId, Pick


def member(number: int, name: str = "", **facts: object) -> Member:
    """A photo of a hundred thousand bytes, with a date, as a camera writes it."""
    known = {"width": 400, "height": 300, "taken_at": "2019-07-14T18:03:22", "taken_from": "exif", **facts}
    photo = Photo(
        PhotoId(number),
        (name or f"/photos/IMG_{number}.jpg").encode(),
        FileStamp(100_000, 0),
        b"hash",
        PhotoFacts(**known),  # type: ignore[arg-type]
    )
    return Member(photo)


def test_more_pixels_are_kept() -> None:
    group = best_first("same-shot", [member(1), member(2, width=4000, height=3000)])
    assert group.keep == 2
    assert group.proposed_for_trash == (1,)
    assert "larger: 4000 × 3000" in group.reasons


def test_the_users_own_work_counts_more_than_pixels() -> None:
    small = replace(member(1), tags=2)
    small = replace(small, photo=replace(small.photo, rating=4))
    group = best_first("same-shot", [small, member(2, width=4000, height=3000)])
    assert group.keep == 1
    assert group.reasons[0] == "has tags and rating"


def test_no_photo_is_proposed_for_the_trash_that_is_larger_than_the_one_that_is_kept() -> None:
    small = replace(member(1), albums=1)
    group = best_first(
        "same-shot", [small, member(2, width=4000, height=3000), member(3, width=200, height=150)]
    )
    assert group.keep == 1
    assert group.proposed_for_trash == (3,)
    assert group.without(PhotoId(1)) == (2, 3), "the user may want it so"


def test_date_format_and_name_decide_where_nothing_else_does() -> None:
    undated = member(1, taken_from="file")
    assert best_first("same-shot", [undated, member(2)]).reasons == ("has its date",)
    webp = member(1, "/photos/a.webp")
    assert best_first("same-shot", [webp, member(2)]).reasons == ("original format",)
    copy = member(1, "/photos/IMG_2 (1).jpg")
    assert best_first("same-bytes", [copy, member(2)]).reasons == ("not a copy by name",)


@pytest.mark.parametrize(
    ("name", "is_copy"),
    [
        ("IMG_1 (2).jpg", True),
        ("IMG_1 - Copy.jpg", True),
        ("Copy of IMG_1.jpg", True),
        ("IMG_1 copy 3.jpg", True),
        ("IMG_1.jpg", False),
        ("Rome (Italy).jpg", False),
        ("copyright.jpg", False),
    ],
)
def test_copies_by_name(name: str, is_copy: bool) -> None:
    assert is_copy_by_name(b"/photos/" + name.encode()) == is_copy


def test_what_was_rejected_is_not_kept() -> None:
    rejected = member(1, width=4000, height=3000)
    rejected = replace(rejected, photo=replace(rejected.photo, pick=Pick.REJECTED))
    assert best_first("burst", [rejected, member(2)]).keep == 2


def test_the_sharpest_of_a_burst_is_first_and_none_is_to_go() -> None:
    shots = [replace(member(number), sharpness=sharpness) for number, sharpness in enumerate((90, 200, 95))]
    group = best_first("burst", shots)
    assert group.keep == 1
    assert group.reasons == ("sharpest",)
    assert group.proposed_for_trash == ()


def test_a_photo_with_its_raw_file_is_never_to_go() -> None:
    pair = replace(member(1), with_raw=True)
    group = best_first("same-bytes", [pair, member(2, width=4000, height=3000), member(3)])
    assert group.keep == 1
    assert group.without(PhotoId(2)) == (3,)


PAIRS = st.lists(st.tuples(st.integers(0, 12).map(PhotoId), st.integers(0, 12).map(PhotoId)), max_size=30)
APART = st.dictionaries(st.integers(0, 12).map(PhotoId), st.sets(st.integers(0, 3), max_size=2), max_size=8)


@given(PAIRS, APART)
def test_groups_part_the_photos_and_respect_what_was_said(
    pairs: list[tuple[PhotoId, PhotoId]], apart: dict[PhotoId, set[int]]
) -> None:
    groups = grouped([pair for pair in pairs if pair[0] != pair[1]], apart)
    everybody = [photo for group in groups for photo in group]
    assert len(everybody) == len(set(everybody))
    assert set(everybody) <= {photo for pair in pairs for photo in pair}
    for group in groups:
        assert len(group) > 1
        sayings = [saying for photo in group for saying in apart.get(photo, ())]
        assert len(sayings) == len(set(sayings))


@given(PAIRS)
def test_with_nothing_said_all_that_hangs_together_is_one_group(pairs: list[tuple[PhotoId, PhotoId]]) -> None:
    of = {photo: group for group in grouped(pairs, {}) for photo in group}
    assert all(of[one] is of[other] for one, other in pairs if one != other)


@given(
    st.sampled_from(KINDS),
    st.lists(st.tuples(st.integers(1, 3), st.booleans(), st.integers(0, 2)), min_size=2, max_size=5),
    st.randoms(use_true_random=False),
)
def test_exactly_one_is_kept_whatever_the_order(
    kind: Kind, traits: list[tuple[int, bool, int]], dice: Random
) -> None:
    members = [
        replace(member(number, width=100 * size), with_raw=raw, tags=tags)
        for number, (size, raw, tags) in enumerate(traits)
    ]
    group = best_first(kind, members)
    dice.shuffle(members)
    assert best_first(kind, members) == group
    assert group.keep not in group.proposed_for_trash
    kept = next(one for one in members if one.id == group.keep)
    stay = {one.id for one in members if one.with_raw or one.pixels > kept.pixels} | {group.keep}
    gone = set() if kind == "burst" else {one.id for one in members} - stay
    assert set(group.proposed_for_trash) == gone
