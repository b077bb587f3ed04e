"""Values of EXIF tags in whatever shape they come."""

import math

import pytest

from mmdesk.library.reading.exif_values import number, reals, text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("28", [28.0]),
        ("1/250 s", [0.004]),
        ("24-70 mm", [24.0, 70.0]),
        ("f/2.8", [2.8]),
        (b"\x32\x30\x30\0", [200.0]),
        (b"\x02\x03", [2.0, 3.0]),
        ((5, (6, "7/2")), [5.0, 6.0, 3.5]),
        (None, []),
    ],
)
def test_numbers_are_read_in_any_type_and_count(written: object, read: list[float]) -> None:
    assert [abs(real) for real in reals(written)] == read


def test_a_fraction_of_nothing_is_no_number() -> None:
    [real] = reals("3/0")
    assert math.isnan(real)
    assert number("3/0") is None
    assert number(("0/5", "7/2")) == 3.5


def test_words_for_none_are_no_text() -> None:
    assert [text(words) for words in ("----", "N/A", "0.0 mm f/0.0")] == [None] * 3
    assert text("  Nikon\n D90 ") == "Nikon D90"
