"""Words of a search in the names of photos, and how much they count beside what the pictures show.

Names count for a term where they have all of its words: in tags that the user gave, in the caption, in the
text that was read in the photo, in the file's name, in those of its folders. They are taken for a witness of
their own that is right so often, whatever the model sees: photos show the term if the picture says so
rightly, or the name does (a noisy or; Pearl 1988, "Probabilistic Reasoning in Intelligent Systems"). A folder
alone makes a photo "maybe", and with a little from the picture it is strong; a tag of the user is always
strong.
"""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.name_match import NameKind, NameMatch
from mmdesk.core.paths import display_name
from mmdesk.core.photo import Photo, PhotoId
from mmdesk.core.plain_text import words_of
from mmdesk.core.query import Term
from mmdesk.core.search_line.offer_words import ABOUT_PHOTOS, LEADS
from mmdesk.core.vectors import Ids
from mmdesk.library.tags import GIVEN
from mmdesk.library.words import names_below
from mmdesk.tasks.library import Library

TRUST: dict[NameKind, float] = {"tag": 0.9, "caption": 0.8, "text": 0.6, "name": 0.6, "folder": 0.45}
"""How often a name is right that has the words of a term. What can be read in a photo is looked for as such,
or names what is not seen there.
"""

MOST_SHARE, MOST_OF_FEW, MOST_OF_MANY = 1 / 3, 100, 100_000
"""Share of a library up to which a word of names tells photos apart, and numbers of photos that always may
have it, and more than which never do: "Camera" is the folder of every photo of a telephone.
"""

SAYING_NOTHING = ABOUT_PHOTOS | LEADS | {"and", "for", "is", "it", "not", "or", "their", "to"}

_WORD = re.compile(r"[^\W_]+")

Found = tuple[Ids, NDArray[np.float32]]
"""Photos [n], and how far the names of each are believed [n]."""

NOTHING: Found = (np.empty(0, np.int64), np.empty(0, np.float32))


@dataclass(frozen=True)
class NameEvidence:
    """Photos `ids` [n] whose names have words of the terms, and how far they are believed [n, terms]."""

    ids: Ids
    trust: NDArray[np.float32]

    def of(self, ids: Ids) -> NDArray[np.float32]:
        """How far names are believed of these photos [m, terms]; 0 where they say nothing."""
        found = np.zeros((len(ids), self.trust.shape[1]), np.float32)
        if len(self.ids):
            places = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
            is_there = self.ids[places] == ids
            found[is_there] = self.trust[places[is_there]]
        return found

    def groups(self) -> list[Ids]:
        """The photos in groups of which names say the same: among these the pictures decide."""
        kinds, group = np.unique(self.trust, axis=0, return_inverse=True)
        return [self.ids[group.ravel() == number] for number in range(len(kinds))]


class NameWitness:
    """Looks words of searches up in the names of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def evidence(self, terms: Sequence[Term], photos: int, allowed: Ids | None = None) -> NameEvidence:
        """What names say of each term, in a library of so many photos; of those `allowed` only, if given.

        For a term that photos should not show, only the user's own tags are believed.
        """
        most = min(max(MOST_OF_FEW, int(MOST_SHARE * photos)), MOST_OF_MANY)
        found = [self._of_term(term, most) for term in terms]
        ids = np.unique(np.concatenate([one[0] for one in found]))
        if allowed is not None:
            ids = ids[np.isin(ids, allowed)]
        trust = np.zeros((len(ids), len(terms)), np.float32)
        for column, (those, certain) in enumerate(found):
            kept = np.isin(those, ids)
            trust[np.searchsorted(ids, those[kept]), column] = certain[kept]
        return NameEvidence(ids, trust)

    def reasons(self, terms: Sequence[Term], ids: Iterable[PhotoId]) -> dict[PhotoId, tuple[NameMatch, ...]]:
        """Which names of these photos have words of the terms."""
        wanted = [text for term in terms if not term.negative for text in term.texts if term.kind == "words"]
        photos = self._library.photos.by_ids(ids)
        tags = self._library.tags.of_photos([photo.id for photo in photos])
        said = self._library.texts.said_in([photo.id for photo in photos])
        above = self._library.words.above()
        found = {}
        for photo in photos:
            given = [tag.label for tag in tags.get(photo.id, ()) if tag.state in GIVEN]
            names = _names(photo, given, said.get(photo.id, ""), above)
            found[photo.id] = tuple(
                dict.fromkeys(match for text in wanted for match in _matches(text, names))
            )
        return found

    def _of_term(self, term: Term, most: int) -> Found:
        if term.kind != "words":
            return NOTHING
        words = self._library.words
        ways: dict[NameKind, Callable[[str, int], Ids]] = {"tag": words.tagged}
        if not term.negative:
            ways |= {"caption": words.captioned, "text": words.reading}
            ways |= {"name": words.named, "folder": words.in_folders}
        return _any_of([self._of_text(text, ways, most) for text in term.texts])

    def _of_text(self, text: str, ways: dict[NameKind, Callable[[str, int], Ids]], most: int) -> Found:
        """Photos whose names have every word, believed as far as the least certain one."""
        found: Found | None = None
        for word in telling_words(text):
            here = _any_of([_believed(look(word, most), TRUST[kind]) for kind, look in ways.items()])
            found = here if found is None else _both(found, here)
            if not len(found[0]):
                break
        return NOTHING if found is None else found


def telling_words(text: str) -> tuple[str, ...]:
    """The words of a text that names may have; none where one is too short to tell anything."""
    words = [word for word in _WORD.findall(text) if word.lower() not in SAYING_NOTHING]
    is_short = any(len(word) < (3 if word.isdigit() else 2) and word.isascii() for word in words)
    return () if is_short else tuple(words)


def _believed(ids: Ids, trust: float) -> Found:
    return ids, np.full(len(ids), trust, np.float32)


def _any_of(found: Sequence[Found]) -> Found:
    """Photos that any of these have, believed as far as the most certain one."""
    ids = np.concatenate([one[0] for one in found])
    trust = np.concatenate([one[1] for one in found])
    order = np.lexsort((-trust, ids))
    kept, first = np.unique(ids[order], return_index=True)
    return kept, trust[order][first]


def _both(one: Found, other: Found) -> Found:
    ids, here, there = np.intersect1d(one[0], other[0], assume_unique=True, return_indices=True)
    return ids, np.minimum(one[1][here], other[1][there])


def _names(
    photo: Photo, tags: Sequence[str], said: str, above: Sequence[bytes]
) -> list[tuple[NameKind, str]]:
    """Names of a photo, the most trusted first, and of its folders the innermost first."""
    folders = names_below(os.path.dirname(photo.path), above)[::-1]
    return [
        *(("tag", tag) for tag in tags),
        ("caption", photo.facts.caption or ""),
        ("text", said),
        ("name", display_name(photo.path)),
        *(("folder", folder) for folder in folders),
    ]


def _matches(text: str, names: Sequence[tuple[NameKind, str]]) -> list[NameMatch]:
    """The first name that has each word; nothing where one is in none."""
    found = []
    for word in telling_words(text):
        wanted = set(words_of(word))
        match = next(((kind, name) for kind, name in names if wanted <= set(words_of(name))), None)
        if match is None:
            return []
        kind, name = match
        found.append(NameMatch(kind, word if kind in ("name", "caption", "text") else name))
    return found
