"""Keys and what a mouse does, as they are called in the user's language."""

import re

from mmdesk.core.language import trc

_PARTS = re.compile(r"(\s{2,}|,\s+|(?<=.)\+(?=.))")
"""What stands between the names of a line, such as "Ctrl+Home  or  Esc"."""

_NAMES = {
    "Ctrl": trc("keyboard", "Ctrl"),
    "Shift": trc("keyboard", "Shift"),
    "Alt": trc("keyboard", "Alt"),
    "Meta": trc("keyboard", "Meta"),
    "Esc": trc("keyboard", "Esc"),
    "Tab": trc("keyboard", "Tab"),
    "Enter": trc("keyboard", "Enter"),
    "Return": trc("keyboard", "Return"),
    "Space": trc("keyboard", "Space"),
    "Backspace": trc("keyboard", "Backspace"),
    "Del": trc("keyboard", "Del"),
    "Ins": trc("keyboard", "Ins"),
    "Home": trc("keyboard", "Home"),
    "End": trc("keyboard", "End"),
    "Page Up": trc("keyboard", "Page Up"),
    "Page Down": trc("keyboard", "Page Down"),
    "PgUp": trc("keyboard", "PgUp"),
    "PgDown": trc("keyboard", "PgDown"),
    "Arrows": trc("keyboard", "Arrows"),
    "Left": trc("keyboard", "Left"),
    "Right": trc("keyboard", "Right"),
    "Up": trc("keyboard", "Up"),
    "Down": trc("keyboard", "Down"),
    "Plus": trc("keyboard", "Plus"),
    "Minus": trc("keyboard", "Minus"),
    "or": trc("between keys", "or"),
    "to": trc("between keys", "to"),
    "click": trc("mouse", "click"),
    "double click": trc("mouse", "double click"),
    "wheel": trc("mouse", "wheel"),
    "Wheel": trc("mouse", "Wheel"),
    "Drag": trc("mouse", "Drag"),
    "Drag beside photos": trc("mouse", "Drag beside photos"),
    "Click a month": trc("mouse", "Click a month"),
}


def key_names(line: str) -> str:
    """A line of keys for people, such as "Home  End", of one that has them in English."""
    return "".join(_NAMES.get(part, part) for part in _PARTS.split(line))
