"""Preferences: how the program is to look and to behave, as the user set it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from mmdesk.core.choices_file import Checks, read_choices, write_choices

AnimationsName = Literal["system", "off"]

IndexWish = Literal["auto", "exact", "lance"]
"""Which engine is to search: by the size of the library, always the exact one, or always LanceDB's."""

SMALLEST_TEXT, LARGEST_TEXT = 90, 160
"""Percent of the desktop's own size of text."""

MOST_THREADS = 1024
"""No computer of today has as many cores."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Choices of the preferences; those of the theme and of the models are among the settings.

    `language` is the code of the language that is spoken, or "system". `text_percent` is the size of text
    in percent of the desktop's own. Before photos go to the trash, photos are forgotten and sidecars are
    written, the user is asked where `ask_trash`, `ask_forget` and `ask_sidecars` say so. `threads` is the
    most cores that heavy work may have (0: all), `gentle` lets looking at photos wait for mains power,
    `index_by_night` for the night of the painting queue. `read_text` has text read in photos that likely
    have some, where that can be. Thumbnails of photos that have left the library go beyond
    `thumbnails_gb` gigabytes (0: never). `search_engine` is the engine that is to search. The computers
    of the `cluster` at that address look at photos ("": of none), which find folders by `cluster_map`
    ("/srv/photos=/mnt/photos; ..."). `keys` are the shortcuts that were changed, by their names
    (`ui.keys.shortcuts`), as Qt writes key sequences. `hints_read` are places whose first sentence was
    read.
    """

    language: str = "system"
    text_percent: int = 100
    animations: AnimationsName = "system"
    ask_trash: bool = False
    ask_forget: bool = True
    ask_sidecars: bool = True
    threads: int = 0
    gentle: bool = True
    index_by_night: bool = False
    read_text: bool = True
    thumbnails_gb: int = 0
    search_engine: IndexWish = "auto"
    cluster: str = ""
    cluster_map: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    hints_read: tuple[str, ...] = ()


def load_preferences(path: Path) -> Preferences:
    """The preferences in `path`; whatever is missing, unknown or broken takes its default."""
    return read_choices(path, Preferences(), CHECKS)


def save_preferences(preferences: Preferences, path: Path) -> None:
    """Write the file whole or not at all. Raises OSError."""
    write_choices(preferences, path)


def _are_words(keys: Mapping[str, Any]) -> bool:
    return all(isinstance(written, str) for written in keys.values())


CHECKS: Checks = {
    "text_percent": range(SMALLEST_TEXT, LARGEST_TEXT + 1).__contains__,
    "animations": get_args(AnimationsName).__contains__,
    "search_engine": get_args(IndexWish).__contains__,
    "threads": range(MOST_THREADS).__contains__,
    "thumbnails_gb": range(1 << 20).__contains__,
    "keys": _are_words,
}
"""Checks of values that a file changed by hand could have wrong."""
