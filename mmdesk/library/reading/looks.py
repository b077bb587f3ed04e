"""Looks: 48 numbers that say how a picture looks from afar, so that few pictures need be compared closely.

A look is the mean colour of each of 4 × 4 parts. Two pictures that are one shot by their fingerprints
(`library.fingerprint`) differ little in the mean over a net of 32 × 32 squares, and so by no more in the mean
over these parts, each of which is 8 × 8 squares. Whoever compares only pictures with near looks misses none.
"""

import io

from PIL import Image

from mmdesk.library.reading.pillow_errors import PILLOW_ERRORS

TYPICAL_DIFFERENCE = 3.0
"""Mean difference (of 255) up to which two files may be one shot: what strong compression does."""

PARTS = 4
"""Parts along each side."""

SQUARES = 32
"""Squares along each side of the fingerprint's net, of which each part has as many as any other."""

NUMBERS = PARTS * PARTS * 3

ROUNDING = 1
"""Each of two numbers is half of one off at most."""

LARGEST_DIFFERENCE = round((TYPICAL_DIFFERENCE + ROUNDING) * NUMBERS)
"""Sum of the differences of two looks beyond which fingerprints cannot be the same."""


def look_of(jpeg: bytes) -> bytes:
    """Look of a thumbnail, NUMBERS bytes; none where it cannot be read."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
            squares = image.convert("RGB").resize((SQUARES, SQUARES), Image.Resampling.BOX)
    except PILLOW_ERRORS:
        return b""
    return squares.resize((PARTS, PARTS), Image.Resampling.BOX).tobytes()
