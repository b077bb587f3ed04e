"""What files say of their pictures, and what of it is believed."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from mmdesk.core.photo import PhotoFacts
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_photo
from tests.library.drawing import blots, saved

Tag = ExifTags.Base
GPS = ExifTags.GPS


def exif_of(
    tags: Mapping[int, Any], shot: Mapping[int, Any] | None = None, gps: Mapping[int, Any] | None = None
) -> Image.Exif:
    exif = Image.Exif()
    exif.update(tags)
    exif.get_ifd(ExifTags.IFD.Exif).update(shot or {})
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps or {})
    return exif


def facts(path: Path, exif: Image.Exif | bytes, extension: str = "jpg") -> PhotoFacts:
    """What is read from a picture with this EXIF."""
    file = saved(blots(60, 40), path / f"a.{extension}", exif=exif)
    return read_photo(file, PixelRecipe(16), ReadingLimits()).facts


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "avif"])
def test_everything_a_camera_writes(tmp_path: Path, extension: str) -> None:
    exif = exif_of(
        {Tag.Make: "Canon", Tag.Model: "Canon EOS 5D"},
        {
            Tag.DateTimeOriginal: "2019:07:14 18:03:22",
            Tag.LensModel: "EF 35mm\0\0",
            Tag.ExposureTime: IFDRational(1, 250),
            Tag.FNumber: IFDRational(28, 10),
            Tag.ISOSpeedRatings: 200,
            Tag.FocalLength: IFDRational(35, 1),
        },
        {
            GPS.GPSLatitudeRef: "S",
            GPS.GPSLatitude: (IFDRational(33), IFDRational(51), IFDRational(36)),
            GPS.GPSLongitudeRef: "E",
            GPS.GPSLongitude: (IFDRational(151), IFDRational(12), IFDRational(0)),
        },
    )
    read = facts(tmp_path, exif, extension)
    assert (read.width, read.height) == (60, 40)
    assert (read.taken_at, read.taken_from) == ("2019-07-14T18:03:22", "exif")
    assert (read.camera, read.lens) == ("Canon EOS 5D", "EF 35mm")
    assert read.exposure == "1/250 s  f/2.8  ISO 200  35 mm"
    assert read.latitude == pytest.approx(-33.86)
    assert read.longitude == pytest.approx(151.2)


def test_a_file_that_says_nothing_has_its_own_time(tmp_path: Path) -> None:
    path = saved(blots(10, 10), tmp_path / "a.jpg")
    os.utime(path, (1_563_120_202, 1_563_120_202))
    read = read_photo(path, PixelRecipe(16), ReadingLimits()).facts
    assert read.taken_from == "file"
    assert read.taken_at is not None
    assert read.taken_at.startswith("2019-07-14T")
    assert (read.camera, read.lens, read.exposure, read.latitude, read.longitude) == (None,) * 5


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("NIKON CORPORATION", "NIKON D90", "NIKON D90"),
        ("SONY", "DSC-RX100", "SONY DSC-RX100"),
        ("Apple ", " iPhone 12\0", "Apple iPhone 12"),
        ("", "X100", "X100"),
        ("FUJIFILM", "", "FUJIFILM"),
        ("\0", "  ", None),
    ],
)
def test_the_make_is_said_once(tmp_path: Path, make: str, model: str, camera: str | None) -> None:
    assert facts(tmp_path, exif_of({Tag.Make: make, Tag.Model: model})).camera == camera


@pytest.mark.parametrize(
    "time",
    [
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "2019:13:01 00:00:00",
        "2999:01:01 00:00:00",
        "1700:01:01 10:00:00",
        "",
    ],
)
def test_times_that_cannot_be_are_not_believed(tmp_path: Path, time: str) -> None:
    assert facts(tmp_path, exif_of({}, {Tag.DateTimeOriginal: time})).taken_from == "file"
    second_best = exif_of({Tag.DateTime: "2010:02:03 04:05:06"}, {Tag.DateTimeOriginal: time})
    assert facts(tmp_path, second_best).taken_at == "2010-02-03T04:05:06"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        ((1, 8000), "1/8000 s"),
        ((1, 3), "0.333 s"),
        ((5, 2), "2.5 s"),
        ((30, 1), "30 s"),
        ((0, 1), None),
        ((1, 0), None),
    ],
)
def test_exposure_times(tmp_path: Path, seconds: tuple[int, int], text: str | None) -> None:
    assert facts(tmp_path, exif_of({}, {Tag.ExposureTime: IFDRational(*seconds)})).exposure == text


@pytest.mark.parametrize(
    "latitude",
    [(IFDRational(0), IFDRational(0), IFDRational(0)), (IFDRational(95), IFDRational(0), IFDRational(0)),
     (IFDRational(1, 0), IFDRational(0), IFDRational(0))],
)  # fmt: skip
def test_places_that_cannot_be_are_not_believed(tmp_path: Path, latitude: tuple[IFDRational, ...]) -> None:
    zero = (IFDRational(0), IFDRational(0), IFDRational(0))
    gps = {
        GPS.GPSLatitudeRef: "N",
        GPS.GPSLatitude: latitude,
        GPS.GPSLongitudeRef: "E",
        GPS.GPSLongitude: zero,
    }
    read = facts(tmp_path, exif_of({}, gps=gps))
    assert (read.latitude, read.longitude) == (None, None)


def test_half_a_place_is_none(tmp_path: Path) -> None:
    gps = {GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (IFDRational(10), IFDRational(0), IFDRational(0))}
    assert facts(tmp_path, exif_of({}, gps=gps)).latitude is None


def test_one_broken_fact_costs_no_other(tmp_path: Path) -> None:
    exif = exif_of({Tag.Model: "X100"}, {Tag.FNumber: "wide open", Tag.ISOSpeedRatings: 400})
    read = facts(tmp_path, exif)
    assert read.camera == "X100"


@pytest.mark.filterwarnings("ignore")  # Pillow's, of which reading processes hear nothing
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(broken=st.data())
def test_broken_exif_never_costs_the_picture(tmp_path: Path, broken: st.DataObject) -> None:
    """Bytes of a sound EXIF block are overwritten at random."""
    sound = exif_of(
        {Tag.Make: "Canon", Tag.Model: "EOS", Tag.Orientation: 6},
        {Tag.DateTimeOriginal: "2019:07:14 18:03:22", Tag.ExposureTime: IFDRational(1, 250)},
        {GPS.GPSLatitude: (IFDRational(1), IFDRational(2), IFDRational(3))},
    )
    block = bytearray(sound.tobytes())
    for _ in range(broken.draw(st.integers(1, 12))):
        block[broken.draw(st.integers(6, len(block) - 1))] = broken.draw(st.integers(0, 255))
    read = facts(tmp_path, bytes(block))
    assert {read.width, read.height} == {60, 40}
