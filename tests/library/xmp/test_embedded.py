"""What pictures say themselves: XMP and IPTC within them, also where it is damaged."""

import os

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from mmdesk.core.errors import UserError
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.xmp.embedded import embedded_keywords
from mmdesk.library.xmp.embedded_reader import EmbeddedReader
from mmdesk.library.xmp.keywords import Keywords
from mmdesk.library.xmp.merging import SidecarContent, merged
from mmdesk.library.xmp.packet import XmpPacket
from tests.library.xmp.foreign import words_of

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
    assert words_of(embedded_keywords(os.fsencode(picture))) == WORDS
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
    assert words_of(found)[1:] == (WORDS if suffix == "tif" else ())


def names_or_refusal(picture):
    """The words found, or the sentence why nothing was."""
    try:
        return words_of(embedded_keywords(os.fsencode(picture)))
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


def test_a_word_is_not_lost_where_the_iptc_is_damaged(tmp_path):
    picture = tmp_path / "x.jpg"
    jpeg_with(picture, iptc(WORDS, "utf-8") + b"\x1c\x02\x19\x80\xff")
    with Image.open(picture) as image:
        segment = image.info["photoshop"]
    assert segment
    plain = picture.read_bytes()
    packet = b"http://ns.adobe.com/xap/1.0/\0" + packet_with(("nature", "beach"))
    picture.write_bytes(plain[:2] + b"\xff\xe1" + (len(packet) + 2).to_bytes(2, "big") + packet + plain[2:])
    assert "beach" in words_of(embedded_keywords(os.fsencode(picture)))


def exif_with(*tags):
    exif = Image.Exif()
    for tag, value in tags:
        exif[tag] = value
    return exif


@pytest.mark.parametrize("suffix", ["jpg", "tif", "webp", "png", "avif"])
def test_what_windows_writes_is_read(tmp_path, suffix):
    picture = tmp_path / f"x.{suffix}"
    exif = exif_with((0x4746, 3), (0x9C9E, "sea; café ;;dog;\0".encode("utf-16-le")))
    Image.new("RGB", (32, 24), "teal").save(picture, exif=exif)
    found = embedded_keywords(os.fsencode(picture))
    assert (words_of(found), found.rating) == (WORDS, 3)


def test_hundredths_count_where_there_are_no_stars(tmp_path):
    picture = tmp_path / "x.jpg"
    image = Image.new("RGB", (32, 24), "teal")
    image.save(picture, exif=exif_with((0x4749, 75)))
    assert embedded_keywords(os.fsencode(picture)).rating == 4
    image.save(picture, exif=exif_with((0x4746, 1), (0x4749, 75)))
    assert embedded_keywords(os.fsencode(picture)).rating == 1
    image.save(picture, exif=exif_with((0x4746, 1)), xmp=packet_with(("sea",), rating=2))
    assert embedded_keywords(os.fsencode(picture)).rating == 2


@pytest.mark.parametrize("suffix", ["png", "gif"])
def test_a_packet_behind_the_pixels_is_found(tmp_path, suffix):
    picture, packet = tmp_path / f"x.{suffix}", packet_with(("nature", "beach"), rating=3)
    Image.new("RGB", (32, 24), "teal").save(picture)
    picture.write_bytes(picture.read_bytes() + b"\0" * 9 + packet + b"\0" * 9)
    found = embedded_keywords(os.fsencode(picture))
    assert (found.paths, found.rating) == ((("nature", "beach"),), 3)


def test_a_packet_in_a_damaged_picture_is_found(tmp_path):
    picture = tmp_path / "x.jpg"
    picture.write_bytes(b"\xff\xd8 damaged " + packet_with(("beach",)))
    assert words_of(embedded_keywords(os.fsencode(picture))) == ("beach",)


@pytest.mark.parametrize(("module", "suffix"), [("pillow_heif", "heic"), ("pillow_jxl", "jxl")])
def test_pictures_that_need_a_package_are_opened_with_it(tmp_path, module, suffix):
    plugin = pytest.importorskip(module)
    if module == "pillow_heif":
        plugin.register_heif_opener()
    picture = tmp_path / f"x.{suffix}"
    image = Image.new("RGB", (64, 48), "teal")
    image.save(picture)
    assert embedded_keywords(os.fsencode(picture)) == Keywords()
    image.save(picture, xmp=packet_with(("nature", "beach"), rating=3))
    found = embedded_keywords(os.fsencode(picture))
    assert (found.paths, found.rating) == ((("nature", "beach"),), 3)


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "x.nef"), ("JPEG", "x"), ("PNG", "x.jpg"), ("HEIF", "x.jpg")]
)
def test_a_picture_is_what_is_in_it_whatever_its_name(tmp_path, kind, name):
    if kind == "HEIF":
        pytest.importorskip("pillow_heif").register_heif_opener()
    exif = exif_with((0x4746, 3), (0x9C9E, "sea;dog\0".encode("utf-16-le")))
    Image.new("RGB", (64, 48), "teal").save(tmp_path / name, format=kind, exif=exif)
    found = embedded_keywords(os.fsencode(tmp_path / name))
    assert (words_of(found), found.rating) == (("sea", "dog"), 3)


@pytest.mark.parametrize("name", ["x.dng", "x.NEF", "x.orf", "x.rw2", "x.cr3", "x.raf"])
def test_a_raw_file_needs_no_package_for_its_words(tmp_path, name):
    picture, packet = tmp_path / name, packet_with(("nature", "beach"), rating=3)
    picture.write_bytes(b"whatever a camera writes")
    assert embedded_keywords(os.fsencode(picture)) == Keywords()
    picture.write_bytes(b"whatever a camera writes" + packet + b" and more")
    found = embedded_keywords(os.fsencode(picture))
    assert (found.paths, found.rating) == ((("nature", "beach"),), 3)


def test_a_raw_file_built_like_a_tiff_is_read_where_it_says_its_packet_is(tmp_path):
    picture, packet = tmp_path / "x.dng", packet_with(("nature", "beach"))
    image = Image.new("RGB", (32, 24), "teal")
    image.save(picture, format="TIFF", tiffinfo={700: packet, 0x4746: 5})
    found = embedded_keywords(os.fsencode(picture))
    assert (found.paths, found.rating) == ((("nature", "beach"),), 5)


def told_by_processes(*pictures, seconds=30.0):
    """The words of each picture, or the sentence why there are none."""
    with EmbeddedReader(ReadingLimits(seconds=seconds)) as reader:
        found = list(reader.read(map(os.fsencode, pictures)))
    return [words_of(one) if isinstance(one, Keywords) else str(one) for one in found]


def test_processes_answer_in_order(tmp_path):
    good, bad = tmp_path / "a.jpg", tmp_path / "b.jpg"
    jpeg_with(good, iptc(WORDS, "utf-8"))
    bad.write_bytes(b"words")
    many = [good, bad, *[good] * 70, bad]
    assert told_by_processes(*many) == [
        WORDS if picture is good else f"The picture {bad} cannot be read." for picture in many
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="not on this system: pipes with names")
def test_a_file_that_never_ends_costs_itself_alone(tmp_path):
    good, endless = tmp_path / "a.jpg", tmp_path / "b.jpg"
    jpeg_with(good, iptc(WORDS, "utf-8"))
    os.mkfifo(endless)
    told = told_by_processes(good, endless, good, seconds=2.0)
    assert told == [WORDS, f"The picture {endless} cannot be read.", WORDS]


def test_limits_are_the_usual_ones_unless_others_are_given():
    with EmbeddedReader() as usual, EmbeddedReader(ReadingLimits(seconds=7)) as given:
        assert (usual._limits, given._limits) == (ReadingLimits(), ReadingLimits(seconds=7))
