"""Meaning of the user's words in filters: names are met in part, and upper and lower case are the same."""

import fnmatch
import os
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from mmdesk.core.plain_text import plain

KINDS_OF_FILES = {
    **dict.fromkeys(("jpg", "jpeg"), ("jpg", "jpeg", "jpe", "jfif", "mpo")),
    **dict.fromkeys(("tif", "tiff"), ("tif", "tiff")),
    **dict.fromkeys(("heic", "heif"), ("heic", "heif", "hif")),
    **dict.fromkeys(("video", "film"), ("mov", "mp4", "m4v", "avi", "mkv", "webm", "mts", "3gp")),
}
"""Extensions of the kinds of files that have several."""

_LETTER = r"[^\W\d_]"
_WILD = re.compile(r"[*?]")


@lru_cache(10_000)
def folded(text: str) -> str:
    """A text in which neither case, accents nor white space count."""
    return "".join(plain(text).split())


def is_part_of(said: str, name: str | None) -> bool:
    """Whether a camera's or lens's name has what is said in it: "canon", "50mm"."""
    return name is not None and folded(said) in folded(name)


def file_name_test(said: str) -> Callable[[str], bool]:
    """Tells whether a file is called like that: a part of its name, or a pattern of all of it ("IMG_02*")."""
    said = said.casefold()
    if not _WILD.search(said):
        return lambda name: said in name.casefold()
    pattern = re.compile(fnmatch.translate(said.replace("[", "[[]")))
    return lambda name: any(
        pattern.match(one) for one in (name.casefold(), os.path.splitext(name.casefold())[0])
    )


def is_folder(said: str, parts: Sequence[str]) -> bool:
    """Whether a path goes through a folder of that name, or through several: "italy", "2019/rome".

    Words of a name are met from their beginning. `parts` are the names of the folders, outermost first.
    """
    wanted = [_from_word(one) for one in re.split(r"[\\/]", said) if one]
    names = [name.casefold() for name in parts]
    places = range(len(names) - len(wanted) + 1)
    return bool(wanted) and any(
        all(pattern.search(name) for pattern, name in zip(wanted, names[place:], strict=False))
        for place in places
    )


def _from_word(said: str) -> re.Pattern[str]:
    said = said.casefold()
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, said) else r"(?<!\d)" if said[:1].isdigit() else ""
    return re.compile(before + re.escape(said))
