"""Text in pictures is read: words of twelve pixels and more, with their places; the rest has reasons."""

import os
import sys
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from mmdesk.benchmark.rendered_words import found_among, rendered_pages
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
def test_words_of_twelve_pixels_and_more_are_found(tmp_path: Path) -> None:
    """Nine fonts where all are there, three grounds, of which `mmdesk bench text` draws more sizes."""
    asked = found = 0
    for page in rendered_pages(sizes=(12,)):
        told = read_text(saved(page.image, tmp_path / "page.png"), TEXT_LIMITS)
        assert (told.text.trouble, told.size) == ("", page.image.size)
        here = found_among(page.words, told.text.said)
        assert here >= 0.8 * len(page.words), (page.font, page.size, told.text.said)
        found, asked = found + here, asked + len(page.words)
    assert asked >= 32
    assert found >= GOAL * asked, f"{found} of {asked} words"


@with_extra
def test_places_are_those_of_the_upright_picture(tmp_path: Path) -> None:
    [page] = list(rendered_pages(sizes=(24,), words=("mountain", "exit")))[:1]
    whole = Image.new("RGB", (900, 600), "white")
    whole.paste(page.image, (450, 300))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 8
    path = saved(whole.transpose(Image.Transpose.ROTATE_270), tmp_path / "turned.jpg", exif=exif, quality=92)
    told = read_text(path, TEXT_LIMITS)
    assert told.size == (900, 600)
    [line] = told.text.lines
    assert line.text.split() == ["mountain", "exit"]
    xs, ys = zip(*line.corners, strict=True)
    left, right = 450 + 48, 450 + page.image.width - 48
    top = 300 + 24
    assert (min(xs) * 900, max(xs) * 900) == (pytest.approx(left, abs=14), pytest.approx(right, abs=14))
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


@with_extra
def test_the_reader_is_in_a_process_apart_that_may_be_ended(tmp_path: Path) -> None:
    [page] = list(rendered_pages(sizes=(24,), words=("bicycle", "fjord")))[:1]
    path = saved(page.image, tmp_path / "page.png")
    before = set(sys.modules)
    with TextReader() as reader:
        assert reader.read(path).text.said.split() == ["bicycle", "fjord"]
        reader.rest()
        reader.close()
        with pytest.raises(UserError, match="not needed"):
            reader.read(path)
    assert not {"cv2", "rapidocr"} & (set(sys.modules) - before)
