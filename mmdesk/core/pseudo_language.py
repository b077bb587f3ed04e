"""English in disguise: longer, in brackets and with accents, to see what breaks in other languages.

What stands without brackets in a window of such a language is not marked for translation, or glued together
of pieces; what is cut has no room for German.
"""

import gettext
import re

LONGER = 0.4
"""Share by which sentences become longer, as they may in German or Lithuanian."""

ACCENTS = str.maketrans("aceinosuyACEINOSUY", "åçéîñöšüýÅÇÉÎÑÖŠÜÝ")

_KEPT = re.compile(r"\{[^{}]*\}|<[^<>]*>|&\w+;|https?://\S+|--?[a-z][a-z-]+|[A-Z]{2,}")
"""Parts that no translation touches: values, tags of HTML, addresses, options, names in capitals."""


class PseudoCatalogue(gettext.NullTranslations):
    """A catalogue that has every sentence, disguised."""

    def gettext(self, message: str) -> str:
        """`message` in disguise."""
        return disguised(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The English form for `n` things, in disguise."""
        return disguised(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        """`message` in disguise, whatever its context."""
        return self.gettext(message)


def disguised(sentence: str) -> str:
    """`sentence` with accents and dots in brackets, the parts that no translation touches as they are."""
    told, end = "", 0
    for kept in _KEPT.finditer(sentence):
        told += sentence[end : kept.start()].translate(ACCENTS) + kept.group()
        end = kept.end()
    told += sentence[end:].translate(ACCENTS)
    return f"[{told}{'·' * round(LONGER * len(_KEPT.sub('', sentence)))}]"
