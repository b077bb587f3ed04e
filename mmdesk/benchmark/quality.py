"""The quality of a search: what is found, and whether what is said of it is true.

Ranking by average precision and R@k; "strong" by precision, recall and how often it is empty where nothing is
to be found; relevance by its expected calibration error in ten bins (Naeini, Cooper and Hauskrecht 2015), in
the library as it is and in libraries of which a known share shows what is looked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmdesk.benchmark.judged_photos import (
    NOT,
    SHOWS,
    UNKNOWN,
    JudgedPhotos,
    judged_by_index,
    nonsense,
    stored_vectors,
)
from mmdesk.benchmark.known_shares import SHARES, said_at
from mmdesk.benchmark.report import BenchReport, MachineFacts, Result
from mmdesk.core.query import Band
from mmdesk.core.vectors import Vectors
from mmdesk.models import combining
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.known_words import are_known
from mmdesk.models.relevance import NeutralGround
from mmdesk.models.tokenizer import read_tokenizer
from mmdesk.training.evaluation import recall_at

FEWEST = 15
"""Photos that must show a concept, and must not, for it to be measured."""

TOGETHER, APART = 5, 20
"""Photos with both things, and with the first alone, from which "this, not that" is measured."""

FIRST = 20
"""Hits of such a query that count."""

BINS = 10

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """Nearness and relevance of every photo [n] to every concept [c], both [n, c]."""

    nearness: Vectors
    relevance: Vectors

    @classmethod
    def of(cls, judged: JudgedPhotos) -> "Answers":
        """What the program says of photos, by its own rule."""
        ground = NeutralGround.of_texts(judged.neutral, judged.photos)
        measures = [
            ground.measure(vector, usual=judged.usual_share(place))
            for place, vector in enumerate(judged.concepts)
        ]
        nearness = judged.photos @ np.stack([one.direction for one in measures]).T
        relevance = [one.relevance(column) for one, column in zip(measures, nearness.T, strict=True)]
        return cls(nearness, np.stack(relevance, 1))

    @property
    def strong(self) -> NDArray[np.bool_]:
        """Whether a photo is called strong."""
        return self.relevance >= Band.least_strong()


def bench_quality(data: Path, model: ClipFolder, device: str = "cpu") -> BenchReport:
    """Figures of a search in `data`: stored vectors, or pictures seen by `model`. Raises UserError."""
    judged = stored_vectors(data)
    found: list[Result] = []
    if judged is None:
        judged = judged_by_index(data, model.path, device)
        found += [*_retrieval(judged), *_nonsense(judged, model)]
    answers = Answers.of(judged)
    found += [*_ranking(judged, answers), *_promises(judged, answers)]
    found += [*_reliability(judged, answers), *_at_known_shares(judged), *_negation(judged, answers)]
    found += _naming(judged)
    return BenchReport("quality", MachineFacts.here(device, "float32"), tuple(found))


def average_precision(scores: NDArray[np.floating], shows: NDArray[np.bool_]) -> float:
    """Mean of the precisions at each photo that shows it."""
    sorted_ = shows[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(sorted_) / np.arange(1, len(sorted_) + 1)
    return float(precision[sorted_].mean())


def calibration_error(relevance: NDArray[np.floating], shows: NDArray[np.bool_]) -> float:
    """Expected calibration error over bins of equal width."""
    if not len(relevance):
        return 0.0
    bins = np.minimum((relevance * BINS).astype(int), BINS - 1)
    parts = [(relevance[bins == one], shows[bins == one]) for one in np.unique(bins)]
    return float(sum(abs(said.mean() - true.mean()) * len(said) for said, true in parts) / len(relevance))


def _retrieval(judged: JudgedPhotos) -> Iterator[Result]:
    """R@k and the median rank of captions, each looked for among all photos."""
    if not len(judged.captions):
        return
    ground = NeutralGround.of_texts(judged.neutral, judged.photos)
    scores = np.stack([ground.direction(vector) for vector in judged.captions]) @ judged.photos.T
    for cut, share in recall_at(scores, judged.owners).items():
        yield Result(f"r{cut}", share, "share")
    right = scores[np.arange(len(scores)), judged.owners][:, None]
    yield Result("median_rank", float(np.median((scores >= right).sum(1))), "photos")


def _nonsense(judged: JudgedPhotos, model: ClipFolder) -> Iterator[Result]:
    """Strings of random letters that have a strong hit."""
    ground, tokenize = NeutralGround.of_texts(judged.neutral, judged.photos), read_tokenizer(model)
    strong = 0
    for text, vector in zip(nonsense(), judged.nonsense, strict=True):
        measure = ground.measure(vector, is_known=are_known(text, tokenize))
        strong += bool((measure.relevance(judged.photos @ measure.direction) >= Band.least_strong()).any())
    yield Result("nonsense_strong", strong, "texts")


def _frequent(judged: JudgedPhotos) -> list[int]:
    """Concepts that enough photos show, and enough do not."""
    enough = ((judged.truth == one).sum(0) >= FEWEST for one in (SHOWS, NOT))
    return np.flatnonzero(np.logical_and(*enough)).tolist()


def _ranking(judged: JudgedPhotos, answers: Answers) -> Iterator[Result]:
    """Mean average precision: ours, and that of plain cosines."""
    frequent = _frequent(judged)
    yield Result("concepts", len(frequent), "concepts")
    cosines = judged.photos @ judged.concepts.T
    for name, scores in (("map", answers.nearness), ("map_of_cosines", cosines)):
        each = [
            average_precision(scores[known, one], judged.truth[known, one] == SHOWS)
            for one in frequent
            if (known := judged.truth[:, one] != UNKNOWN).any()
        ]
        yield Result(name, float(np.mean(each)) if each else 0.0, "share")


def _promises(judged: JudgedPhotos, answers: Answers) -> Iterator[Result]:
    """Precision of "strong" over concepts that have such hits, recall over all, and absent ones without."""
    precisions, recalls = [], []
    for one in _frequent(judged):
        strong = answers.strong[:, one] & (judged.truth[:, one] != UNKNOWN)
        shows = judged.truth[:, one] == SHOWS
        recalls.append(float((strong & shows).sum() / shows.sum()))
        if strong.any():
            precisions.append(float(shows[strong].mean()))
    yield Result("strong_precision", float(np.mean(precisions)) if precisions else 0.0, "share")
    yield Result("strong_recall", float(np.mean(recalls)) if recalls else 0.0, "share")
    absent = ~(judged.truth == SHOWS).any(0)
    empty = ~np.asarray(answers.strong[:, absent].any(0), bool)
    yield Result("absent", int(absent.sum()), "concepts")
    yield Result("absent_empty", float(empty.mean()) if absent.any() else 1.0, "share")


def _reliability(judged: JudgedPhotos, answers: Answers) -> Iterator[Result]:
    """Calibration error over all pairs, over those not weak, and what the bins hold."""
    frequent = _frequent(judged)
    truth, said = judged.truth[:, frequent], answers.relevance[:, frequent]
    known = truth != UNKNOWN
    relevance, shows = said[known].astype(np.float64), truth[known] == SHOWS
    yield Result("ece", calibration_error(relevance, shows), "share")
    seen = relevance >= Band.least_maybe()
    yield Result("ece_not_weak", calibration_error(relevance[seen], shows[seen]), "share")
    bins = np.minimum((relevance * BINS).astype(int), BINS - 1)
    for one in np.unique(bins):
        inside = bins == one
        yield Result(f"shows_from_{one / BINS:.1f}", float(shows[inside].mean()), f"of {inside.sum()}")


def _at_known_shares(judged: JudgedPhotos) -> Iterator[Result]:
    """Calibration error over all pairs, and over those not weak, where a share of the library matches."""
    for share in SHARES:
        relevance, shows = said_at(share, judged, _frequent(judged))
        seen, at = relevance >= Band.least_maybe(), f"at_{100 * share:.0f}_percent"
        yield Result(f"ece_{at}", calibration_error(relevance, shows), "share")
        yield Result(f"ece_not_weak_{at}", calibration_error(relevance[seen], shows[seen]), "share")


def _naming(judged: JudgedPhotos) -> Iterator[Result]:
    """Zero-shot top-1, the mean over sets of several names."""
    sets = [_share_named_rightly(judged, judged.sources == one) for one in np.unique(judged.sources)]
    several = [one for one in sets if one is not None]
    if several:
        yield Result("zero_shot_top1", float(np.mean(several)), f"of {len(several)} sets")


def _share_named_rightly(judged: JudgedPhotos, inside: NDArray[np.bool_]) -> float | None:
    """Share of a set's photos that are nearest, of all its names, to one they have; None for one name."""
    shows = judged.truth[inside] == SHOWS
    names, named = shows.any(0), shows.any(1)
    if names.sum() < 2:
        return None
    best = (judged.photos[inside][named] @ judged.concepts[names].T).argmax(1)
    return float(shows[named][:, names][np.arange(len(best)), best].mean())


def _negation(judged: JudgedPhotos, answers: Answers) -> Iterator[Result]:
    """Share of the first hits of "this, not that" that are right, over the pairs there are."""
    rights = [
        _right_without(judged.truth, answers, wanted, unwanted) for wanted, unwanted in _pairs(judged.truth)
    ]
    if rights:
        yield Result("negation_pairs", len(rights), "pairs")
        yield Result("negation", float(np.mean(rights)), "share")


def _pairs(truth: NDArray[np.int8]) -> list[tuple[int, int]]:
    """Concepts often enough together and apart."""
    shows = (truth == SHOWS).astype(np.int64)
    both = shows.T @ shows
    alone = shows.T @ (truth == NOT).astype(np.int64)
    good = (both >= TOGETHER) & (alone >= APART)
    np.fill_diagonal(good, val=False)
    return [(int(one), int(other)) for one, other in np.argwhere(good)]


def _right_without(truth: NDArray[np.int8], answers: Answers, wanted: int, unwanted: int) -> float:
    """Share of the best photos for `wanted` without `unwanted` that truly are so."""
    kept = np.flatnonzero(answers.relevance[:, unwanted] < combining.SHOWS)
    best = kept[np.argsort(-answers.nearness[kept, wanted], kind="stable")][:FIRST]
    right = (truth[best, wanted] == SHOWS) & (truth[best, unwanted] == NOT)
    return float(right.sum() / FIRST)
