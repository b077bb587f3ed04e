"""Captions: what a person wrote of a picture, wherever it stands, and nothing that a device writes."""

from pathlib import Path

import pytest
from PIL import ExifTags, PngImagePlugin

from mmdesk.library.reading.caption import caption
from tests.library.reading.exif_blocks import ASCII, exif_block
from tests.library.reading.test_taken import iptc, read

XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">Grandma in the garden</rdf:li></rdf:Alt></dc:description></rdf:Description>
</rdf:RDF></x:xmpmeta>"""
IPTC = iptc((120, "Großmutter im Garten".encode("latin-1")))


def described(words: str) -> bytes:
    return exif_block({ExifTags.Base.ImageDescription: (ASCII, words)})


@pytest.mark.parametrize(
    ("lacking", "said"),
    [(0, "Grandma in the garden"), (1, "Großmutter im Garten"), (2, "A garden"), (3, None)],
)
def test_the_surest_caption_is_taken(tmp_path: Path, lacking: int, said: str | None) -> None:
    """The first `lacking` of all sources are not there."""
    block = described("A garden") if lacking < 3 else described("OLYMPUS DIGITAL CAMERA  ")
    xmp, extra = (XMP if lacking < 1 else b""), (IPTC if lacking < 2 else b"")
    assert read(tmp_path / "a.jpg", exif=block, xmp=xmp, extra=extra).caption == said


def test_the_description_of_a_png_is_its_caption(tmp_path: Path) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Description", "Our house, 1962")
    assert read(tmp_path / "a.png", pnginfo=texts).caption == "Our house, 1962"


@pytest.mark.parametrize(
    "written",
    ["OLYMPUS DIGITAL CAMERA", "DCIM\\100MEDIA\\DJI_0001.JPG", "SONY DSC", "SAMSUNG CAMERA PICTURES", "cof",
     "KODAK Digital Still Camera", "MINOLTA DIGITAL CAMERA", "Exif_JPEG_PICTURE", "Untitled", "IMG_1",
     "img_1.jpg", "...", "", "  ", None],
)  # fmt: skip
def test_what_devices_write_is_no_caption(written: str | None) -> None:
    assert caption([written], "IMG_1.jpg") is None


@pytest.mark.parametrize("written", ["Canon in D", "A picture of my camera", "dcim", "Portrait of Olympus"])
def test_what_people_write_is_one(written: str) -> None:
    assert caption([None, "  ", written], "IMG_1.jpg") == written
