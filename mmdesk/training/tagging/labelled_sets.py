"""Labelled sets as tagging is measured on them."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.vectors import Vectors
from mmdesk.models.label_scorer import VocabularyBaseline, mean_direction
from mmdesk.training.pack import Example
from mmdesk.training.prompts import ensemble_prompts

SURE, NOT, UNKNOWN = 1, 0, -1

FEWEST = 10
"""Photos with a label, and without it, from which it is taught: half of them teach, half are held out."""

SAID_BY = 2
"""Number of a photo's captions that must say a noun; where one alone does, nobody knows."""

CLIP_SPACE = Path("clip_space")

Truth = NDArray[np.int8]


@dataclass(frozen=True)
class Space:
    """What one model sees: the `library` [n, dim] of all photos, the baseline, and "none of these"."""

    library: Vectors
    baseline: VocabularyBaseline
    background: Vectors


@dataclass(frozen=True)
class TagSet:
    """Photos, rows of a space's library, with labels: `truth` [photos, labels] is SURE, NOT or UNKNOWN.

    `texts` [labels, dim] are the labels' own vectors. `names_one`: each photo shows one of the labels, so
    naming it can be right or wrong.
    """

    name: str
    rows: NDArray[np.int64]
    labels: tuple[str, ...]
    texts: Vectors
    truth: Truth
    names_one: bool = True

    def frequent(self) -> "TagSet":
        """The set with the labels alone that can be taught and measured."""
        known = (self.truth == SURE).sum(0) >= FEWEST
        known &= (self.truth == NOT).sum(0) >= FEWEST
        kept = np.flatnonzero(known)
        labels = tuple(self.labels[place] for place in kept)
        return TagSet(self.name, self.rows, labels, self.texts[kept], self.truth[:, kept], self.names_one)


def label_texts(names: Iterable[str], encode: Callable[[Sequence[str]], Vectors]) -> dict[str, Vectors]:
    """One unit vector per name, as the program makes it of a label's prompts."""
    told = LabelSet("measured", tuple(Label(_sayable(name), ensemble_prompts(name)) for name in set(names)))
    return {
        name: mean_direction(encode(told.texts(label)))
        for name in set(names)
        if (label := told.find(_sayable(name)))
    }


def _sayable(name: str) -> str:
    return re.sub(r"[/#\n]", " ", name)


def sets_of_examples(examples: Sequence[Example]) -> dict[str, list[int]]:
    """Places of labelled pictures by set; sets with one name alone say nothing."""
    sets: defaultdict[str, list[int]] = defaultdict(list)
    for place, example in enumerate(examples):
        if example.labels:
            sets[example.source].append(place)
    return {
        name: places
        for name, places in sorted(sets.items())
        if len({examples[place].labels[0] for place in places}) > 1
    }


def tag_set(
    name: str, places: Sequence[int], examples: Sequence[Example], texts: dict[str, Vectors]
) -> TagSet:
    """One set of pictures: the first label of each is its name, the others hold as well."""
    names = tuple(sorted({examples[place].labels[0] for place in places}))
    truth = np.array([[one in examples[place].labels for one in names] for place in places], np.int8)
    return TagSet(name, np.array(places, np.int64), names, np.stack([texts[one] for one in names]), truth)


def whole_library(examples: Sequence[Example], sets: Sequence[TagSet]) -> TagSet:
    """All sets as one library; a label is looked for among the pictures of all of them.

    A photo counts as being without every label it was not given, and so a few do that show it.
    """
    rows = np.concatenate([one.rows for one in sets])
    texts = {label: one.texts[place] for one in sets for place, label in enumerate(one.labels)}
    seen = Counter(label for row in rows for label in set(examples[row].labels))
    names = tuple(sorted(label for label in texts if seen[label] >= FEWEST))
    truth = np.array([[one in examples[row].labels for one in names] for row in rows], np.int8)
    vectors = np.stack([texts[one] for one in names]) if names else np.empty((0, 0), np.float32)
    return TagSet("all as one library", rows, names, vectors, truth.reshape(len(rows), -1))


def clip_space(data: Path, vocabulary: Sequence[str]) -> tuple[Space, TagSet] | None:
    """The true vectors of OpenAI's ViT-B/32 in a data pack: nouns as labels, captions as truth.

    None where the pack has no such part. Raises UserError where it is broken.
    """
    folder = data / CLIP_SPACE
    if not folder.is_dir():
        return None
    try:
        with np.load(folder / "flickr_image_vectors.npz") as images:
            ids, photos = [str(one) for one in images["ids"]], _unit(images["vectors"])
        with np.load(folder / "concept_text_vectors.npz") as nouns:
            names, texts = [str(one) for one in nouns["names"]], _unit(nouns["vectors"])
        lines = (folder / "flickr_captions.jsonl").read_text(encoding="utf-8").splitlines()
        captions = {row["id"]: row["captions"] for row in map(json.loads, lines)}
        said = [captions[one] for one in ids]
    except (OSError, ValueError, KeyError) as error:
        raise UserError(f"The vectors in {folder} cannot be read.") from error
    places = {name: place for place, name in enumerate(names)}
    words = texts[[places[word] for word in vocabulary if word in places]]
    truth = np.stack([_spoken(name, said) for name in names], 1)
    space = Space(photos, VocabularyBaseline.of_vocabulary(words), np.empty((0, photos.shape[1]), np.float32))
    rows = np.arange(len(ids), dtype=np.int64)
    return space, TagSet("clip_space", rows, tuple(names), texts, truth, names_one=False).frequent()


def _spoken(noun: str, captions: Sequence[Sequence[str]]) -> Truth:
    """Whether the captions of each photo speak of `noun`, in the singular or plural."""
    word = noun.lower().replace("_", " ")
    pattern = re.compile(rf"\b{re.escape(word)}(s|es)?\b")
    # Most captions lack the word: that is known sooner than what stands around it.
    times = np.array(
        [sum(word in one and pattern.search(one) is not None for one in told) for told in captions]
    )
    return np.where(times >= SAID_BY, SURE, np.where(times == 0, NOT, UNKNOWN)).astype(np.int8)


def _unit(vectors: NDArray[np.float16]) -> Vectors:
    wide = vectors.astype(np.float32)
    return np.asarray(wide / np.linalg.norm(wide, axis=1, keepdims=True), np.float32)
