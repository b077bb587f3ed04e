"""Photos with what they are known to show, as vectors: what the quality of a search is measured on."""

import json
import random
import re
import string
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.core.vectors import Vectors
from mmdesk.models.label_scorer import mean_direction
from mmdesk.tasks.phrasings import neutral_texts, phrasings
from mmdesk.tasks.tagging.sets import starter_sets
from mmdesk.tasks.vocabulary import usual_shares, vocabulary
from mmdesk.training.corpus import WORDY_SETS
from mmdesk.training.encoding import FolderEncoder
from mmdesk.training.evaluation import captioned
from mmdesk.training.pack import Example, read_examples, split_of

SHOWS, NOT, UNKNOWN = 1, 0, -1

MOST_PER_SET = 150
"""Pictures of one set that are looked at, at most: no set should outweigh the others."""

ALIKE = 0.45
"""Cosine of two labels from which they may mean the same, by the model's own word."""

ABSENT_WORDS, NONSENSE = 40, 200

IMAGES, TEXTS, CAPTIONS = "flickr_image_vectors.npz", "concept_text_vectors.npz", "flickr_captions.jsonl"
"""The files of a folder of stored vectors."""

Truth = NDArray[np.int8]


@dataclass(frozen=True)
class JudgedPhotos:
    """Unit vectors of `photos` [n, dim], of `neutral` texts and of `concepts` [c, dim].

    `truth` [n, c] is SHOWS, NOT or UNKNOWN; `sources` [n] are numbers of the sets the photos are of.

    `usual` is the share of photos that usually shows each concept; None for all but common words.

    `captions` [t, dim] belong to the photos `owners` [t]; `nonsense` [k, dim] are strings of random letters.
    Both are empty where nobody can make vectors of texts.
    """

    photos: Vectors
    neutral: Vectors
    concepts: Vectors
    truth: Truth
    sources: NDArray[np.int64]
    captions: Vectors
    owners: NDArray[np.int64]
    nonsense: Vectors
    usual: tuple[float | None, ...] = ()

    def usual_share(self, concept: int) -> float | None:
        """The usual share of photos that show a concept, where it is a common word."""
        return self.usual[concept] if self.usual else None


def stored_vectors(folder: Path) -> JudgedPhotos | None:
    """The vectors and captions in `folder`; None where it holds no such files.

    A photo shows a noun when one of its captions says it. Raises UserError for files that are broken.
    """
    if not (folder / IMAGES).is_file():
        return None
    try:
        with np.load(folder / IMAGES) as images:
            ids, photos = [str(one) for one in images["ids"]], _unit(images["vectors"])
        with np.load(folder / TEXTS) as nouns:
            names, concepts = [str(one) for one in nouns["names"]], _unit(nouns["vectors"])
        lines = (folder / CAPTIONS).read_text(encoding="utf-8").splitlines()
        captions = {row["id"]: row["captions"] for row in map(json.loads, lines)}
        said = [" | ".join(captions[one]).lower() for one in ids]
    except (OSError, ValueError, KeyError) as error:
        raise UserError(f"The vectors in {folder} cannot be read.") from error
    truth = np.stack([_says(said, name) for name in names], 1)
    places = {name: place for place, name in enumerate(names)}
    neutral = concepts[[places[word] for word in vocabulary() if word in places]]
    none = np.empty((0, photos.shape[1]), np.float32)
    one_set, nobody = np.zeros(len(photos), np.int64), np.empty(0, np.int64)
    return JudgedPhotos(photos, neutral, concepts, truth, one_set, none, nobody, none, _usual(names))


def judged_by_index(data: Path, model: Path, device: str) -> JudgedPhotos:
    """The held-out pictures of a data pack, or folder, seen by a model. Raises UserError.

    A photo shows what its labels say. What it does not show they say within its own set; see `truth_of`.
    """
    chosen = _some_of_each([e for e in split_of(read_examples(data), "dev") if e.labels or e.captions])
    encoder = FolderEncoder(model, device)
    try:
        photos = encoder.examples(chosen)
        concepts = _concepts(chosen)
        spoken = _spoken(concepts, encoder.texts)
        truth = truth_of(chosen, concepts, spoken)
        told = captioned(chosen)
        places = {id(one): place for place, one in enumerate(chosen)}
        owners = [places[id(one)] for one in told for _ in one.captions]
        return JudgedPhotos(
            photos,
            encoder.texts(neutral_texts()),
            spoken,
            truth,
            np.unique([one.source for one in chosen], return_inverse=True)[1].astype(np.int64),
            encoder.texts([caption for one in told for caption in one.captions]) if told else photos[:0],
            np.array(owners, np.int64),
            _spoken(nonsense(), encoder.texts),
            _usual(concepts),
        )
    finally:
        encoder.close()


def nonsense() -> list[str]:
    """Strings of random letters, always the same ones."""
    chance = random.Random(15)  # noqa: S311  (nothing secret)
    return ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(4, 10))) for _ in range(NONSENSE)]


def _usual(concepts: Sequence[str]) -> tuple[float | None, ...]:
    return tuple(usual_shares().get(name.casefold()) for name in concepts)


def _some_of_each(examples: Iterable[Example]) -> list[Example]:
    sets: defaultdict[str, list[Example]] = defaultdict(list)
    for one in examples:
        sets[one.source].append(one)
    return [one for found in sets.values() for one in found[:MOST_PER_SET]]


def _concepts(chosen: Sequence[Example]) -> list[str]:
    """Names of labels, and everyday words that nothing here speaks of."""
    labels = Counter(label for one in chosen for label in set(_told(one)))
    spoken = " ".join([*labels, *(caption for one in chosen for caption in one.captions)]).lower()
    everyday = [label.name for found in starter_sets() for label in found]
    silent = [name for name in dict.fromkeys(everyday) if not _says([spoken], name)[0]]
    return [*labels, *silent[:ABSENT_WORDS]]


def truth_of(chosen: Sequence[Example], concepts: Sequence[str], spoken: Vectors) -> Truth:
    """What is known of each photo and concept, [photos, concepts]; `spoken` [concepts, dim] are vectors.

    Within a set that names it, its labels decide. A photo of another set is taken to be without a thing,
    unless a label of its own means nearly the same ("tabby" where cats are looked for), or its whole set has
    one label, which says nothing of what else is there.
    """
    named = _names_by_set(chosen)
    places = {name: place for place, name in enumerate(concepts)}
    alike = spoken @ spoken.T >= ALIKE
    truth = np.full((len(chosen), len(concepts)), UNKNOWN, np.int8)
    for row, one in zip(truth, chosen, strict=True):
        own = [places[label] for label in _told(one)]
        if own and len(named[one.source]) > 1:
            row[~alike[own].any(0)] = NOT
        if own:
            row[[places[name] for name in named[one.source]]] = NOT
        row[own] = SHOWS
    return truth


def _names_by_set(chosen: Sequence[Example]) -> dict[str, set[str]]:
    """The labels in each set. Where each set has one label, as folders may, they are one set together."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for one in chosen:
        named[one.source].update(_told(one))
    if all(len(names) < 2 for names in named.values()):
        return dict.fromkeys(named, set().union(*named.values()))
    return named


def _told(one: Example) -> tuple[str, ...]:
    """The labels of a photo; those of a set of code points say what it is called, not what it shows."""
    return () if one.source in WORDY_SETS else one.labels


def _spoken(names: Sequence[str], encode: Callable[[Sequence[str]], Vectors]) -> Vectors:
    """One vector a name, as a search has it."""
    groups = [phrasings(name) for name in names]
    vectors = iter(encode([text for group in groups for text in group]))
    return np.stack([mean_direction(np.stack([next(vectors) for _ in group])) for group in groups])


def _says(texts: Sequence[str], noun: str) -> Truth:
    """Whether each text speaks of `noun`, in the singular or plural."""
    said = noun.lower().replace("_", " ")
    pattern = re.compile(rf"\b{re.escape(said)}(s|es)?\b")
    return np.array([said in text and pattern.search(text) is not None for text in texts], np.int8)


def _unit(vectors: NDArray[np.float16]) -> Vectors:
    wide = vectors.astype(np.float32)
    return np.asarray(wide / np.linalg.norm(wide, axis=1, keepdims=True), np.float32)
