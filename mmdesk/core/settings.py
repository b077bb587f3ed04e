"""Settings: what the user chose, in one small JSON file."""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from mmdesk.core.choices_file import Checks, read_choices, write_choices
from mmdesk.core.errors import UserError

ThemeName = Literal["dark", "light", "contrast", "system"]
PlaceName = Literal["library", "tags", "studio", "models"]
WindowState = Literal["normal", "maximized", "full screen"]

FARTHEST = 1 << 20
"""No screen lies as many pixels away."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices that outlive the program.

    `thumbnail_size` is in device-independent pixels; photos are shown in `order`, grouped by `grouping`
    where that is the order of time. `model` is the CLIP model of searches, `vqgan` the one that paints,
    `tokens`, `unclip`, `kandinsky` (with its `kandinsky_prior`) and `janus` those that paint, if they were
    chosen, and `guidance` the CLIP models that guide paintings: none means `model`.

    While culling, a mark goes on to the next photo where it is to `auto_advance`.

    The window begins at `place`, with the photos of `folder` (as the system's file names are decoded; empty
    for all). `window_place` is its left, top, width and height, in device-independent pixels, while it is not
    `window_state`; `splitters` has Qt's states of its panels, by their names, in base64. `window_shape` is
    Qt's window geometry in base64, as former versions wrote it.

    In the Studio, `painting` is the document of the spec that was asked for last, less what is as the models
    above have it; `prompt` are the words as they were typed, which need not make sense yet.
    """

    theme: ThemeName = "dark"
    thumbnail_size: int = 200
    order: str = "taken"
    grouping: str = "months"
    model: str = "starter-clip"
    guidance: tuple[str, ...] = ()
    vqgan: str = "starter-vqgan"
    tokens: str = ""
    unclip: str = ""
    kandinsky: str = ""
    kandinsky_prior: str = ""
    janus: str = ""
    inspector_shown: bool = True
    filters_shown: bool = False
    auto_advance: bool = True
    place: PlaceName = "library"
    folder: str = ""
    window_place: tuple[int, ...] = ()
    window_state: WindowState = "normal"
    window_shape: str = ""
    splitters: Mapping[str, str] = field(default_factory=dict)
    painting: Mapping[str, Any] = field(default_factory=dict)
    prompt: str = ""
    seed_locked: bool = False


def load_settings(path: Path) -> Settings:
    """The settings in `path`; whatever is missing, unknown or broken takes its default."""
    return read_choices(path, Settings(), CHECKS)


def _is_rectangle(value: tuple[Any, ...]) -> bool:
    return len(value) == 4 and all(type(number) is int and abs(number) < FARTHEST for number in value)


def _is_file_name(value: str) -> bool:
    try:
        return os.fsencode(value) != b""
    except UnicodeEncodeError:
        return False


def _is_base64(value: object) -> bool:
    try:
        return isinstance(value, str) and base64.b64decode(value, validate=True) is not None
    except ValueError:
        return False


def _is_painting(document: Mapping[str, Any]) -> bool:
    if not document:
        return True
    from mmdesk.core.painting.spec import PaintSpec  # noqa: PLC0415  (no search needs to know of paintings)

    try:
        return PaintSpec.from_document(document) is not None
    except UserError:
        return False


CHECKS: Checks = {
    "theme": get_args(ThemeName).__contains__,
    "guidance": lambda names: all(isinstance(name, str) for name in names),
    "place": get_args(PlaceName).__contains__,
    "folder": _is_file_name,
    "window_place": _is_rectangle,
    "window_state": get_args(WindowState).__contains__,
    "window_shape": _is_base64,
    "splitters": lambda states: all(map(_is_base64, states.values())),
    "painting": _is_painting,
}
"""Checks of values that a file changed by hand could have wrong."""


def save_settings(settings: Settings, path: Path) -> None:
    """Write the file whole or not at all. Raises OSError."""
    write_choices(settings, path)


def save_window_choices(settings: Settings, path: Path) -> None:
    """Keep what the window chose; the models may have been chosen anew since it opened."""
    now = load_settings(path)
    save_settings(
        replace(
            settings,
            model=now.model,
            guidance=now.guidance,
            vqgan=now.vqgan,
            tokens=now.tokens,
            unclip=now.unclip,
            kandinsky=now.kandinsky,
            kandinsky_prior=now.kandinsky_prior,
            janus=now.janus,
        ),
        path,
    )
