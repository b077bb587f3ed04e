"""Stars: whole ones, halves, hundredths, and which of them count."""

import pytest

from mmdesk.library.xmp.packet import XmpPacket
from mmdesk.library.xmp.stars import set_stars, stars, stars_in, stars_of_percent
from tests.library.xmp.programs import sidecar


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3", 3), ("3.0", 3), ("2.5", 3), ("3.5", 4), ("3,5", 4), ("4.49", 4), ("0", 0), ("-1", -1),
        ("-7", -1), ("99", 5), ("many", None), ("nan", None), ("inf", None), ("", None),
        (None, None), (4, 4), ((4,), 4), ((), None),
    ],
)  # fmt: skip
def test_stars_are_whole(written, number):
    assert stars(written) == number


@pytest.mark.parametrize(
    ("percent", "number"),
    [(0, 0), (1, 1), (12, 1), (13, 2), (25, 2), (37, 2), (38, 3), (50, 3), (63, 4), (75, 4), (87, 4), (88, 5),
     (99, 5), (100, 5), ("75", 4), ("?", None)],
)  # fmt: skip
def test_hundredths_are_stars_as_windows_shows_them(percent, number):
    assert stars_of_percent(percent) == number


@pytest.mark.parametrize(
    ("attributes", "number"),
    [
        ('xmp:Rating="2" MicrosoftPhoto:Rating="99"', 2),
        ('xmp:Rating="0" MicrosoftPhoto:Rating="99"', 0),
        ('xmp:Rating="" MicrosoftPhoto:Rating="99"', 5),
        ('acdsee:rating="3" MicrosoftPhoto:Rating="99"', 3),
        ('MPbare:Rating="75"', 4),
        ("", None),
    ],
)
def test_the_stars_every_program_knows_count_first(attributes, number):
    assert stars_in(XmpPacket.parse(sidecar("", attributes), "a sidecar")) == number


def test_stars_are_written_wherever_there_are_some():
    packet = XmpPacket.parse(
        sidecar("<acdsee:rating>3</acdsee:rating>", 'xmp:Rating="2" MicrosoftPhoto:Rating="25"'), "it"
    )
    set_stars(packet, 4)
    written = packet.to_bytes()
    assert b'xmp:Rating="4"' in written
    assert b'MicrosoftPhoto:Rating="75"' in written
    assert b"<acdsee:rating>4</acdsee:rating>" in written


def test_a_rejected_photo_has_no_stars_for_those_that_know_no_rejection():
    packet = XmpPacket.parse(sidecar("", 'xmp:Rating="2" MicrosoftPhoto:Rating="25" acdsee:rating="2"'), "it")
    set_stars(packet, -1)
    written = packet.to_bytes()
    assert b'xmp:Rating="-1"' in written
    assert b'MicrosoftPhoto:Rating="0"' in written
    assert b'acdsee:rating="0"' in written
