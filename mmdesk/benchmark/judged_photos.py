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
from mmdesk.tasks.vocabulary import vocabulary
from mmdesk.training.encoding import FolderEncoder
from mmdesk.training.evaluation import captioned
from mmdesk.training.pack import Example, read_examples, split_of

SHOWS, NOT, UNKNOWN = 1, 0, -1

MOST_PER_SET = 150
"""Pictures of one set that are looked at, at most: no set should outweigh the others."""

ABSENT_WORDS, NONSENSE = 40, 200

IMAGES, TEXTS, CAPTIONS = "flickr_image_vectors.npz", "concept_text_vectors.npz", "flickr_captions.jsonl"
"""The files of a folder of stored vectors."""

Truth = NDArray[np.int8]


@dataclass(frozen=True)
class JudgedPhotos:
    """Unit vectors of `photos` [n, dim], of `neutral` texts and of `concepts` [c, dim].

    `truth` [n, c] is SHOWS, NOT or UNKNOWN.

    `captions` [t, dim] belong to the photos `owners` [t]; `nonsense` [k, dim] are strings of random letters.
    Both are empty where nobody can make vectors of texts.
    """

    photos: Vectors
    neutral: Vectors
    concepts: Vectors
    truth: Truth
    captions: Vectors
    owners: NDArray[np.int64]
    nonsense: Vectors


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
    return JudgedPhotos(photos, neutral, concepts, truth, none, np.empty(0, np.int64), none)


def judged_by_index(data: Path, model: Path, device: str) -> JudgedPhotos:
    """The held-out pictures of a data pack, or folder, seen by a model. Raises UserError.

    A photo shows what its labels say; of those without labels nobody knows.
    """
    chosen = _some_of_each([e for e in split_of(read_examples(data), "dev") if e.labels or e.captions])
    encoder = FolderEncoder(model, device)
    try:
        photos = encoder.examples(chosen)
        concepts = _concepts(chosen)
        truth = np.array([[_shows(one, name) for name in concepts] for one in chosen], np.int8)
        told = captioned(chosen)
        places = {id(one): place for place, one in enumerate(chosen)}
        owners = [places[id(one)] for one in told for _ in one.captions]
        return JudgedPhotos(
            photos,
            encoder.texts(neutral_texts()),
            _spoken(concepts, encoder.texts),
            truth.reshape(len(chosen), -1),
            encoder.texts([caption for one in told for caption in one.captions]) if told else photos[:0],
            np.array(owners, np.int64),
            _spoken(nonsense(), encoder.texts),
        )
    finally:
        encoder.close()


def nonsense() -> list[str]:
    """Strings of random letters, always the same ones."""
    chance = random.Random(15)  # noqa: S311  (nothing secret)
    return ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(4, 10))) for _ in range(NONSENSE)]


def _some_of_each(examples: Iterable[Example]) -> list[Example]:
    sets: defaultdict[str, list[Example]] = defaultdict(list)
    for one in examples:
        sets[one.source].append(one)
    return [one for found in sets.values() for one in found[:MOST_PER_SET]]


def _concepts(chosen: Sequence[Example]) -> list[str]:
    """Names of labels, and everyday words that nothing here speaks of."""
    labels = Counter(label for one in chosen for label in set(one.labels))
    spoken = " ".join([*labels, *(caption for one in chosen for caption in one.captions)]).lower()
    everyday = [label.name for found in starter_sets() for label in found]
    silent = [name for name in dict.fromkeys(everyday) if not _says([spoken], name)[0]]
    return [*labels, *silent[:ABSENT_WORDS]]


def _shows(one: Example, name: str) -> int:
    if name in one.labels:
        return SHOWS
    return NOT if one.labels else UNKNOWN


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
