"""The speed of tagging: ours against numpy in fp32 with all logits in memory, on made-up vectors."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.search import SyntheticVectors
from mmdesk.benchmark.stopwatch import Stopwatch
from mmdesk.core.vectors import Vectors
from mmdesk.models.label_scorer import FLOOR, LabelScorer, VocabularyBaseline
from mmdesk.tasks.torch_door import block_scorer

TURNS = 3
IN_A_ROW = 2
"""Runs of a turn: the first of them finds the memory as the other way left it."""

REST_S = 0.05
VOCABULARY = 150
BACKGROUND = 5

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


def bench_tag(photos: int = 100_000, labels: int = 1000, dim: int = 512) -> BenchReport:
    """Look for `labels` made-up labels in `photos` made-up vectors, with ours and the plain way in turn."""
    source = SyntheticVectors(photos, dim)
    chunks = [(ids.copy(), vectors) for ids, vectors in source.chunks()]
    scorer = _made_up_scorer(source, labels)
    ours, watch = block_scorer(scorer, "cpu"), Stopwatch(rest=REST_S)
    list(ours.score(chunks[:1]))
    found = 0
    for _ in range(TURNS):
        for _ in range(IN_A_ROW):
            found = watch.measure("ours", lambda: sum(len(part.photos) for part in ours.score(chunks)))
        for _ in range(IN_A_ROW):
            watch.measure("numpy", partial(numpy_labels, source.matrix, scorer))
    results = (
        Result("seconds", watch.median("ours"), "s"),
        Result("numpy_fp32_seconds", watch.median("numpy"), "s"),
        Result("candidates", found, "pairs"),
    )
    ratio = Ratio("vs_numpy_fp32", watch.median("numpy") / watch.median("ours"))
    return BenchReport(
        "tag", MachineFacts.here("cpu", ours.dtype), results, (ratio,), watch.is_noisy("numpy", IN_A_ROW)
    )


def numpy_labels(vectors: Vectors, scorer: LabelScorer) -> Pairs:
    """The plain way: the whole matrix of logits at once, in fp32, and the pairs above the floor."""
    measured = scorer.baseline.standardised(vectors)
    logits = measured @ scorer.weights.T + scorer.biases
    rows, labels = np.nonzero(logits >= np.log(FLOOR / (1 - FLOOR)))
    none = (measured @ scorer.background.T).max(1)
    fits = logits[rows, labels] - scorer.biases[labels] > none[rows]
    return rows[fits], labels[fits]


def _made_up_scorer(source: SyntheticVectors, labels: int) -> LabelScorer:
    """Words near to the clusters of photos, as words are to photos of things."""
    baseline = VocabularyBaseline.of_vocabulary(source.around_centres(VOCABULARY))
    words, background = source.around_centres(labels), source.around_centres(BACKGROUND)
    return LabelScorer.of_texts(baseline, words, background)
