"""Names of lenses: where cameras and programs say them."""

import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags

from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_photo
from tests.library.drawing import blots, saved
from tests.library.reading.exif_blocks import ASCII, RATIONAL, UNDEFINED, Directory, exif_block

Tag = ExifTags.Base

PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
 xmlns:exifEX="http://cipa.jp/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
 {}/></rdf:RDF></x:xmpmeta>"""

CANON, NIKON = {Tag.Make: (ASCII, "Canon")}, {Tag.Make: (ASCII, "NIKON CORPORATION")}


def lens(path: Path, **saving: Any) -> str | None:
    file = saved(blots(60, 40), path / "a.jpg", **saving)
    return read_photo(file, PixelRecipe(16), ReadingLimits()).facts.lens


def nikon_block(focal: tuple[tuple[int, int], ...]) -> bytes:
    """EXIF with a note of Nikon's newer kind, which is a TIFF of its own."""
    numbers = b"".join(struct.pack("<II", *pair) for pair in focal)
    directory = struct.pack("<HHHII", 1, 0x84, 5, len(focal), 26) + bytes(4) + numbers
    note = b"Nikon\0\x02\x10\0\0II*\0\x08\0\0\0" + directory
    return exif_block(NIKON, {Tag.MakerNote: (UNDEFINED, note)})


def canon_block(name: str = "", units: tuple[int, int, int] | None = None) -> bytes:
    """EXIF with a note of Canon's, whose offsets count from the beginning of the block."""

    def note(at: int) -> bytes:
        settings = [0] * 46
        if units:
            settings[23:26] = units
        texts = name.encode().ljust(8, b"\0")
        far = at + 2 + 2 * 12 + 4
        entries = struct.pack("<HHII", 1, 3, len(settings), far)
        entries += struct.pack("<HHII", 0x95, 2, len(texts), far + 2 * len(settings))
        return (
            struct.pack("<H", 2) + entries + bytes(4) + struct.pack(f"<{len(settings)}H", *settings) + texts
        )

    def block(at: int) -> bytes:
        return exif_block(CANON, {Tag.MakerNote: (UNDEFINED, note(at))})

    return block(block(0).index(note(0)) - len(b"Exif\0\0"))


def test_the_tag_of_exif_is_believed_before_all_others(tmp_path: Path) -> None:
    block = exif_block(
        {}, {Tag.LensModel: (ASCII, "XF35mmF1.4 R"), Tag.LensSpecification: (RATIONAL, ((1, 1),) * 4)}
    )
    packet = PACKET.format('aux:Lens="another"').encode()
    assert lens(tmp_path, exif=block, xmp=packet) == "XF35mmF1.4 R"


@pytest.mark.parametrize("nothing", ["", "----", "unknown", "N/A", "0.0 mm f/0.0", "   ", "0"])
@pytest.mark.parametrize("property_", ["aux:Lens", "exifEX:LensModel"])
def test_where_exif_says_none_xmp_is_asked(tmp_path: Path, nothing: str, property_: str) -> None:
    block = exif_block({}, {Tag.LensModel: (ASCII, nothing)})
    packet = PACKET.format(f'{property_}="EF85mm f/1.8 USM"').encode()
    assert lens(tmp_path, exif=block, xmp=packet) == "EF85mm f/1.8 USM"
    assert lens(tmp_path, exif=block) is None


@pytest.mark.parametrize(
    ("numbers", "name"),
    [
        (((18, 1), (70, 1), (35, 10), (45, 10)), "18-70 mm f/3.5-4.5"),
        (((50, 1), (50, 1), (18, 10), (18, 10)), "50 mm f/1.8"),
        (((24, 1), (70, 1), (28, 10), (28, 10)), "24-70 mm f/2.8"),
        (((70, 1), (300, 1), (0, 0), (0, 0)), "70-300 mm"),
        (((1200, 1), (1200, 1), (56, 10), (56, 10)), "1200 mm f/5.6"),
        (((0, 0), (0, 0), (0, 0), (0, 0)), None),
        (((18, 1), (70, 1)), None),
    ],
)
def test_a_lens_without_a_name_is_called_by_its_range(
    tmp_path: Path, numbers: tuple[tuple[int, int], ...], name: str | None
) -> None:
    """The specification of EXIF 2.3 has four numbers, and so has Nikon's note."""
    shot: Directory = {Tag.LensSpecification: (RATIONAL, numbers)}
    assert lens(tmp_path, exif=exif_block({}, shot)) == name
    assert lens(tmp_path, exif=nikon_block(numbers)) == name


@pytest.mark.parametrize(
    ("name", "units", "said"),
    [
        ("EF16-35mm f/2.8L II USM", (35, 16, 1), "EF16-35mm f/2.8L II USM"),
        ("", (55, 18, 1), "18-55 mm"),
        ("", (500, 500, 10), "50 mm"),
        ("", (0, 0, 0), None),
    ],
)
def test_canons_note(tmp_path: Path, name: str, units: tuple[int, int, int], said: str | None) -> None:
    assert lens(tmp_path, exif=canon_block(name, units)) == said


@pytest.mark.parametrize(
    "note", [b"", b"\xff" * 40, b"Nikon\0\x02\x10\0\0II*\0\xff\xff\xff\xff", b"Canon" * 9]
)
@pytest.mark.parametrize("make", [CANON, NIKON, {}])
def test_a_broken_note_costs_nothing_else(tmp_path: Path, make: Directory, note: bytes) -> None:
    block = exif_block(make, {Tag.MakerNote: (UNDEFINED, note), Tag.ISOSpeedRatings: (3, 200)})
    read = read_photo(saved(blots(60, 40), tmp_path / "a.jpg", exif=block), PixelRecipe(16), ReadingLimits())
    assert (read.facts.lens, read.facts.exposure) == (None, "ISO 200")


def test_xmp_knows_the_camera_where_exif_does_not(tmp_path: Path) -> None:
    packet = PACKET.format('tiff:Make="Canon" tiff:Model="Canon EOS 6D"').encode()
    file = saved(blots(60, 40), tmp_path / "a.jpg", xmp=packet)
    assert read_photo(file, PixelRecipe(16), ReadingLimits()).facts.camera == "Canon EOS 6D"
