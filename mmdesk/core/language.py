"""The language of the program: its sentences, as they are said to the user.

Sentences stand in the code in English, marked by `tr` and its kin, and in `resources/languages` in others,
in the catalogues of GNU gettext (https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html). A
process has one language from its first sentence to its end, that of the variable `MMDESK_LANGUAGE`, which
the processes it starts inherit; so a sentence may be said wherever it is needed, in a constant as in a
function. `core.language_choice` chooses the language, before anything else is imported.
"""

import gettext
import os
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

from mmdesk.core.places import languages_folder
from mmdesk.core.pseudo_language import PseudoCatalogue

VARIABLE = "MMDESK_LANGUAGE"
"""The variable of the environment with the code of the language; English where it is not set."""

DOMAIN = "mmdesk"
"""Name of the catalogues, below the folder of each language."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the program: what it calls itself, and how it writes numbers."""

    code: str
    name: str
    thousands: str = ","
    decimal: str = "."
    percent: str = "%"


NARROW = "\N{NARROW NO-BREAK SPACE}"
WIDE = "\N{NO-BREAK SPACE}"
APART = f"{WIDE}%"
"""The sign of percent in languages that part it from its number."""

LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English"),
        Language("de", "Deutsch", ".", ",", APART),
        Language("es", "Español", ".", ",", APART),
        Language("fr", "Français", NARROW, ",", APART),
        Language("lt", "Lietuvių", WIDE, ",", APART),
        Language("pcm", "Naijíriá Píjin"),
        Language("ro", "Română", ".", ",", APART),
        Language("sv", "Svenska", WIDE, ",", APART),
        Language("tl", "Tagalog"),
    )
}
"""The languages of the program by their codes (ISO 639)."""

PSEUDO_LANGUAGES = {
    "en-XA": Language("en-XA", "[Long English]"),
    "ar-XB": Language("ar-XB", "[English from right to left]"),
}
"""English in disguise, by which one sees what is not translated, and what has no room for longer words."""


def tr(sentence: str, /, **values: Any) -> str:
    """`sentence` in the user's language, with `values` at the places that have their names.

    Without values it stands as it is, braces and all. Numbers are written as the language writes them.
    """
    translated = _catalogue().gettext(sentence)
    return _filled(translated, values) if values else translated


def trn(one: str, many: str, n: int, /, **values: Any) -> str:
    """The form of a sentence that `n` things call for, in the user's language; `{n}` in it is the number."""
    return _filled(_catalogue().ngettext(one, many, n), {"n": n, **values})


def trc(context: str, word: str, /) -> str:
    """A word whose translation depends on where it stands, in the user's language."""
    return _catalogue().pgettext(context, word)


def told(text: str, /, context: str = "") -> str:
    """A text of a docstring, or of a file that comes with the program, in the user's language."""
    if not text:
        return ""
    return _catalogue().pgettext(context, text) if context else _catalogue().gettext(text)


def in_figures(number: float, how: str = ",") -> str:
    """A number as the language writes it: "1,203"; `how` is written as in a format string."""
    return _filled("{number:" + how + "}", {"number": number})


@cache
def language_now() -> Language:
    """The language of this process."""
    code = os.environ.get(VARIABLE, "en")
    return (LANGUAGES | PSEUDO_LANGUAGES).get(code, LANGUAGES["en"])


def catalogue_of(code: str) -> gettext.NullTranslations:
    """The sentences of a language; English ones where it has none."""
    if code in PSEUDO_LANGUAGES:
        return PseudoCatalogue()
    return gettext.translation(DOMAIN, languages_folder(), [code], fallback=True)


@cache
def _catalogue() -> gettext.NullTranslations:
    return catalogue_of(language_now().code)


class _NumberFormatter(Formatter):
    """Writes numbers with the marks of a language, where they are written with marks at all."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """The value as `format_spec` has it; its marks and its sign of percent become the language's."""
        written = str(super().format_field(value, format_spec))
        if not (format_spec and isinstance(value, int | float)):
            return written
        language = language_now()
        marks = {ord(","): language.thousands, ord("."): language.decimal, ord("%"): language.percent}
        return written.translate(marks)


def _filled(sentence: str, values: dict[str, Any]) -> str:
    return _NumberFormatter().vformat(sentence, (), values)
