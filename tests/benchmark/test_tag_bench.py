import json

import numpy as np

from mmdesk.benchmark.search import SyntheticVectors
from mmdesk.benchmark.tag import bench_tag, numpy_labels
from mmdesk.models.label_scorer import FLOOR, Candidates, LabelScorer, VocabularyBaseline
from mmdesk.tasks.torch_door import block_scorer

NEAR_THE_FLOOR = 0.05
"""Two-byte products move a probability by less."""


def test_the_document_has_the_figures_scripts_rely_on() -> None:
    document = json.loads(json.dumps(bench_tag(photos=2000, labels=30, dim=64).to_json()))
    assert document["bench"] == "tag"
    results = {result["name"]: result["value"] for result in document["results"]}
    assert set(results) == {"seconds", "numpy_fp32_seconds", "candidates"}
    assert all(value > 0 for value in results.values())
    assert [ratio["name"] for ratio in document["ratios"]] == ["vs_numpy_fp32"]


def test_both_ways_find_the_same_labels() -> None:
    source = SyntheticVectors(9000, 64)
    baseline = VocabularyBaseline.of_vocabulary(source.around_centres(50))
    scorer = LabelScorer.of_texts(baseline, source.around_centres(40), source.around_centres(3))
    ours = Candidates.joined(list(block_scorer(scorer, "cpu").score(source.chunks())))
    photos, labels = numpy_labels(source.matrix, scorer)
    chances = scorer.probabilities(source.matrix)
    sure = np.abs(chances - FLOOR) > NEAR_THE_FLOOR
    plain = {pair for pair in zip(photos.tolist(), labels.tolist(), strict=True) if sure[pair]}
    found = {pair for pair in zip(ours.photos.tolist(), ours.labels.tolist(), strict=True) if sure[pair]}
    assert len(plain) > 100
    assert len(plain ^ found) <= 0.01 * len(plain)
