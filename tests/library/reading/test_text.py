"""Text in pictures is read: words of twelve pixels and more, with their places; the rest has reasons."""

import os
import sys
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from mmdesk.benchmark.rendered_words import WORDS, word_sheet
from mmdesk.core.errors import UserError
from mmdesk.core.photo_text import PhotoText
from mmdesk.library.reading import text as reading
from mmdesk.library.reading import text_models
from mmdesk.library.reading.text import read_text
from mmdesk.library.reading.text_models import can_read_text, text_reader_name
from mmdesk.library.reading.text_reader import TEXT_LIMITS, TextReader

with_extra = pytest.mark.skipif(not can_read_text(), reason="the extra ocr is not installed")

GOAL = 0.95
"""Share of drawn words that are to be found."""


def saved(image: Image.Image, path: Path, **options: object) -> bytes:
    image.save(path, **options)
    return os.fsencode(path)


@with_extra
def test_words_of_twelve_pixels_are_found(tmp_path: Path) -> None:
    """Nine fonts where all are there, on paper, screen and sign; `mmdesk bench text` has larger ones, too."""
    sheet = word_sheet(12)
    told = read_text(saved(sheet.image, tmp_path / "sheet.png"), TEXT_LIMITS)
    assert (told.text.trouble, told.size) == ("", sheet.image.size)
    found = sheet.found(told.text)
    assert sum(found.values()) >= GOAL * sheet.asked, found
    assert min(found.values()) >= 0.8 * len(WORDS), found


@with_extra
def test_places_are_those_of_the_upright_picture(tmp_path: Path) -> None:
    block = word_sheet(24, ("mountain", "exit")).image.crop((0, 0, 270, 96))
    whole = Image.new("RGB", (900, 600), "white")
    whole.paste(block, (450, 300))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 8
    path = saved(whole.transpose(Image.Transpose.ROTATE_270), tmp_path / "turned.jpg", exif=exif, quality=92)
    told = read_text(path, TEXT_LIMITS)
    assert told.size == (900, 600)
    [line] = told.text.lines
    assert line.text.split() == ["mountain", "exit"]
    xs, ys = zip(*line.corners, strict=True)
    left, top = 450 + 48, 300 + 24
    assert min(xs) * 900 == pytest.approx(left, abs=14)
    assert left + 90 < max(xs) * 900 < left + 222
    assert (min(ys) * 600, max(ys) * 600) == (pytest.approx(top, abs=14), pytest.approx(top + 30, abs=16))
    assert line.sureness > 0.8


@with_extra
def test_a_picture_without_words_has_none(tmp_path: Path) -> None:
    assert read_text(saved(Image.new("RGB", (300, 200), "teal"), tmp_path / "a.png"), TEXT_LIMITS).text == (
        PhotoText()
    )
    assert not read_text(saved(Image.new("L", (3, 900)), tmp_path / "b.png"), TEXT_LIMITS).text.trouble


def test_what_cannot_be_looked_at_has_a_reason(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 nothing more")
    told = read_text(os.fsencode(broken), TEXT_LIMITS)
    assert told.text.trouble
    assert (told.for_good, len(told.content)) == (True, 16)
    gone = read_text(os.fsencode(tmp_path / "gone.jpg"), TEXT_LIMITS)
    assert (gone.for_good, gone.content) == (False, b"")


def test_without_the_extra_it_says_so_and_asks_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_models, "PACKAGE", "no_such_package_at_all")
    reading._engine.cache_clear()
    assert (can_read_text(), text_reader_name()) == (False, "")
    told = read_text(saved(Image.new("RGB", (300, 200)), tmp_path / "a.png"), TEXT_LIMITS)
    assert "extra" in told.text.trouble
    assert not told.for_good


def test_the_reader_is_a_process_apart_that_may_be_ended(tmp_path: Path) -> None:
    path = saved(Image.new("RGB", (4, 90)), tmp_path / "thread.png")
    before = set(sys.modules)
    with TextReader() as reader:
        assert reader.read(path).text == PhotoText()
        reader.rest()
        reader.close()
        with pytest.raises(UserError, match="not needed"):
            reader.read(path)
    assert not {"cv2", "rapidocr"} & (set(sys.modules) - before)
