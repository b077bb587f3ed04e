"""Figures of how well a model finds photos by words and names them, on pictures it never saw.

Retrieval as R@k (Hodosh, Young and Hockenmaier 2013): the share of captions whose own photo is among the
first k. Zero-shot naming as in Radford et al. 2021: the label whose mean prompt vector is nearest.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmdesk.training.pack import Example, split_of
from mmdesk.training.prompts import ensemble_prompts

Vectors = NDArray[np.float32]
EncodeTexts = Callable[[Sequence[str]], Vectors]
EncodeExamples = Callable[[Sequence[Example]], Vectors]

CUTS = (1, 5, 10)
CAPTION_SETS = ("flickr", "coco")
NAMED_SETS = (
    "pacs_photo", "scene15", "catsdogs", "houses", "weather", "caltech101",
    "pacs_art", "pacs_cartoon", "pacs_sketch", "grocery", "clothing",
)  # fmt: skip
"""The sets the starter model is measured on; of other data every labelled set is used."""

MOST_PER_SET = 600
"""Held-out pictures of one set that are looked at, at most."""


@dataclass(frozen=True)
class Figures:
    """What an evaluation found.

    `retrieval`: R@1, R@5, R@10 of `captions` captions among `photos` photos. `naming`: per set the share
    named rightly, with the number of pictures and of names.
    """

    photos: int
    captions: int
    retrieval: dict[int, float]
    naming: dict[str, "ZeroShotFigures"]

    def document(self) -> dict[str, object]:
        """The figures as JSON."""
        return {
            "retrieval": {
                "photos": self.photos,
                "captions": self.captions,
                **{f"recall_at_{cut}": round(value, 4) for cut, value in self.retrieval.items()},
            },
            "zero_shot": {
                name: {"top1": round(one.top1, 4), "photos": one.photos, "names": one.names}
                for name, one in self.naming.items()
            },
        }


@dataclass(frozen=True)
class ZeroShotFigures:
    """Zero-shot accuracy on one set."""

    top1: float
    photos: int
    names: int


def recall_at(scores: Vectors, owners: NDArray[np.int64], cuts: Sequence[int] = CUTS) -> dict[int, float]:
    """R@k for `scores` [texts, photos], text i belonging to photo `owners[i]`.

    Of photos that score the same as the right one, all are counted before it: no luck in ties.
    """
    right = scores[np.arange(len(scores)), owners][:, None]
    ranks = (scores >= right).sum(1)
    return {cut: float((ranks <= cut).mean()) for cut in cuts}


def evaluate(
    examples: Sequence[Example], encode_examples: EncodeExamples, encode_texts: EncodeTexts
) -> Figures:
    """All figures on the held-out part of `examples`."""
    held_out = split_of(tuple(examples), "dev")
    photos, captions, retrieval = _retrieval(captioned(held_out), encode_examples, encode_texts)
    naming = {
        name: _naming(chosen, encode_examples, encode_texts) for name, chosen in _named_sets(held_out).items()
    }
    return Figures(photos, captions, retrieval, naming)


def captioned(examples: Sequence[Example]) -> list[Example]:
    """Photos with captions of their own: those of the two caption sets, or of all where neither is there."""
    photos = [example for example in examples if example.captions]
    return [example for example in photos if example.source in CAPTION_SETS] or photos


def ensemble_vectors(labels: Iterable[str], encode_texts: EncodeTexts) -> Vectors:
    """One unit vector per label: the mean of its prompts' vectors, [labels, d]."""
    prompts = [ensemble_prompts(label) for label in labels]
    vectors = encode_texts([prompt for group in prompts for prompt in group])
    means = vectors.reshape(len(prompts), -1, vectors.shape[1]).mean(1)
    unit: Vectors = means / np.linalg.norm(means, axis=1, keepdims=True)
    return unit


def _retrieval(
    pictures: Sequence[Example], encode_examples: EncodeExamples, encode_texts: EncodeTexts
) -> tuple[int, int, dict[int, float]]:
    if not pictures:
        return 0, 0, {}
    captions = [(caption, place) for place, example in enumerate(pictures) for caption in example.captions]
    texts = encode_texts([caption for caption, _ in captions])
    owners = np.array([place for _, place in captions])
    return len(pictures), len(captions), recall_at(texts @ encode_examples(pictures).T, owners)


def _named_sets(held_out: Sequence[Example]) -> dict[str, list[Example]]:
    """Labelled held-out pictures by set; sets with one name alone say nothing."""
    sets: defaultdict[str, list[Example]] = defaultdict(list)
    for example in held_out:
        if example.labels:
            sets[example.source].append(example)
    chosen = [name for name in NAMED_SETS if name in sets] or sorted(sets)
    return {name: sets[name][:MOST_PER_SET] for name in chosen if len(_names(sets[name])) > 1}


def _names(examples: Sequence[Example]) -> list[str]:
    return sorted({example.labels[0] for example in examples})


def _naming(
    chosen: Sequence[Example], encode_examples: EncodeExamples, encode_texts: EncodeTexts
) -> ZeroShotFigures:
    names = _names(chosen)
    scores = encode_examples(chosen) @ ensemble_vectors(names, encode_texts).T
    right = [names[best] == example.labels[0] for best, example in zip(scores.argmax(1), chosen, strict=True)]
    return ZeroShotFigures(float(np.mean(right)), len(chosen), len(names))
