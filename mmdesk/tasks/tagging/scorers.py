"""A label set as one model sees it: texts encoded, levelled by the library, with what was taught."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from mmdesk.core.labels import LabelSet
from mmdesk.core.vectors import Vectors, VectorSource
from mmdesk.library.label_store import StoredHead
from mmdesk.models.few_shot import LibraryPrior
from mmdesk.models.label_scorer import LabelScorer, VocabularyBaseline, mean_direction, read_curve
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.vectors import vector_store
from mmdesk.tasks.vocabulary import vocabulary

SAMPLE = 4096
"""Vectors of the library that tell the usual level of each label."""

TextVectors = dict[str, Vectors]


class Scorers:
    """Makes scorers of label sets for one library and model; remembers what texts became."""

    def __init__(self, library: Library, clip: ClipModel) -> None:
        self._library = library
        self._clip = clip
        self._texts: TextVectors = {}
        self._stamp = ""
        self._learned_in: tuple[Vectors, LibraryPrior] | None = None

    def of(self, labels: LabelSet, sample: Vectors | None = None) -> LabelScorer:
        """The scorer of a set: words first, then what its labels learned from photos."""
        scorer, heads = self.untaught(labels, sample), self.heads()
        for position, label in enumerate(labels):
            if label.name in heads:
                head = heads[label.name]
                scorer = scorer.with_head(position, head.weights, head.bias)
        return scorer

    def untaught(self, labels: LabelSet, sample: Vectors | None = None) -> LabelScorer:
        """The scorer of a set by its words alone; `sample` [n, dim] stands for the library."""
        spoken = np.stack([mean_direction(self._encode(labels.texts(label))) for label in labels])
        background = self._encode(labels.background)
        scorer = LabelScorer.of_texts(self.baseline(), spoken, background, exclusive=labels.exclusive)
        return scorer.levelled(
            sample_of(vector_store(self._library, self._clip)) if sample is None else sample
        )

    def learned_in(self) -> tuple[Vectors, LibraryPrior]:
        """A sample of the library, and what labels are learned in; made anew once its vectors change."""
        store = vector_store(self._library, self._clip)
        if self._learned_in is None or self._stamp != store.stamp():
            self._stamp = store.stamp()
            sample = sample_of(store)
            self._learned_in = sample, LibraryPrior.of_library(self.baseline().standardised(sample))
        return self._learned_in

    def baseline(self) -> VocabularyBaseline:
        """What this model's cosines are measured against."""
        folder = self._clip.folder
        if folder.header.number("logit_bias") is not None:
            return VocabularyBaseline.of_sigmoid(folder.calibration, folder.dim)
        words = self._encode([f"a photo of a {word}" for word in vocabulary()])
        return VocabularyBaseline.of_vocabulary(words, *read_curve(folder.path))

    def heads(self) -> Mapping[str, StoredHead]:
        """What labels learned for this model."""
        return self._library.labels.heads(self._clip.key)

    def digest(self, labels: LabelSet) -> str:
        """Changes with anything that changes what is suggested, but for new photos."""
        heads = self.heads()
        said = repr((labels.labels, labels.templates, labels.background, labels.exclusive, vocabulary()))
        learned = [
            (label.name, head.weights.tobytes(), head.bias)
            for label in labels
            if (head := heads.get(label.name))
        ]
        unspoken = [label.name for label in labels if label.unspoken] or ""
        return hashlib.sha256(f"{said}{learned}{unspoken}".encode()).hexdigest()[:16]

    def _encode(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._texts]
        if new:
            self._texts |= dict(zip(new, self._clip.encode_texts(new), strict=True))
        if not texts:
            return np.empty((0, self._clip.folder.dim), np.float32)
        return np.stack([self._texts[text] for text in texts])


def sample_of(source: VectorSource, wanted: int = SAMPLE) -> Vectors:
    """Vectors of the library, evenly spread over it; all of them where there are few."""
    every = max(1, source.count() // wanted)
    parts = [found[::every] for _, found in source.chunks()]
    return np.concatenate(parts) if parts else np.empty((0, 1), np.float32)
