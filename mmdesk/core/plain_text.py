"""Texts in which neither case nor accents count."""

import re
import unicodedata

_LETTERS = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """A text in which neither case nor accents count: "Zürich" is "zurich"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def words_of(text: str) -> list[str]:
    """The words of a text, plain; what is neither letter nor digit parts them."""
    return _LETTERS.findall(plain(text))
