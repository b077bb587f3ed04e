"""Dates as they are met with: what is certain of them, and what is not to be believed."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.photo_dates import date_in_name, has_time, is_within, parse_loose_date

WHOLE = "2015-08-22T10:08:19"
DAY = "2015-08-22"

PARTS = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?)?)?)?")


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("2015:08:22 10:08:19", WHOLE),
        ("2015:08:22  10:08:19", WHOLE),
        ("2015:08:22 10:08:19\n", WHOLE),
        ("2015:08:22\x0010:08:19", WHOLE),
        ("2015/08/22 10:08:19", WHOLE),
        ("2015-08-22 10:08:19", WHOLE),
        ("2015.08.22 10:08:19", WHOLE),
        ("2015_08_22 10_08_19", WHOLE),
        ("2015-08-22T10:08:19", WHOLE),
        ("2015:08:22T10:08:19", WHOLE),
        ("2015:08:22-10:08:19", WHOLE),
        ("2015:08:22:10:08:19", WHOLE),
        ("2015:08:22 10-08-19", WHOLE),
        ("2015:08:22 10.08.19", WHOLE),
        ("2015:08:22 100819", WHOLE),
        ("2015-08-22 10h08m19", WHOLE),
        ("2015年8月22日 10時08分19秒", WHOLE),
        ("20150822 10:08:19", WHOLE),
        ("20150822T100819", WHOLE),
        ("20150822100819", WHOLE),
        ("20150822 100819+0200", WHOLE),
    ],
)
def test_any_separator_will_do(text: str, certain: str) -> None:
    assert parse_loose_date(text) == certain


@pytest.mark.parametrize(
    "text",
    ["2015:08:22 10:08:19+02:00", "2015:08:22 10:08:19 +09:00", "2015:08:22 10:08:19Z",
     "2015:08:22 10:08:19.123", "2015-08-22T10:08:19.1234567Z", "2015:08:22 10:08:19,5"],
)  # fmt: skip
def test_the_hour_is_the_one_on_the_clock_and_fractions_are_left_off(text: str) -> None:
    assert parse_loose_date(text) == WHOLE


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("2015:08:22 10:08:19 AM", WHOLE),
        ("2015:08:22 10:08:19 a.m.", WHOLE),
        ("2015:08:22 03:08:19 PM", "2015-08-22T15:08:19"),
        ("2015:08:22 03:08:19PM", "2015-08-22T15:08:19"),
        ("2015:08:22 3:08 pm", "2015-08-22T15:08"),
        ("2015:08:22 15:08:19 PM", "2015-08-22T15:08:19"),
        ("2015:08:22 12:08:19 AM", "2015-08-22T00:08:19"),
        ("2015:08:22 12:08:19 PM", "2015-08-22T12:08:19"),
        ("2015:08:22 오후 03:08:19", "2015-08-22T15:08:19"),
        ("2015:08:22 03:08:19 下午", "2015-08-22T15:08:19"),
    ],
)
def test_halves_of_the_day(text: str, certain: str) -> None:
    assert parse_loose_date(text) == certain


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("2015: 8: 2  9: 8: 9", "2015-08-02T09:08:09"),
        ("2015:8:2 9:8:9", "2015-08-02T09:08:09"),
        ("2015:08:22 10:08", "2015-08-22T10:08"),
        ("2015:08:22 10:08:60", "2015-08-22T10:08"),
        ("2015:08:22 10:08:  ", "2015-08-22T10:08"),
        ("2015:08:22 24:08:19", DAY),
        ("2015:08:22 10:60:00", DAY),
        ("2015:08:22   :  :  ", DAY),
        ("2015:08:22 -1:-1:-1", DAY),
        ("2015:08:22 10", DAY),
        ("2015:08:22", DAY),
        ("20150822", DAY),
        ("2015:08", "2015-08"),
        ("2015-8", "2015-08"),
        ("2015:08:00 00:00:00", "2015-08"),
        ("2015:08:   :  :  ", "2015-08"),
        ("2015:02:30 10:00:00", "2015-02"),
        ("20150800", "2015-08"),
        ("2015:00:00 00:00:00", "2015"),
        ("2015:  :  ", "2015"),
        ("2015", "2015"),
    ],
)
def test_what_is_certain_is_taken_and_no_more(text: str, certain: str) -> None:
    assert parse_loose_date(text) == certain


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("22/08/2015 10:08", "2015-08-22T10:08"),
        ("08/22/2015 10:08:19", WHOLE),
        ("22.08.2015", DAY),
        ("02.08.2015 10.08", "2015-08-02T10:08"),
        ("02/08/2015", "2015"),
        ("08-08-2015", "2015-08-08"),
        ("Sat, 22 Aug 2015 10:08:19 +0200", WHOLE),
        ("Sat Aug 22 10:08:19 2015", WHOLE),
        ("Sat Aug 22 10:08:19 CEST 2015", WHOLE),
        ("22-Aug-2015", DAY),
        ("August 22nd, 2015", DAY),
        ("August 2015", "2015-08"),
    ],
)
def test_the_year_may_come_last(text: str, certain: str) -> None:
    assert parse_loose_date(text) == certain


@pytest.mark.parametrize(
    "text",
    ["", "  ", "0000:00:00 00:00:00", "    :  :     :  :  ", "2050:12:31 10:00:00", "2015:13:01 00:00:00",
     "1899:12:31 12:00:00", "1899:12:30", "1825:01:01 12:00:00", "15:08:22", "1440238099", "201508", "12345",
     "yesterday", "10:08:19", "5 Smarch 2015"],
)  # fmt: skip
def test_what_says_no_year_or_cannot_be_is_nothing(text: str) -> None:
    assert parse_loose_date(text) is None


def test_old_pictures_and_the_first_seconds_of_clocks_are_dates_like_others() -> None:
    assert parse_loose_date("1895:06:03 00:00:00") == "1895-06-03T00:00:00"
    assert parse_loose_date("1970:01:01 00:00:00") == "1970-01-01T00:00:00"
    assert parse_loose_date("1980:01:01 00:00:00") == "1980-01-01T00:00:00"


def test_a_clock_may_be_a_day_ahead_but_not_a_week() -> None:
    now = datetime.now(UTC)
    assert parse_loose_date(f"{now + timedelta(days=1):%Y:%m:%d %H:%M:%S}") is not None
    assert parse_loose_date(f"{now + timedelta(days=7):%Y:%m:%d %H:%M:%S}") is None


@given(st.text() | st.from_regex(r"[0-9]{0,4}[:/. -]?[0-9 ]{0,3}[:/. -]?[0-9 ]{0,3}[T ]?[0-9:. apm]{0,9}"))
def test_any_text_is_a_beginning_of_a_date_or_nothing(text: str) -> None:
    found = parse_loose_date(text)
    assert found is None or PARTS.fullmatch(found)


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2024, 12, 31)),
    st.sampled_from(
        ["%Y:%m:%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S+02:00", "%Y%m%d %H%M%S", "%Y/%m/%d %I:%M:%S %p",
         "%d.%m.%Y %H.%M.%S",
         "%a, %d %b %Y %H:%M:%S +0000", "%a %b %d %H:%M:%S %Y", "%B %d, %Y %H:%M:%S"]
    ),
)  # fmt: skip
def test_every_moment_in_every_form_is_read_as_itself(moment: datetime, form: str) -> None:
    assert parse_loose_date(moment.strftime(form)) == moment.isoformat(timespec="seconds")


@pytest.mark.parametrize(
    "name",
    ["IMG_20140506_070809.jpg", "Screenshot_20140506-070809_App.png", "2014-05-06 07.08.09.jpg",
     "signal-2014-05-06-070809.jpg", "PXL_20140506_070809123.jpg", "PXL_20140506_070809123.MP.jpg",
     "Screenshot 2014-05-06 at 07.08.09.png", "Screenshot from 2014-05-06 07-08-09.png",
     "Bildschirmfoto 2014-05-06 um 07.08.09.png", "Screen Shot 2014-05-06 at 7.08.09 AM.png",
     "WhatsApp Image 2014-05-06 at 07.08.09.jpeg", "photo_2014-05-06_07-08-09.jpg", "20140506_070809(0).jpg",
     "IMG20140506070809.jpg", "WIN_20140506_07_08_09_Pro.jpg", "C360_2014-05-06-07-08-09-123.jpg",
     "DJI_20140506070809_0001.JPG", "2014-05-06T07:08:09.jpg", "Photo 2014-05-06, 07 08 09.jpg"],
)  # fmt: skip
def test_programs_name_files_after_the_moment(name: str) -> None:
    assert date_in_name(name) == "2014-05-06T07:08:09"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("IMG-20140506-WA0001.jpg", "2014-05-06"),
        ("2014.05.06.jpg", "2014-05-06"),
        ("P20140506.jpg", "2014-05-06"),
        ("IMG_20140506_256199.jpg", "2014-05-06"),
        ("1920x1080 2014-05-06.jpg", "2014-05-06"),
        ("Screen Shot 2014-05-06 at 7.08.09 PM.png", "2014-05-06T19:08:09"),
    ],
)
def test_or_after_the_day(name: str, day: str) -> None:
    assert date_in_name(name) == day


@pytest.mark.parametrize(
    "name",
    ["DSC_0123.jpg", "IMG_12345678.jpg", "20141399.jpg", "1234520140506.jpg", "FB_IMG_1399360089123.jpg",
     "2014_0506.jpg", "scan 2014-05.jpg", "06-05-2014.jpg", "IMG_20990506.jpg", "18991231.jpg",
     "20140230.jpg"],
)  # fmt: skip
def test_other_numbers_in_names_are_no_dates(name: str) -> None:
    assert date_in_name(name) is None


def test_only_a_whole_time_can_be_measured_from() -> None:
    assert has_time(WHOLE)
    assert not any(has_time(date) for date in ("2015-08-22T10:08", DAY, "2015-08", "2015", "", None))


DATES = st.dates(date(1999, 1, 1), date(2003, 12, 31)).map(date.isoformat)
LENGTHS = st.sampled_from((4, 7, 10))


@given(st.lists(DATES, min_size=3, max_size=3), st.lists(LENGTHS, min_size=3, max_size=3))
def test_a_date_is_within_bounds_if_every_day_it_may_stand_for_is(
    days: list[str], lengths: list[int]
) -> None:
    taken, since, until = (day[:length] for day, length in zip(days, lengths, strict=True))
    whole = [f"{date(1998, 1, 1) + timedelta(days=number)}" for number in range(2200)]
    meant = [day for day in whole if day.startswith(taken)]
    assert is_within(taken, since, None) == all(day[: len(since)] >= since for day in meant)
    assert is_within(taken, None, until) == all(day[: len(until)] <= until for day in meant)
    assert is_within(f"{days[0]}T23:59:59", since, until) == is_within(days[0], since, until)


def test_a_date_that_is_not_known_is_within_no_bounds() -> None:
    assert is_within(None, None, None)
    assert not is_within(None, "2019", None)
    assert not is_within("", None, "2019")
