"""Times moved: by so much, to a moment, into another zone."""

from datetime import timedelta

import pytest

from mmdesk.core.clock_shifts import ClockChange, parse_moment, parse_shift, shift_in_words
from mmdesk.core.errors import UserError


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("+1 h 3 min", timedelta(hours=1, minutes=3)),
        ("1:03:20", timedelta(hours=1, minutes=3, seconds=20)),
        ("-2 days", timedelta(days=-2)),
        ("−30s", timedelta(seconds=-30)),
        ("1.5 h", timedelta(hours=1, minutes=30)),
        ("- 1 w 1 d", timedelta(days=-8)),
    ],
)
def test_distances_are_read_as_people_write_them(words: str, by: timedelta) -> None:
    assert parse_shift(words) == by
    assert parse_shift(shift_in_words(by)) == by


@pytest.mark.parametrize("words", ["", "soon", "1", "1 h or so", "+1 h - 3 min", "900000 d"])
def test_other_words_are_no_distance(words: str) -> None:
    with pytest.raises(UserError):
        parse_shift(words)


def test_a_date_moves_as_far_as_it_is_known() -> None:
    hour = ClockChange(timedelta(hours=1))
    assert hour.of("2019-07-14T23:30:05") == ("2019-07-15T00:30:05", None)
    assert hour.of("2019-07-14T23:30") == ("2019-07-15T00:30", None)
    assert ClockChange(timedelta(days=-1)).of("2019-07-14") == ("2019-07-13", None)
    for known in ("2019-07-14", "2019-07", "2019", None):
        with pytest.raises(UserError, match="known"):
            hour.of(known)
    with pytest.raises(UserError, match="cannot have been taken"):
        ClockChange(timedelta(days=365 * 150)).of("2019-07-14T23:30:05")


def test_the_first_goes_to_a_moment_and_the_others_alike() -> None:
    change = ClockChange(first=parse_moment("2020-01-01 10:00")).begun_at("2019-07-14T18:03:22")
    assert change.of("2019-07-14T18:03:22")[0] == "2020-01-01T10:00:00"
    assert change.of("2019-07-14T19:03:22")[0] == "2020-01-01T11:00:00"
    assert ClockChange(first="2020-01-01").begun_at(None).of(None)[0] == "2020-01-01"


def test_a_zone_is_noted_and_the_cameras_zone_left() -> None:
    noted = ClockChange(zone="Europe/Vilnius")
    assert noted.of("2019-07-14T18:03:22") == ("2019-07-14T18:03:22", "+03:00")
    assert noted.of("2019-01-14T18:03:22") == ("2019-01-14T18:03:22", "+02:00")
    abroad = ClockChange(zone="-03:30", camera_zone="UTC")
    assert abroad.of("2019-07-14T01:00:00") == ("2019-07-13T21:30:00", "-03:30")
    for wrong in ({"zone": "Middle/Earth"}, {"camera_zone": "UTC"}, {"zone": "+25:00"}):
        with pytest.raises(UserError):
            ClockChange(**wrong)
    with pytest.raises(UserError, match="zone tells nothing"):
        noted.of("2019-07-14")
