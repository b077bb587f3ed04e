"""Names by patterns: whatever is filled in, they are names of one file in its folder, on every system."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.core.locations import Location
from mmdesk.core.name_pattern import FIELDS, LONGEST, check_pattern, name_of, safe_name, values_of
from mmdesk.core.photo import FileStamp, Photo, PhotoFacts, PhotoId

PHOTO = Photo(
    PhotoId(1),
    b"/photos/2019 Bern/IMG_7.jpg",
    FileStamp(1, 1),
    b"",
    PhotoFacts(4000, 3000, "2019-07-14T18:03:22", "exif", camera="Canon EOS 5D"),
    rating=4,
    location=Location("Bern", "Bern", "Switzerland"),
)


def test_every_field_is_filled_in() -> None:
    values = values_of(PHOTO, 7, 1200)
    assert set(values) == set(FIELDS)
    assert name_of("{date}-{place}-{nr}", values) == "2019-07-14-Bern-0007"
    assert name_of("{time} {camera} {stars} {folder} {name}", values) == (
        "18-03-22 Canon EOS 5D 4 2019 Bern IMG_7"
    )


def test_what_is_not_known_leaves_no_gap() -> None:
    values = {"nr": "001", "date": "", "place": ""}
    assert name_of("{date}-{place}-{nr}", values) == "001"
    assert name_of("trip-{place}-{nr}", values) == "trip-001"
    assert name_of("{place}", values) == "photo"


@pytest.mark.parametrize("pattern", ["{where}", "{date", "date}", " ", "{}"])
def test_a_pattern_that_cannot_be_filled_in_is_refused(pattern: str) -> None:
    with pytest.raises(UserError):
        check_pattern(pattern)


WORDS = st.text(st.characters(codec="utf-8"), max_size=300) | st.sampled_from(
    ["..", "../../etc/passwd", "C:\\x", "con", "NUL.txt", "-", "~", "\x00", "a/b", "COM1", " . "]
)


@given(pattern=st.lists(WORDS | st.sampled_from([f"{{{name}}}" for name in FIELDS])), values=WORDS, nr=WORDS)
def test_no_name_leads_out_of_its_folder(pattern: list[str], values: str, nr: str) -> None:
    name = name_of("".join(pattern), {**dict.fromkeys(FIELDS, values), "nr": nr})
    assert name == safe_name(name)
    encoded = os.fsencode(name)
    assert 0 < len(encoded) <= LONGEST + len("photo-")
    assert os.path.basename(name) == name
    assert os.path.normpath(os.path.join("/out", name)) == f"/out/{name}"
    assert not set(name) & set('<>:"/\\|?*\x00\n')
    assert name.strip(" .") == name
    assert name.split(".")[0].casefold() not in {"con", "nul", "aux", "prn", "com1", "lpt1"}
