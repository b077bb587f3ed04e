"""What is known of two photos and speaks against their being one shot."""

from dataclasses import replace

import pytest

from mmdesk.core.photo import FileStamp, Photo, PhotoFacts, PhotoId
from mmdesk.tasks.duplicates.same_shot import may_be_same


def photo(taken_at: str | None, taken_from: str | None) -> Photo:
    return Photo(PhotoId(1), b"/a.jpg", FileStamp(1, 0), b"", PhotoFacts(40, 30, taken_at, taken_from))


@pytest.mark.parametrize(
    ("taken_at", "taken_from", "may_be"),
    [
        ("2015-08-22T10:08:19", "exif", True),
        ("2015-08-22T10:08:19", "xmp", True),
        ("2015-08-22T10:08", "iptc", True),
        ("2015-08-22", "iptc", True),
        ("2015", "exif", True),
        ("2015-08-22T10:08:20", "exif", False),
        ("2015-08-23", "iptc", False),
        ("2014", "xmp", False),
        ("2021-01-01T00:00:00", "modified", True),
        ("2021-01-01T00:00:00", "gps", True),
        ("2021-01-01", "name", True),
        ("2021-01-01T00:00:00", "file", True),
        (None, None, True),
    ],
)
def test_moments_must_agree_as_far_as_both_are_known(
    taken_at: str | None, taken_from: str | None, may_be: bool
) -> None:
    one = photo("2015-08-22T10:08:19", "exif")
    other = replace(photo(taken_at, taken_from), id=PhotoId(2), path=b"/b.png")
    assert may_be_same(one, other) is may_be_same(other, one) is may_be
