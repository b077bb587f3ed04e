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
from tests.library.reading.exif_blocks import (
    ASCII,
    BYTE,
    DOUBLE,
    FLOAT,
    LONG,
    RATIONAL,
    SBYTE,
    SHORT,
    SLONG,
    SRATIONAL,
    SSHORT,
    UNDEFINED,
    Value,
    exif_block,
)
from tests.library.reading.test_taken import PACKET

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
        ("EASTMAN KODAK COMPANY", "KODAK DX4900", "KODAK DX4900"),
        ("Canon\0xyz", "Canon EOS 5D\0\0junk", "Canon EOS 5D"),
        ("unknown", "unknown", None),
        ("n/a", "----", None),
        ("Gr\u00f6\u00dfe", "\u65e5\u672c", "Gr\u00f6\u00dfe \u65e5\u672c"),
    ],
)
def test_the_make_is_said_once(tmp_path: Path, make: str, model: str, camera: str | None) -> None:
    block = exif_block({Tag.Make: (ASCII, make), Tag.Model: (ASCII, model)})
    assert facts(tmp_path, block).camera == camera


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


D = IFDRational


def place(tmp_path: Path, gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    read = facts(tmp_path, exif_of({}, gps=gps))
    return read.latitude, read.longitude


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ((D(48), D(51), D(3000, 100)), (D(2), D(21), D(720, 100))),
        ((D(48), D(5150, 100), D(0)), (D(2), D(2112, 100), D(0))),
        ((D(48), D(5150, 100), D(0, 0)), (D(2), D(2112, 100), D(0, 0))),
        ((D(48), D(5150, 100)), (D(2), D(2112, 100))),
        (D(48858333, 1000000), D(2352, 1000)),
        ((D(48858333, 1000000), D(0), D(0)), (D(2352, 1000), D(0), D(0))),
        ((D(48858333, 1000000), D(0, 0), D(0, 0)), (D(2352, 1000), D(0, 0), D(0, 0))),
        ((D(48858333, 1000000), D(0, 0)), (D(2352, 1000), D(0, 0))),
    ],
)
def test_places_of_one_two_or_three_numbers(tmp_path: Path, latitude: Any, longitude: Any) -> None:
    gps = {
        GPS.GPSLatitudeRef: "N",
        GPS.GPSLatitude: latitude,
        GPS.GPSLongitudeRef: "E",
        GPS.GPSLongitude: longitude,
    }
    assert place(tmp_path, gps) == pytest.approx((48.858333, 2.352), abs=1e-6)


@pytest.mark.parametrize(
    ("north", "east", "signs"),
    [
        ("N", "E", (1, 1)), ("S", "W", (-1, -1)), ("s", "w", (-1, -1)), ("South", "West", (-1, -1)),
        ("south latitude", "East", (-1, 1)), ("S\0", " W ", (-1, -1)), (b"S", b"W", (-1, -1)),
        ("", "", (1, 1)),
        ("?", "W", (1, -1)), (None, None, (1, 1)), ("North", "wEsT", (1, -1)),
    ],
)  # fmt: skip
def test_hemispheres_as_people_write_them(
    tmp_path: Path, north: Any, east: Any, signs: tuple[int, int]
) -> None:
    gps = {GPS.GPSLatitude: (D(33), D(30), D(0)), GPS.GPSLongitude: (D(70), D(15), D(0))}
    gps |= {} if north is None else {GPS.GPSLatitudeRef: north, GPS.GPSLongitudeRef: east}
    assert place(tmp_path, gps) == (33.5 * signs[0], 70.25 * signs[1])


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(0.0, 9.45), (-0.5, 0.0), (90.0, 180.0), (-90.0, -180.0), (51.4779, 0.0)]
)
def test_the_equator_greenwich_and_the_poles_are_places(
    tmp_path: Path, latitude: float, longitude: float
) -> None:
    gps = {
        GPS.GPSLatitudeRef: "S" if latitude < 0 else "N",
        GPS.GPSLatitude: D(round(abs(latitude) * 10_000), 10_000),
        GPS.GPSLongitudeRef: "W" if longitude < 0 else "E",
        GPS.GPSLongitude: D(round(abs(longitude) * 10_000), 10_000),
    }
    assert place(tmp_path, gps) == (latitude, longitude)


@pytest.mark.parametrize(("latitude", "longitude"), [(0.0, 0.0), (90.01, 9.0), (9.0, 180.01)])
def test_places_beyond_the_earth_and_none_at_all_are_none(
    tmp_path: Path, latitude: float, longitude: float
) -> None:
    gps = {
        GPS.GPSLatitude: D(round(latitude * 100), 100),
        GPS.GPSLongitude: D(round(longitude * 100), 100),
    }
    assert place(tmp_path, gps) == (None, None)


def test_places_of_other_types(tmp_path: Path) -> None:
    signed = {GPS.GPSLatitude: (SRATIONAL, (-67, 2)), GPS.GPSLongitude: (SRATIONAL, ((-70, 1), (15, 1)))}
    floats = {GPS.GPSLatitude: (DOUBLE, -33.5), GPS.GPSLongitude: (FLOAT, -70.25)}
    words = {GPS.GPSLatitude: (ASCII, "33 deg 30' 0.0\" S"), GPS.GPSLongitude: (ASCII, "-70.25")}
    for gps in (signed, floats, words):
        read = facts(tmp_path, exif_block({}, {}, gps))
        assert (read.latitude, read.longitude) == pytest.approx((-33.5, -70.25))


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("33,30,0S", "70,15,0W"), ("33,30.0S", "70,15.0W"), ("-33.5", "-70.25"), ("33.5 S", "70.25 W")],
)
def test_places_in_xmp(tmp_path: Path, latitude: str, longitude: str) -> None:
    said = f'exif:GPSLatitude="{latitude}" exif:GPSLongitude="{longitude}"'
    file = saved(blots(60, 40), tmp_path / "a.jpg", xmp=PACKET.format(said).encode())
    read = read_photo(file, PixelRecipe(16), ReadingLimits()).facts
    assert (read.latitude, read.longitude) == (-33.5, -70.25)


def test_the_place_of_exif_is_believed_before_that_of_xmp(tmp_path: Path) -> None:
    gps = {GPS.GPSLatitude: D(10), GPS.GPSLongitude: D(20)}
    said = PACKET.format('exif:GPSLatitude="1,0.0N" exif:GPSLongitude="2,0.0E"').encode()
    file = saved(blots(60, 40), tmp_path / "a.jpg", xmp=said, exif=exif_of({}, gps=gps))
    read = read_photo(file, PixelRecipe(16), ReadingLimits()).facts
    assert (read.latitude, read.longitude) == (10, 20)


@pytest.mark.parametrize(
    ("shot", "text"),
    [
        ({Tag.ISOSpeedRatings: 400}, "ISO 400"),
        ({Tag.ISOSpeedRatings: (400, 0)}, "ISO 400"),
        ({Tag.ISOSpeedRatings: (0, 400)}, "ISO 400"),
        (
            {Tag.ISOSpeedRatings: 65535, Tag.SensitivityType: 2, Tag.RecommendedExposureIndex: 102400},
            "ISO 102400",
        ),
        (
            {Tag.ISOSpeedRatings: 65535, Tag.SensitivityType: 1, Tag.StandardOutputSensitivity: 80000},
            "ISO 80000",
        ),
        ({Tag.ISOSpeedRatings: 65535, Tag.SensitivityType: 3, Tag.ISOSpeed: 409600}, "ISO 409600"),
        ({Tag.ISOSpeedRatings: 65535, Tag.ISOSpeed: 204800}, "ISO 204800"),
        (
            {
                Tag.SensitivityType: 5,
                Tag.StandardOutputSensitivity: 100,
                Tag.ISOSpeed: 125,
                Tag.RecommendedExposureIndex: 9,
            },
            "ISO 125",
        ),
        ({Tag.ISOSpeedRatings: 65535}, "ISO 65535"),
        ({Tag.ISOSpeedRatings: 0, Tag.SensitivityType: 3, Tag.ISOSpeed: 200}, "ISO 200"),
        ({Tag.SensitivityType: 3, Tag.ISOSpeed: 200}, "ISO 200"),
        ({Tag.ISOSpeed: 200}, "ISO 200"),
        ({Tag.RecommendedExposureIndex: 6400}, "ISO 6400"),
        ({Tag.StandardOutputSensitivity: 50}, "ISO 50"),
        ({Tag.ExposureIndex: D(160)}, "ISO 160"),
        ({Tag.ISOSpeedRatings: 0}, None),
        ({Tag.ShutterSpeedValue: D(8), Tag.ApertureValue: D(4)}, "1/256 s  f/4"),
        ({Tag.ShutterSpeedValue: D(-5)}, "32 s"),
        ({Tag.ShutterSpeedValue: D(1)}, "0.5 s"),
        ({Tag.ApertureValue: D(297, 100)}, "f/2.8"),
        ({Tag.ShutterSpeedValue: D(0), Tag.ApertureValue: D(0)}, None),
        ({Tag.ExposureTime: D(1, 125), Tag.ShutterSpeedValue: D(8)}, "1/125 s"),
        ({Tag.FNumber: D(0), Tag.ApertureValue: D(2)}, "f/2"),
        ({Tag.ShutterSpeedValue: D(0, 0), Tag.ApertureValue: D(5000)}, None),
        ({Tag.ExposureTime: D(1800)}, "1800 s"),
        ({Tag.ExposureTime: D(18005, 10)}, "1800 s"),
        ({Tag.ExposureTime: D(12345)}, "12345 s"),
        ({Tag.ExposureTime: D(29, 100)}, "0.29 s"),
        ({Tag.ExposureTime: D(1, 4)}, "1/4 s"),
        ({Tag.ExposureTime: D(10, 1250)}, "1/125 s"),
        ({Tag.ExposureTime: D(1, 32000)}, "1/32000 s"),
        ({Tag.FocalLength: D(1200)}, "1200 mm"),
        ({Tag.FocalLength: D(9996, 10)}, "1000 mm"),
        ({Tag.FocalLength: D(5200)}, "5200 mm"),
        ({Tag.FocalLength: D(4250, 1000)}, "4.25 mm"),
        ({Tag.FocalLength: D(0), Tag.FocalLengthIn35mmFilm: 28}, "28 mm equivalent"),
        ({Tag.FocalLengthIn35mmFilm: 28}, "28 mm equivalent"),
        ({Tag.FNumber: D(175, 100)}, "f/1.75"),
    ],
)
def test_exposures_as_photographers_write_them(
    tmp_path: Path, shot: Mapping[int, Any], text: str | None
) -> None:
    assert facts(tmp_path, exif_of({}, shot)).exposure == text


@pytest.mark.parametrize(
    "value",
    [
        (SHORT, 400),
        (LONG, 400),
        (ASCII, "400"),
        (ASCII, "ISO 400"),
        (RATIONAL, (400, 1)),
        (SHORT, (400, 400)),
    ],
)
@pytest.mark.parametrize("lies_in", ["shot", "top"])
def test_numbers_of_any_type_in_either_directory(tmp_path: Path, value: Value, lies_in: str) -> None:
    tags = {Tag.ISOSpeedRatings: value}
    block = exif_block(tags if lies_in == "top" else {}, tags if lies_in == "shot" else {})
    assert facts(tmp_path, block).exposure == "ISO 400"


@pytest.mark.parametrize("kind", [BYTE, SHORT, LONG, SBYTE, SSHORT, SLONG, FLOAT, DOUBLE])
def test_an_orientation_of_any_type_turns_the_picture(tmp_path: Path, kind: int) -> None:
    read = facts(tmp_path, exif_block({Tag.Orientation: (kind, 6)}))
    assert (read.width, read.height) == (40, 60)


@pytest.mark.parametrize(
    "value",
    [
        (ASCII, "6"),
        (UNDEFINED, b"\x06"),
        (SHORT, (6, 6)),
        (RATIONAL, (6, 1)),
        (SRATIONAL, (6, 1)),
        (BYTE, (6, 0)),
    ],
)
@pytest.mark.filterwarnings("ignore")  # of Pillow, about two numbers in the place of one
def test_and_so_does_one_that_is_written_oddly(tmp_path: Path, value: Value) -> None:
    read = facts(tmp_path, exif_block({Tag.Orientation: value}))
    assert (read.width, read.height) == (40, 60)


@pytest.mark.parametrize(
    "value", [(SHORT, 0), (SHORT, 9), (FLOAT, 6.5), (RATIONAL, (6, 0)), (ASCII, "top"), (SLONG, -6)]
)
def test_an_orientation_that_is_none_turns_nothing(tmp_path: Path, value: Value) -> None:
    read = facts(tmp_path, exif_block({Tag.Orientation: value}))
    assert (read.width, read.height) == (60, 40)


def test_half_a_place_is_none(tmp_path: Path) -> None:
    gps = {GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (IFDRational(10), IFDRational(0), IFDRational(0))}
    assert facts(tmp_path, exif_of({}, gps=gps)).latitude is None


def test_one_broken_fact_costs_no_other(tmp_path: Path) -> None:
    exif = exif_of({Tag.Model: "X100"}, {Tag.FNumber: "wide open", Tag.ISOSpeedRatings: 400})
    read = facts(tmp_path, exif)
    assert read.camera == "X100"


@pytest.mark.filterwarnings("ignore")  # Pillow's, of which reading processes hear nothing
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
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
