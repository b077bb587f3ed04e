"""Stars as programs count them: whole ones, halves, and hundredths."""

import math

from mmdesk.library.xmp.names import ACDSEE_RATING, PERCENT_RATINGS, RATING
from mmdesk.library.xmp.packet import XmpPacket

REJECTED = -1

MOST = 5

STARS_FROM = (1, 13, 38, 63, 88)
"""The percentages from which Windows shows one star more."""

PERCENTS = (0, 1, 25, 50, 75, 99)
"""What Windows writes for so many stars."""


def stars(written: object) -> int | None:
    """Stars from -1 (rejected) to 5, of a number or a text; halves are rounded up. None for anything else."""
    number = _number(written)
    return None if number is None else max(REJECTED, min(MOST, math.floor(number + 0.5)))


def stars_of_percent(written: object) -> int | None:
    """Stars of hundredths, as Windows has them."""
    number = _number(written)
    return None if number is None else sum(number >= least for least in STARS_FROM)


def stars_in(packet: XmpPacket) -> int | None:
    """Stars in a packet: those every program knows first, then ACDSee's, then those of Windows."""
    found = [stars(packet.text(RATING)), stars(packet.text(ACDSEE_RATING))]
    found += [stars_of_percent(packet.text(name)) for name in PERCENT_RATINGS]
    return next((one for one in found if one is not None), None)


def set_stars(packet: XmpPacket, number: int) -> None:
    """Let a packet say so many stars, wherever it says any."""
    packet.set_text(RATING, str(number))
    if packet.text(ACDSEE_RATING) is not None:
        packet.set_text(ACDSEE_RATING, str(max(0, number)))
    for name in PERCENT_RATINGS:
        if packet.text(name) is not None:
            packet.set_text(name, str(PERCENTS[max(0, number)]))


def _number(written: object) -> float | None:
    """A finite number, with a point or a comma."""
    if isinstance(written, tuple | list):
        written = written[0] if written else None
    text = written.replace(",", ".") if isinstance(written, str) else written
    try:
        number = float(text)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) else None
