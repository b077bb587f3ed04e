"""The eight ways in which a picture can be turned, numbered as EXIF numbers orientations."""

from mmdesk.core.language import tr, trc

AS_IT_IS, HALF, RIGHT, LEFT = 1, 3, 6, 8
"""Not at all, upside down, a quarter clockwise, a quarter the other way. The other numbers mirror."""

_MATRICES = {
    1: (1, 0, 0, 1),
    2: (-1, 0, 0, 1),
    3: (-1, 0, 0, -1),
    4: (1, 0, 0, -1),
    5: (0, 1, 1, 0),
    6: (0, -1, 1, 0),
    7: (0, -1, -1, 0),
    8: (0, 1, -1, 0),
}
"""What becomes of a point (x to the right, y downwards), by rows."""

_NUMBERS = {matrix: number for number, matrix in _MATRICES.items()}

WORDS = {
    AS_IT_IS: tr("upright"),
    HALF: tr("upside down"),
    RIGHT: trc("of a turn", "to the right"),
    LEFT: trc("of a turn", "to the left"),
}


def is_turn(number: int | None) -> bool:
    """Whether a number stands for one of the eight ways."""
    return number in _MATRICES


def then(first: int, second: int) -> int:
    """One turn after another, as one."""
    a, b, c, d = _MATRICES[second]
    e, f, g, h = _MATRICES[first]
    return _NUMBERS[a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h]


def back(turn: int) -> int:
    """The turn that takes another back."""
    a, b, c, d = _MATRICES[turn]
    return _NUMBERS[a, c, b, d]


def is_sideways(turn: int) -> bool:
    """Whether width and height trade places."""
    return turn >= 5


def in_words(turn: int) -> str:
    """A turn for people: "to the right"."""
    return WORDS.get(turn, tr("mirrored"))
