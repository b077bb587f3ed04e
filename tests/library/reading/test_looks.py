"""Looks: whatever is one shot by its fingerprint has near looks."""

import io

import numpy as np
from PIL import Image

from mmdesk.library.fingerprint import fingerprint_of
from mmdesk.library.reading.looks import LARGEST_DIFFERENCE, NUMBERS, look_of
from tests.library.drawing import blots


def saved_again(picture: Image.Image) -> list[bytes]:
    """Thumbnails of one shot, of any size and quality, some of them changed."""
    versions = [picture, picture.point(lambda value: min(255, value + 3)), picture.rotate(0.4)]
    versions += [picture.resize(size) for size in ((256, 171), (61, 40), (33, 21), (7, 5))]
    thumbnails = []
    for version in versions:
        for quality in (20, 60, 95):
            data = io.BytesIO()
            version.save(data, "JPEG", quality=quality)
            thumbnails.append(data.getvalue())
    return thumbnails


def test_no_two_that_are_one_shot_have_looks_far_from_each_other() -> None:
    farthest = same = 0
    for seed in range(4):
        thumbnails = saved_again(blots(512, 341, seed=seed))
        prints = [fingerprint_of(jpeg) for jpeg in thumbnails]
        looks = [np.frombuffer(look_of(jpeg), np.uint8).astype(int) for jpeg in thumbnails]
        for number, one in enumerate(prints):
            for place, other in enumerate(prints[:number]):
                if one and other and one.is_same_as(other):
                    same += 1
                    farthest = max(farthest, int(np.abs(looks[number] - looks[place]).sum()))
    assert same > 100
    assert 0 < farthest <= LARGEST_DIFFERENCE


def test_what_cannot_be_read_has_none() -> None:
    assert look_of(b"nothing") == b""
    data = io.BytesIO()
    Image.new("L", (3, 2), 90).save(data, "JPEG")
    assert look_of(data.getvalue()) == bytes([90]) * NUMBERS
