"""Looks of real pictures, saved again and changed."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mmdesk.library.fingerprint import LEAST_VARIETY, SIDE, Fingerprint, fingerprint_of
from mmdesk.tasks.demo import make_sample_pictures

NAMES = ("astronaut", "coffee", "page", "chelsea")
LINE = "Received of the customer the amount of 12 euros and 50 cents for two tickets"


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Image.Image]:
    """Some of the sample pictures, and a page full of lines."""
    files = {path.stem: path for path in make_sample_pictures(tmp_path_factory.mktemp("looks"))}
    return {name: Image.open(files[name]).convert("RGB") for name in NAMES} | {"receipt": receipt(LINE)}


def receipt(last_line: str) -> Image.Image:
    page = Image.new("RGB", (1000, 800), "white")
    pen = ImageDraw.Draw(page)
    for number in range(25):
        pen.text((40, 20 + 30 * number), LINE if number < 24 else last_line, fill="black", font_size=22)
    return page


def thumbnail(picture: Image.Image, **options: int) -> Fingerprint:
    small = picture.copy()
    small.thumbnail((512, 512))
    look = fingerprint_of(saved(small, **options))
    assert look is not None
    return look


def saved(picture: Image.Image, quality: int = 85) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


@pytest.mark.parametrize("name", [*NAMES, "receipt"])
def test_compressing_and_scaling_leave_the_look(pictures: dict[str, Image.Image], name: str) -> None:
    picture = pictures[name]
    look = thumbnail(picture)
    assert look.is_same_as(thumbnail(Image.open(io.BytesIO(saved(picture, quality=40)))))
    half = picture.resize((picture.width * 2 // 3, picture.height * 2 // 3), Image.Resampling.LANCZOS)
    assert look.is_same_as(thumbnail(half))


def test_whatever_is_changed_is_seen(pictures: dict[str, Image.Image]) -> None:
    for picture in pictures.values():
        look = thumbnail(picture)
        mirrored = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        cropped = picture.crop((picture.width // 25, 0, picture.width, picture.height))
        assert not look.is_same_as(thumbnail(mirrored))
        assert not look.is_same_as(thumbnail(cropped))
    looks = [thumbnail(picture) for picture in pictures.values()]
    assert not any(one.is_same_as(other) for one in looks for other in looks if one is not other)


def test_another_amount_is_another_receipt(pictures: dict[str, Image.Image]) -> None:
    other = receipt(LINE.replace("12 euros", "98 pounds"))
    assert not thumbnail(pictures["receipt"]).is_same_as(thumbnail(other))


def test_blank_pictures_and_broken_files_are_nothing_to_go_by() -> None:
    night = thumbnail(Image.new("RGB", (300, 200), (4, 4, 9)))
    assert not night.is_same_as(night)
    assert fingerprint_of(b"not a picture") is None


def test_a_blurred_picture_is_less_sharp(pictures: dict[str, Image.Image]) -> None:
    coffee = pictures["coffee"]
    blurred = coffee.resize((coffee.width // 4, coffee.height // 4)).resize(coffee.size)
    assert thumbnail(blurred).sharpness < 0.5 * thumbnail(coffee).sharpness


def test_a_blank_picture_is_the_same_as_none_however_near() -> None:
    def drawn(variety: float) -> Fingerprint:
        squares = np.full((SIDE, SIDE, 3), 128, np.float32)
        squares[::2] += variety * np.float32(1.001)
        squares[1::2] -= variety * np.float32(1.001)
        return Fingerprint(squares, np.full((64, 64), 128, np.float32), 1.0)

    faint, blank = drawn(LEAST_VARIETY), drawn(LEAST_VARIETY - 1)
    assert (faint.is_blank, blank.is_blank) == (False, True)
    assert faint.is_same_as(faint)
    assert [faint.is_same_as(blank), blank.is_same_as(faint), blank.is_same_as(blank)] == [False] * 3
