"""Turns of pictures, held to what Pillow makes of them."""

from itertools import product

import numpy as np
from PIL import Image

from mmdesk.core.turns import AS_IT_IS, LEFT, RIGHT, back, is_sideways, then
from mmdesk.library.reading.facts import UPRIGHT

PICTURE = Image.fromarray(np.arange(6, dtype=np.uint8).reshape(2, 3))


def turned(image: Image.Image, turn: int) -> Image.Image:
    return image.transpose(UPRIGHT[turn]) if turn != AS_IT_IS else image


def test_turns_after_each_other_are_one() -> None:
    for first, second in product(range(1, 9), repeat=2):
        both = turned(turned(PICTURE, first), second)
        assert np.array_equal(np.asarray(both), np.asarray(turned(PICTURE, then(first, second))))
        assert (both.size != PICTURE.size) == is_sideways(then(first, second))
    assert all(then(turn, back(turn)) == AS_IT_IS for turn in range(1, 9))
    assert then(LEFT, RIGHT) == AS_IT_IS
