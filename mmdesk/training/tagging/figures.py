"""What is measured of labels: order, names, and whether the probabilities hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Vectors
from mmdesk.models.average_precision import average_precision
from mmdesk.models.label_scorer import FLOOR, LabelScorer
from mmdesk.training.tagging.labelled_sets import SURE, UNKNOWN, Truth
from mmdesk.training.tagging.protocol import Measured
from mmdesk.training.tagging.suggestions import SuggestionFigures

BINS = 15


@dataclass(frozen=True)
class Scores:
    """One scorer on held-out photos: mean average precision over labels, share of photos named rightly (None
    where a photo may show several), expected calibration error over all pairs and over suggestions alone.
    """

    mean_ap: float
    top1: float | None
    ece: float
    ece_suggested: float

    def document(self) -> dict[str, float]:
        """The figures as JSON."""
        said = {
            "map": self.mean_ap, "top1": self.top1, "ece": self.ece, "ece_suggested": self.ece_suggested,
        }  # fmt: skip
        return {name: round(value, 4) for name, value in said.items() if value is not None}


@dataclass(frozen=True)
class FewShotFigures:
    """A set before and after teaching, and with heads that learned from all of the teaching half."""

    labels: int
    before: Scores
    after: Scores
    best: Scores

    def document(self) -> dict[str, Any]:
        """The figures as JSON."""
        return {
            "labels_taught": self.labels,
            "before": self.before.document(),
            "after": self.after.document(),
            "with_all_labels": self.best.document(),
            "map_gain": round(self.after.mean_ap - self.before.mean_ap, 4),
        }


@dataclass(frozen=True)
class SetFigures:
    """One set: `top1` by words alone, over all its photos and names; `taught` where labels have photos
    enough.
    """

    photos: int
    names: int
    top1: float | None
    taught: FewShotFigures | None

    def document(self) -> dict[str, Any]:
        """The figures as JSON."""
        found: dict[str, Any] = {"photos": self.photos, "names": self.names}
        if self.top1 is not None:
            found["top1"] = round(self.top1, 4)
        return found | (self.taught.document() if self.taught else {})


@dataclass(frozen=True)
class TagFigures:
    """Every set; `mean` is over those of pictures in which labels were taught.

    `suggestions` are those of the labels that the program begins with, among all pictures as one library.
    """

    sets: dict[str, SetFigures]
    library: SetFigures | None
    clip_space: SetFigures | None
    seeds: int
    suggestions: SuggestionFigures

    @property
    def mean(self) -> FewShotFigures | None:
        """All taught sets together, each counting the same."""
        taught = [one.taught for one in self.sets.values() if one.taught]
        if not taught:
            return None
        sides = (
            mean_scores([one.before for one in taught]),
            mean_scores([one.after for one in taught]),
            mean_scores([one.best for one in taught]),
        )
        return FewShotFigures(sum(one.labels for one in taught), *sides)

    def document(self) -> dict[str, Any]:
        """The figures as JSON."""
        found: dict[str, Any] = {"seeds": self.seeds}
        found["sets"] = {name: one.document() for name, one in self.sets.items()}
        if self.mean:
            found["mean_of_sets"] = self.mean.document()
        if self.library:
            found["one_library"] = self.library.document()
        if self.clip_space:
            found["clip_space"] = self.clip_space.document()
        if self.suggestions.each:
            found["suggestions"] = self.suggestions.document()
        return found


def few_shot_scores(turns: Sequence[Measured], *, names_one: bool) -> FewShotFigures:
    """The mean over several turns of teaching."""

    def side(scorers: Sequence[LabelScorer]) -> Scores:
        pairs = zip(turns, scorers, strict=True)
        return mean_scores([scores(one, turn.photos, turn.truth, names_one=names_one) for turn, one in pairs])

    return FewShotFigures(
        max(turn.truth.shape[1] for turn in turns),
        side([turn.before for turn in turns]),
        side([turn.after for turn in turns]),
        side([turn.best for turn in turns]),
    )


def scores(scorer: LabelScorer, photos: Vectors, truth: Truth, *, names_one: bool) -> Scores:
    """A scorer on photos [n, dim] with truth [n, labels]."""
    logits, chances, known = scorer.logits(photos), scorer.probabilities(photos), truth != UNKNOWN
    precisions = [
        average_precision(logits[known[:, place], place], truth[known[:, place], place] == SURE)
        for place in range(truth.shape[1])
    ]
    shows = truth == SURE
    suggested = known & (chances >= FLOOR)
    return Scores(
        float(np.mean(precisions)),
        naming(logits, shows) if names_one else None,
        calibration_error(chances[known], shows[known]),
        calibration_error(chances[suggested], shows[suggested]),
    )


def naming(logits: Vectors, shows: NDArray[np.bool_]) -> float:
    """Share of the photos that show a label for which it has the highest logit."""
    named = shows.any(1)
    best = logits[named].argmax(1)
    return float(shows[named][np.arange(len(best)), best].mean())


def calibration_error(chances: Vectors, shows: NDArray[np.bool_], bins: int = BINS) -> float:
    """Expected calibration error (Naeini, Cooper and Hauskrecht 2015): bins of equal width, by their size."""
    if not len(chances):
        return 0.0
    places = np.minimum((chances * bins).astype(int), bins - 1)
    count = np.bincount(places, minlength=bins)
    gaps = np.bincount(places, chances, bins) - np.bincount(places, shows, bins)
    return float(np.abs(gaps).sum() / count.sum())


def mean_scores(several: Sequence[Scores]) -> Scores:
    """The mean of each figure, of those that have it."""
    named = [one.top1 for one in several if one.top1 is not None]
    return Scores(
        float(np.mean([one.mean_ap for one in several])),
        float(np.mean(named)) if named else None,
        float(np.mean([one.ece for one in several])),
        float(np.mean([one.ece_suggested for one in several])),
    )
