"""How often the suggestions of a label set are right, on photos whose own labels decide.

A picture of a set that names horses shows one, or none; of others nobody knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.vectors import Vectors
from mmdesk.models.label_scorer import FLOOR, Candidates, LabelScorer, keep_best, propose_cutoffs
from mmdesk.training.pack import Example
from mmdesk.training.tagging.labelled_sets import FEWEST, NOT, SURE, UNKNOWN, Truth

FigurePair = tuple[float | None, float]


@dataclass(frozen=True)
class SuggestionFigures:
    """Precision and recall of each label that is decided; precision is None where nothing is suggested."""

    each: dict[str, FigurePair]

    @property
    def precision(self) -> float:
        """The mean over labels that are suggested at all."""
        known = [precision for precision, _ in self.each.values() if precision is not None]
        return float(np.mean(known)) if known else 0.0

    @property
    def recall(self) -> float:
        """The mean over all labels."""
        return float(np.mean([recall for _, recall in self.each.values()])) if self.each else 0.0

    def document(self) -> dict[str, Any]:
        """The figures as JSON."""
        return {
            "labels": len(self.each),
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "each": {name: _rounded(*pair) for name, pair in self.each.items()},
        }


def _rounded(precision: float | None, recall: float) -> dict[str, float | None]:
    return {"precision": None if precision is None else round(precision, 4), "recall": round(recall, 4)}


def suggestion_figures(labels: LabelSet, suggested: NDArray[np.bool_], truth: Truth) -> SuggestionFigures:
    """Figures of what is `suggested` against the `truth`, both [photos, labels]."""
    each = {}
    for place, label in enumerate(labels):
        shows, known = truth[:, place] == SURE, truth[:, place] != UNKNOWN
        if shows.sum() >= FEWEST:
            found = suggested[:, place] & known
            precision = float(shows[found].mean()) if found.any() else None
            each[label.name] = precision, float(found[shows].mean())
    return SuggestionFigures(each)


def suggested(scorer: LabelScorer, photos: Vectors) -> NDArray[np.bool_]:
    """What the program suggests for photos [n, dim], with cut-offs of its own: [n, labels]."""
    chances = scorer.probabilities(photos)
    rows, places = np.nonzero(chances >= FLOOR)
    found = Candidates(rows.astype(np.int64), places.astype(np.int64), chances[rows, places])
    found = found.where(found.probabilities >= propose_cutoffs(found, chances.shape[1])[found.labels])
    kept = keep_best(found) if scorer.exclusive else found
    made = np.zeros(chances.shape, bool)
    made[kept.photos, kept.labels] = True
    return made


def decided(labels: LabelSet, examples: Sequence[Example]) -> Truth:
    """What is known of each photo and label, [examples, labels]."""
    columns = [_decided(label, examples) for label in labels]
    return np.stack(columns, 1) if columns else np.empty((len(examples), 0), np.int8)


def _decided(label: Label, examples: Sequence[Example]) -> Truth:
    names = {label.name, *label.synonyms}
    shown = [bool(names.intersection(one.labels)) for one in examples]
    naming = {one.source for one, shows in zip(examples, shown, strict=True) if shows}
    known = [one.source in naming for one in examples]
    return np.where(known, np.where(shown, SURE, NOT), UNKNOWN).astype(np.int8)
