"""A catalogue of a language that has a few words, for tests."""

import gettext
from collections.abc import Mapping


class SmallCatalogue(gettext.NullTranslations):
    """Translates `words` where they are names of labels, and nothing else."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        self._words = words

    def pgettext(self, context: str, message: str) -> str:
        """The word for a name of a label."""
        return self._words.get(message, message) if context == "label" else message
