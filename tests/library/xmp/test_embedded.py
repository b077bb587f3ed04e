"""What pictures say themselves: XMP and IPTC within them, also where it is damaged."""

import os

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from mmdesk.core.errors import UserError
from mmdesk.library.xmp.embedded import embedded_keywords
from mmdesk.library.xmp.keywords import SidecarContent, merged
from mmdesk.library.xmp.packet import XmpPacket

WORDS = ("sea", "café", "dog")


def iptc(words, encoding):
    """Data sets 2:25, as IIM 4.2 lays them out."""
    coded = [word.encode(encoding) for word in words]
    return b"".join(b"\x1c\x02\x19" + len(word).to_bytes(2, "big") + word for word in coded)


def jpeg_with(path, data):
    """A JPEG with IPTC `data` in a Photoshop segment."""
    Image.new("RGB", (32, 24), "teal").save(path, "JPEG")
    plain = path.read_bytes()
    block = b"8BIM\x04\x04\x00\x00" + len(data).to_bytes(4, "big") + data + b"\0" * (len(data) % 2)
    segment = b"Photoshop 3.0\x00" + block
    path.write_bytes(plain[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + plain[2:])


def packet_with(*paths, rating=None):
    packet = XmpPacket.empty()
    merged(packet, SidecarContent(paths, rating))
    return packet.to_bytes()


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_iptc_keywords_are_read(tmp_path, encoding):
    picture = tmp_path / "x.jpg"
    jpeg_with(picture, iptc(WORDS, encoding))
    before = picture.read_bytes()
    assert embedded_keywords(os.fsencode(picture)).names == WORDS
    assert picture.read_bytes() == before


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif"])
def test_a_packet_within_a_picture_is_read(tmp_path, suffix):
    picture, packet = tmp_path / f"x.{suffix}", packet_with(("nature", "beach"), rating=3)
    image = Image.new("RGB", (32, 24), "teal")
    if suffix == "tif":
        image.save(picture, tiffinfo={700: packet, 33723: iptc(WORDS, "utf-8")})
    elif suffix == "png":
        text = PngInfo()
        text.add_itxt("XML:com.adobe.xmp", packet.decode())
        image.save(picture, pnginfo=text)
    else:
        image.save(picture, xmp=packet)
    found = embedded_keywords(os.fsencode(picture))
    assert found.paths[0] == ("nature", "beach")
    assert found.rating == 3
    assert found.names[1:] == (WORDS if suffix == "tif" else ())


def names_or_refusal(picture):
    """The words found, or the sentence why nothing was."""
    try:
        return embedded_keywords(os.fsencode(picture)).names
    except UserError as error:
        return str(error)


def test_iptc_that_is_cut_off_is_read_so_far_or_refused_in_a_sentence(tmp_path):
    picture, whole = tmp_path / "x.jpg", iptc(("sea", "dog"), "utf-8")
    told = []
    for end in range(len(whole) + 1):
        jpeg_with(picture, whole[:end])
        told.append(names_or_refusal(picture))
    refused = f"The picture {picture} cannot be read."
    assert set(told) <= {refused, (), ("s",), ("se",), ("sea",), ("sea", "d"), ("sea", "do"), ("sea", "dog")}
    assert told[0] == ()
    assert told[-1] == ("sea", "dog")


def test_a_file_that_is_no_picture_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "x.jpg").write_bytes(b"words")
    with pytest.raises(UserError, match="cannot be read"):
        embedded_keywords(os.fsencode(tmp_path / "x.jpg"))
