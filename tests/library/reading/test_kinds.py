"""What a file is, is what is in it; and what is not read is called what it is."""

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading import formats, reasons
from mmdesk.library.reading.kinds import kind_of
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_photo
from mmdesk.library.reading.reasons import RefusedError
from tests.library.drawing import blots, quarters
from tests.library.reading.exif_blocks import ASCII, exif_block
from tests.library.reading.kinds_of_files import SAVED, WITH_EXTRAS, file_of, psd
from tests.library.reading.raw_files import dng, jpeg_preview
from tests.library.reading.test_reader import corners, read

UPRIGHT = ["red", "green", "blue", "yellow"]

NAMELESS = ("dib", "pcx", "tga")
"""Kinds whose files are known by their names only."""

RELIABLE = [suffix for suffix in (*SAVED, "psd", *WITH_EXTRAS) if suffix not in NAMELESS]


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def needs(suffix: str) -> None:
    if suffix in WITH_EXTRAS:
        pytest.importorskip(WITH_EXTRAS[suffix])


@pytest.mark.parametrize("suffix", [*SAVED, "psd"])
def test_every_kind_is_read(tmp_path: Path, suffix: str) -> None:
    photo = read(written(tmp_path, f"a.{suffix}", file_of(suffix, quarters())))
    assert (photo.facts.width, photo.facts.height) == (400, 300)
    if suffix not in ("pbm", "pgm"):
        assert corners(photo) == UPRIGHT


@pytest.mark.parametrize(
    "name", ["a.jpg", "a.png", "a.tif", "a.bmp", "a.webp", "a.nef", "a.dng", "a.psd", "a", "a.xyz"]
)
@pytest.mark.parametrize("suffix", [suffix for suffix in RELIABLE if suffix not in ("pbm", "pgm")])
def test_whatever_the_name_says(tmp_path: Path, suffix: str, name: str) -> None:
    needs(suffix)
    photo = read(written(tmp_path, name, file_of(suffix, quarters())))
    assert corners(photo) == UPRIGHT


@pytest.mark.parametrize("suffix", RELIABLE)
def test_the_first_bytes_tell_the_kind(suffix: str) -> None:
    needs(suffix)
    assert kind_of(file_of(suffix, quarters())[:64]) is not None


@pytest.mark.parametrize(
    "head",
    [b"", b"BM", b"BMW drives a car in the rain, and the rest of this is a letter to nobody at all.....",
     b"P5 is a prime", b"II", b"Dear diary", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42",
     b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", b"%PDF-1.7",
     b"PK\3\4", b"RIFF\0\0\0\0WAVE", b"\xff\xd8", b"8BPS\0\2", b"\x0a\5\1\x08"],
)  # fmt: skip
def test_what_is_no_picture_is_not_taken_for_one(head: bytes) -> None:
    assert kind_of(head) is None


def test_photoshop_says_when_a_picture_was_taken(tmp_path: Path) -> None:
    block = exif_block({}, {ExifTags.Base.DateTimeOriginal: (ASCII, "2015:08:22 10:08:19")})
    photo = read(written(tmp_path, "a.psd", psd(quarters(), block)))
    assert (photo.facts.taken_at, photo.facts.taken_from) == ("2015-08-22T10:08:19", "exif")


@pytest.mark.parametrize("module", ["pillow_heif", "pillow_jxl"])
@pytest.mark.parametrize("name", ["a.jpg", "a", "a.png"])
def test_an_addition_that_is_missing_is_named_by_content_too(
    tmp_path: Path, module: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    suffix = next(suffix for suffix, needed in WITH_EXTRAS.items() if needed == module)
    needs(suffix)
    path = written(tmp_path, name, file_of(suffix, quarters()))
    monkeypatch.setattr(formats, "is_installed", lambda _: False)
    with pytest.raises(RefusedError, match=rf"need an addition: pip install 'mmdesk\[{suffix}\]'"):
        read(path)


class TestRaw:
    """Files of cameras under other names."""

    @pytest.fixture(autouse=True)
    def with_rawpy(self) -> None:
        pytest.importorskip("rawpy")

    @pytest.mark.parametrize("name", ["a.tif", "a.jpg", "a"])
    def test_one_with_a_preview_is_developed_under_any_name(self, tmp_path: Path, name: str) -> None:
        photo = read(written(tmp_path, name, dng(1600, 1200, preview=jpeg_preview(160, 120))))
        assert (photo.facts.width, photo.facts.height) == (1600, 1200)

    def test_a_plain_tiff_may_have_a_cameras_suffix(self, tmp_path: Path) -> None:
        assert corners(read(written(tmp_path, "a.nef", file_of("tif", quarters())))) == UPRIGHT


def test_a_raw_file_whose_reader_is_missing_is_not_shown_by_its_thumbnail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "is_installed", lambda _: False)
    path = written(tmp_path, "a.tif", dng(1600, 1200, preview=jpeg_preview(160, 120)))
    with pytest.raises(RefusedError, match=r"mmdesk\[raw\]"):
        read(path)


# Reasons


def bmp(bits: int, compression: int = 0, masks: bytes = b"", width: int = 16, height: int = 16) -> bytes:
    pixels = bytes((width * bits + 31) // 32 * 4 * abs(height))
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(pixels), 0, 0, 0, 0)
    at = 14 + len(header) + len(masks)
    return b"BM" + struct.pack("<IHHI", at + len(pixels), 0, 0, at) + header + masks + pixels


def tiff(bits: int, form: int = 1, samples: int = 1, photometric: int = 1, compression: int = 1) -> bytes:
    """A TIFF of 8 x 8 pixels, of any kind of numbers."""
    pixels = bytes(8 * 8 * samples * max(1, bits // 8))
    tags = [(256, 8), (257, 8), (258, bits), (259, compression), (262, photometric), (273, 8), (277, samples),
            (278, 8), (279, len(pixels)), (339, form)]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    directory = struct.pack("<H", len(tags)) + entries + bytes(4)
    return b"II*\0" + struct.pack("<I", 8 + len(pixels)) + pixels + directory


def jpeg(marker: int = 0xC0, depth: int = 8, channels: int = 3) -> bytes:
    """The head of a JPEG of a kind that there is, with some data."""
    parts = b"".join(bytes((number + 1, 0x11, 0)) for number in range(channels))
    frame = struct.pack(">BHHB", depth, 16, 16, channels) + parts
    return (
        b"\xff\xd8\xff"
        + bytes((marker,))
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\0" * 64
        + b"\xff\xd9"
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (bmp(2), "BMP"),
        (bmp(64), "BMP"),
        (bmp(24, compression=4), "BMP"),
        (bmp(24, compression=5), "BMP"),
        (bmp(32, compression=11), "BMP"),
        (bmp(16, 3, struct.pack("<III", 0xF000, 0xF00, 0xF0)), "BMP"),
        (bmp(32, 3, struct.pack("<III", 0x3FF00000, 0xFFC00, 0x3FF)), "BMP"),
        (tiff(16, form=3), "TIFF"),
        (tiff(64, form=3), "TIFF"),
        (tiff(64), "TIFF"),
        (tiff(64, form=6), "TIFF"),
        (tiff(8, samples=5), "TIFF"),
        (tiff(16, photometric=8, samples=3), "TIFF"),
        (tiff(8, photometric=32803), "TIFF"),
        (tiff(8, compression=34712), "TIFF"),
        (tiff(8, compression=50002), "TIFF"),
        (tiff(8, compression=50001, samples=3, photometric=2), "TIFF"),
        (jpeg(0xC3), "JPEG"),
        (jpeg(0xC1, depth=12), "JPEG"),
        (jpeg(channels=2), "JPEG"),
        (b"PF\n8 8\n-1.0\n" + bytes(768), "PNM"),
        (b"P7\nWIDTH 8\nHEIGHT 8\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n" + bytes(192), "PNM"),
        (struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, 8, 8, 32, 3) + bytes(14 + 768), "Photoshop"),
    ],
)
def test_a_sound_picture_of_an_unread_kind_is_called_so(tmp_path: Path, data: bytes, kind: str) -> None:
    path = written(tmp_path, "a.jpg", data)
    with pytest.raises(RefusedError) as refused:
        read(path)
    assert str(refused.value) == reasons.KIND_NOT_READ.format(kind=kind)
    assert refused.value.for_good


@pytest.mark.filterwarnings("ignore:.*EXIF data")
@pytest.mark.parametrize(
    "broken",
    [
        lambda: bmp(2)[:70],
        lambda: bmp(37),
        lambda: bmp(24, compression=99),
        lambda: bmp(24)[:14] + b"\xff" * 200,
        lambda: tiff(64)[:-60],
        lambda: tiff(64)[8:],
        lambda: b"II*\0\xff\xff\xff\x7f" + bytes(100),
        lambda: jpeg()[:-2],
        lambda: jpeg(0xC3)[:20],
        lambda: struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, 8, 8, 77, 3) + bytes(800),
    ],
)
def test_a_damaged_one_is_not(tmp_path: Path, broken: Callable[[], bytes]) -> None:
    path = written(tmp_path, "a.bmp", broken())
    with pytest.raises(RefusedError) as refused:
        read(path)
    assert str(refused.value) in (reasons.BROKEN, reasons.ENDS_EARLY, reasons.NO_PICTURE)


# Deep and long pictures


def shades(most: int, kind: str) -> Image.Image:
    """A slope from black to `most`."""
    slope = np.linspace(0, most, 160 * 120).reshape(120, 160)
    return Image.fromarray(slope.astype(kind))


def brightness(data: bytes, path: Path) -> tuple[float, float]:
    """Mean and span of what is shown."""
    path.write_bytes(data)
    thumbnail = Image.open(io.BytesIO(read(path).thumbnail)).convert("L")
    low, high = thumbnail.getextrema()
    return float(np.asarray(thumbnail).mean()), float(high) - float(low)  # type: ignore[arg-type]


@pytest.mark.parametrize("most", [255, 1023, 4095, 16383, 32767])
@pytest.mark.parametrize("kind", ["u2", ">u2", "i4"])
def test_sixteen_bits_of_which_the_lower_are_used_are_visible(tmp_path: Path, most: int, kind: str) -> None:
    file = io.BytesIO()
    shades(most, kind).save(file, "TIFF")
    mean, span = brightness(file.getvalue(), tmp_path / "a.tif")
    assert mean == pytest.approx(127, abs=3)
    assert span > 245


@pytest.mark.parametrize(("low", "high"), [(0, 65535), (0, 40000), (20000, 60000)])
def test_others_are_shown_as_they_are(tmp_path: Path, low: int, high: int) -> None:
    file = io.BytesIO()
    slope = np.linspace(low, high, 160 * 120).reshape(120, 160).astype("u2")
    Image.fromarray(slope).save(file, "TIFF")
    mean, span = brightness(file.getvalue(), tmp_path / "a.tif")
    assert mean == pytest.approx((low + high) / 2 / 257, abs=3)
    assert span == pytest.approx((high - low) / 257, abs=6)


def test_one_shade_stays_what_it_is(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.fromarray(np.full((40, 60), 6000, "u2")).save(file, "TIFF")
    mean, span = brightness(file.getvalue(), tmp_path / "a.tif")
    assert (round(mean), span) == (23, 0)


def colours_of(most: int) -> bytes:
    """A TIFF of 16 bits a channel, as Pillow does not write it."""
    slope = np.linspace(0, most, 64 * 64).reshape(64, 64)
    pixels = np.stack([slope, slope / 2, slope / 4], axis=-1).astype("<u2").tobytes()
    values = [(256, 4, 1, 64), (257, 4, 1, 64), (258, 3, 3, 8), (259, 3, 1, 1), (262, 3, 1, 2),
              (273, 4, 1, 14), (277, 3, 1, 3), (278, 4, 1, 64), (279, 4, 1, len(pixels))]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", *value) for value in values)
    head = b"II*\0" + struct.pack("<I", 14 + len(pixels)) + struct.pack("<HHH", 16, 16, 16)
    return head + pixels + struct.pack("<H", len(values)) + entries + bytes(4)


@pytest.mark.parametrize("most", [2047, 4095, 16383])
def test_colours_of_sixteen_bits_keep_their_proportions(tmp_path: Path, most: int) -> None:
    path = written(tmp_path, "a.tif", colours_of(most))
    shown = np.asarray(Image.open(io.BytesIO(read(path).thumbnail)).convert("RGB"), np.float64)
    red, green, blue = shown[-4:].mean(axis=(0, 1))
    assert red > 230
    assert green / red == pytest.approx(1 / 2, abs=0.2)
    assert blue / red == pytest.approx(1 / 4, abs=0.2)


@pytest.mark.parametrize("size", [(60_000, 1), (1, 60_000), (60_000, 12), (12, 30_000), (5_000, 6)])
@pytest.mark.parametrize("mode", ["shortest", "longest", "squash"])
def test_a_strip_needs_no_more_memory_than_others(tmp_path: Path, size: tuple[int, int], mode: str) -> None:
    """Enlarged as a whole until its short side is the model's, it would have three billion pixels."""
    resource = pytest.importorskip("resource", reason="not on this system: memory is not counted")
    path = tmp_path / "strip.png"
    blots(*size).save(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    photo = read_photo(bytes(path), PixelRecipe(224, mode), ReadingLimits())  # type: ignore[arg-type]
    assert (photo.facts.width, photo.facts.height) == size
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10


def test_the_middle_of_a_strip_is_what_the_model_sees(tmp_path: Path) -> None:
    strip = Image.new("RGB", (20_000, 10), (200, 0, 0))
    strip.paste((0, 200, 0), (9_990, 0, 10_010, 10))
    strip.save(tmp_path / "a.png")
    seen = read_photo(bytes(tmp_path / "a.png"), PixelRecipe(64), ReadingLimits()).pixels
    assert seen[:, 16:48].reshape(-1, 3).mean(axis=0) == pytest.approx((0, 200, 0), abs=3)
