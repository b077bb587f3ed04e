"""Names of the labels that come with the program, in the languages of the program.

They stand in the catalogues of its sentences, in the context of labels. A model reads English all the same:
a label that is called otherwise is found by its English name, which it has among its synonyms.
"""

import gettext
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from mmdesk.core.keyword_paths import pieces
from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.language import told
from mmdesk.core.places import builtin_labels

CONTEXT = "label"
ENGLISH = "en"

Decided = Mapping[tuple[str, str], int]
"""Numbers of photos that something was decided of, by label and label set."""


class LabelNames:
    """What the labels of `sets`, which are English, are called in the language `code`.

    No two are called alike: where the language has one word for several labels, or calls one as another is
    called in English, it keeps its English name.
    """

    def __init__(self, code: str, catalogue: gettext.NullTranslations, sets: Sequence[LabelSet]) -> None:
        self.code = code
        self._catalogue = catalogue
        self.by_english = _apart({label.name: self._word(label.name) for one in sets for label in one}, sets)

    def labelled(self, labels: LabelSet, words: Mapping[str, "LabelNames"]) -> LabelSet:
        """A set that this language describes, with each label called by its own language in `words`."""
        called = [words[label.name].called(label) for label in labels]
        names = {label.name for label in called}
        told = tuple(
            replace(label, parent=english.parent) if label.parent in names else label
            for label, english in zip(called, labels, strict=True)
        )
        return replace(labels, labels=told, description=self._word(labels.description))

    def called(self, label: Label) -> Label:
        """A label by its name in this language; its texts stay what they are."""
        name, parent = self.by_english[label.name], self._word(label.parent)
        if name == label.name:
            return replace(label, parent=parent)
        return replace(label, name=name, parent=parent, synonyms=(label.name, *label.synonyms), unspoken=True)

    def _word(self, english: str) -> str:
        return self._catalogue.pgettext(CONTEXT, english) if english else ""


def sets_in_use(
    sets: Sequence[LabelSet], languages: Sequence[LabelNames], given: Decided
) -> tuple[LabelSet, ...]:
    """The sets with their labels called as in the first of `languages`, which is the user's.

    A label that photos were given by another of its names keeps that, so that no photo has it twice: its
    English name by whatever way they got it, one in a third language only where they got it from its set.
    """
    spelling = _Spelling(sets, languages, given)
    words = {label.name: spelling.of(label.name) for labels in sets for label in labels}
    return tuple(languages[0].labelled(labels, words) for labels in sets)


class _Spelling:
    """Chooses for each label the language by whose name most photos have it, or the first."""

    def __init__(self, sets: Sequence[LabelSet], languages: Sequence[LabelNames], given: Decided) -> None:
        self._sets, self._languages = sets, languages
        self._photos: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for (name, label_set), photos in given.items():
            self._photos[name][label_set] = photos

    def of(self, english: str) -> LabelNames:
        """The language of the label that is called so in English."""
        first = self._languages[0]
        known = [one for one in self._languages if one.by_english[english] in self._photos]
        return max([first, *known], key=partial(self._given, english))

    def _given(self, english: str, language: LabelNames) -> int:
        photos = self._photos.get(language.by_english[english], {})
        if language is self._languages[0] or language.code == ENGLISH:
            return sum(photos.values())
        return sum(photos.get(one.name, 0) for one in self._sets if one.find(english))


def _apart(names: Mapping[str, str], sets: Iterable[LabelSet]) -> dict[str, str]:
    """The names by the English ones, each of them once."""
    english = {pieces(word) for one in sets for label in one for word in (label.name, label.parent)}
    apart: dict[str, str] = {}
    taken = set(english)
    for own, name in names.items():
        same = pieces(name)
        fits = same == pieces(own) or (len(same) == 1 and same not in taken)
        apart[own] = name if fits else own
        taken.add(same)
    return apart


def set_title(name: str) -> str:
    """The name of a label set for people: in their language where the set comes with the program."""
    return told(name, CONTEXT) if name in _set_names() else name


@cache
def _set_names() -> frozenset[str]:
    return frozenset(path.stem.replace("-", " ") for path in builtin_labels().glob("*.toml"))
