"""When a photo was taken: which source is believed, and how much of it."""

import os
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, PngImagePlugin

from mmdesk.core.photo import PhotoFacts
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_photo
from tests.library.drawing import blots
from tests.library.reading.exif_blocks import ASCII, RATIONAL, UNDEFINED, Directory, exif_block

Tag, GPS = ExifTags.Base, ExifTags.GPS

FILE_TIME = 1_262_304_000

PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" {}/></rdf:RDF></x:xmpmeta>"""


def read(path: Path, **saving: Any) -> PhotoFacts:
    """The facts of a picture saved so, in a file of 2010."""
    blots(60, 40).save(path, **saving)
    os.utime(path, (FILE_TIME, FILE_TIME))
    return read_photo(bytes(path), PixelRecipe(16), ReadingLimits()).facts


def date(facts: PhotoFacts) -> tuple[str | None, str | None]:
    return facts.taken_at, facts.taken_from


def iptc(*fields: tuple[int, bytes]) -> bytes:
    """An IPTC block as Photoshop keeps it in a JPEG."""
    data = b"".join(
        b"\x1c\x02" + bytes([number]) + len(text).to_bytes(2, "big") + text for number, text in fields
    )
    block = b"8BIM\x04\x04\0\0" + len(data).to_bytes(4, "big") + data + b"\0" * (len(data) % 2)
    segment = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment


ORIGINAL = {Tag.DateTimeOriginal: (ASCII, "2001:05:06 07:08:09")}
DIGITIZED = {Tag.DateTimeDigitized: (ASCII, "2002:05:06 07:08:09")}
XMP = PACKET.format('exif:DateTimeOriginal="2003-05-06T07:08:09"').encode()
IPTC = iptc((55, b"20040506"), (60, b"070809+0200"))
MODIFIED = {Tag.DateTime: (ASCII, "2005:05:06 07:08:09")}
GPS_DATE = {
    GPS.GPSDateStamp: (ASCII, "2006:05:06"),
    GPS.GPSTimeStamp: (RATIONAL, ((7, 1), (8, 1), (9, 1))),
}
NAME = "IMG_20070506_070809.jpg"


@pytest.mark.parametrize(
    ("lacking", "source", "year"),
    [(0, "exif", 2001), (1, "exif", 2002), (2, "xmp", 2003), (3, "iptc", 2004), (4, "modified", 2005),
     (5, "gps", 2006), (6, "name", 2007), (7, "file", 2010)],
)  # fmt: skip
def test_the_surest_source_is_taken(tmp_path: Path, lacking: int, source: str, year: int) -> None:
    """The first `lacking` of all sources are not there."""
    shot = (ORIGINAL if lacking < 1 else {}) | (DIGITIZED if lacking < 2 else {})
    block = exif_block(MODIFIED if lacking < 5 else {}, shot, GPS_DATE if lacking < 6 else {})
    path = tmp_path / (NAME if lacking < 7 else "a.jpg")
    extra = IPTC if lacking < 4 else b""
    facts = read(path, exif=block, xmp=XMP if lacking < 3 else b"", extra=extra)
    assert facts.taken_from == source
    assert facts.taken_at is not None
    assert facts.taken_at.startswith(f"{year}-05-06T07:08:09" if source != "file" else "2010-01-01T")


def test_a_source_that_is_not_to_be_believed_leaves_the_next_one(tmp_path: Path) -> None:
    block = exif_block(MODIFIED, {Tag.DateTimeOriginal: (ASCII, "0000:00:00 00:00:00")})
    assert date(read(tmp_path / NAME, exif=block)) == ("2005-05-06T07:08:09", "modified")


@pytest.mark.parametrize("lies_in", ["shot", "top"])
@pytest.mark.parametrize("kind", [ASCII, UNDEFINED])
def test_the_time_may_lie_in_the_top_directory_and_be_of_another_type(
    tmp_path: Path, lies_in: str, kind: int
) -> None:
    tags = {Tag.DateTimeOriginal: (kind, b"2015:08:22 10:08:19")}
    block = exif_block(tags if lies_in == "top" else {}, tags if lies_in == "shot" else {})
    assert date(read(tmp_path / "a.jpg", exif=block)) == ("2015-08-22T10:08:19", "exif")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2015:08:22 24:08:19", "2015-08-22"),
        ("2015/08/22 10:08:60", "2015-08-22T10:08"),
        ("2015: 8: 2  9: 8: 9", "2015-08-02T09:08:09"),
        ("2015:08:00 00:00:00", "2015-08"),
        ("2015:00:00 00:00:00", "2015"),
        ("2015:08:22 03:08:19 PM", "2015-08-22T15:08:19"),
    ],
)
def test_shapes_of_dates(tmp_path: Path, text: str, at: str) -> None:
    block = exif_block({}, {Tag.DateTimeOriginal: (ASCII, text)})
    assert date(read(tmp_path / "a.jpg", exif=block)) == (at, "exif")


@pytest.mark.parametrize(
    ("property_", "at"),
    [
        ('exif:DateTimeOriginal="2014-05-06T07:08:09+02:00"', "2014-05-06T07:08:09"),
        ('exif:DateTimeOriginal="2014:05:06 07:08:09"', "2014-05-06T07:08:09"),
        ('photoshop:DateCreated="2014-05-06"', "2014-05-06"),
        ('photoshop:DateCreated="2014-05"', "2014-05"),
        ('xmp:CreateDate="2014-05-06T07:08"', "2014-05-06T07:08"),
        ('exif:DateTimeDigitized="2014-05-06T07:08:09"', "2014-05-06T07:08:09"),
        (
            'xmp:CreateDate="2020-01-01T00:00:00" exif:DateTimeOriginal="2014-05-06T07:08:09"',
            "2014-05-06T07:08:09",
        ),
        ('xmp:CreateDate="2014-05-06T07:08:09" exif:DateTimeOriginal="0000"', "2014-05-06T07:08:09"),
    ],
)
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif"])
def test_dates_in_xmp(tmp_path: Path, suffix: str, property_: str, at: str) -> None:
    packet = PACKET.format(property_).encode()
    if suffix == "png":
        texts = PngImagePlugin.PngInfo()
        texts.add_itxt("XML:com.adobe.xmp", packet.decode())
        facts = read(tmp_path / "a.png", pnginfo=texts)
    elif suffix == "tif":
        facts = read(tmp_path / "a.tif", tiffinfo={700: packet})
    else:
        facts = read(tmp_path / f"a.{suffix}", xmp=packet)
    assert date(facts) == (at, "xmp")


@pytest.mark.parametrize(
    "packet", [b"<x", b"\xff\xfe\0", b"", PACKET.format("").encode()[:-9], b"<a>&b;</a>"]
)
def test_a_broken_packet_costs_nothing_else(tmp_path: Path, packet: bytes) -> None:
    block = exif_block({}, ORIGINAL)
    assert date(read(tmp_path / "a.jpg", exif=block, xmp=packet)) == ("2001-05-06T07:08:09", "exif")


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        (((55, b"20140506"), (60, b"070809+0000")), "2014-05-06T07:08:09"),
        (((55, b"20140506"),), "2014-05-06"),
        (((55, b"20140500"),), "2014-05"),
        (((55, b"20140506"), (60, b"240000+0000")), "2014-05-06"),
        (((55, b"2014-05-06"), (60, b"07:08:09")), "2014-05-06T07:08:09"),
    ],
)
def test_dates_in_iptc(tmp_path: Path, fields: tuple[tuple[int, bytes], ...], at: str) -> None:
    assert date(read(tmp_path / "a.jpg", extra=iptc(*fields))) == (at, "iptc")


def test_a_time_without_a_day_in_iptc_is_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "a.jpg", extra=iptc((60, b"070809+0000"))).taken_from == "file"


@pytest.mark.parametrize(
    ("name", "words", "at"),
    [
        ("Creation Time", "2014:05:06 07:08:09", "2014-05-06T07:08:09"),
        ("Creation Time", "Tue, 06 May 2014 07:08:09 +0200", "2014-05-06T07:08:09"),
        ("create time", "2014-05-06T07:08:09Z", "2014-05-06T07:08:09"),
        ("Date Created", "6 May 2014", "2014-05-06"),
    ],
)
def test_dates_in_the_texts_of_png(tmp_path: Path, name: str, words: str, at: str) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text(name, words)
    assert date(read(tmp_path / "a.png", pnginfo=texts)) == (at, "text")


@pytest.mark.parametrize(
    ("gps", "at"),
    [
        ({GPS.GPSDateStamp: (ASCII, "2014:05:06")}, "2014-05-06"),
        (
            {
                GPS.GPSDateStamp: (ASCII, "2014:05:06"),
                GPS.GPSTimeStamp: (RATIONAL, ((7, 1), (8, 1), (950, 100))),
            },
            "2014-05-06T07:08:09",
        ),
        (
            {GPS.GPSDateStamp: (ASCII, "2014-05-06"), GPS.GPSTimeStamp: (RATIONAL, ((7, 1), (0, 0), (0, 0)))},
            "2014-05-06",
        ),
    ],
)
def test_the_date_of_the_satellites(tmp_path: Path, gps: Directory, at: str) -> None:
    assert date(read(tmp_path / "a.jpg", exif=exif_block({}, {}, gps))) == (at, "gps")


def test_the_name_of_the_file_is_a_source_of_its_own(tmp_path: Path) -> None:
    assert date(read(tmp_path / "IMG-20140506-WA0001.jpg")) == ("2014-05-06", "name")
    folder = tmp_path / "2014-05-06"
    folder.mkdir()
    assert read(folder / "DSC_0001.jpg").taken_from == "file"
