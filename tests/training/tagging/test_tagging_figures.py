"""Precision, calibration, who is held out, the curve: on numbers, on drawn clusters, on real vectors."""

import gzip
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.places import builtin_models
from mmdesk.models.average_precision import average_precision
from mmdesk.models.few_shot import Examples, Head, LibraryPrior, learn_head
from mmdesk.models.label_scorer import VocabularyBaseline, read_curve
from mmdesk.tasks.tagging.sets import starter_sets
from mmdesk.tasks.vocabulary import vocabulary
from mmdesk.training.pack import Example
from mmdesk.training.tagging.curve import TagCurve, fit_tag_curve
from mmdesk.training.tagging.figures import calibration_error, few_shot_scores
from mmdesk.training.tagging.labelled_sets import NOT, SURE, UNKNOWN, Space, TagSet, clip_space
from mmdesk.training.tagging.protocol import _with_enough, halves, teach, untaught
from mmdesk.training.tagging.run import ProgramWords, evaluate_tags
from mmdesk.training.tagging.suggestions import decided, suggestion_figures
from tests.flows.program import Program

DIM = 24
STARTER = builtin_models() / "starter-clip"


@pytest.fixture(scope="module")
def clusters() -> tuple[Space, TagSet]:
    """Photos around the true directions of six labels, whose words point somewhat beside them."""
    chance = np.random.default_rng(3)
    true = chance.normal(size=(6, DIM))
    labels = np.repeat(np.arange(6), 40)
    photos = unit(true[labels] + 1.2 * chance.normal(size=(240, DIM)))
    words = unit(true + 1.1 * chance.normal(size=(6, DIM)))
    truth = (labels[:, None] == np.arange(6)).astype(np.int8)
    baseline = VocabularyBaseline.of_vocabulary(unit(chance.normal(size=(50, DIM))))
    space = Space(photos, baseline, np.empty((0, DIM), np.float32))
    names = tuple(f"label {number}" for number in range(6))
    return space, TagSet("clusters", np.arange(240), names, words, truth)


@pytest.fixture(scope="module")
def true_clip(test_data: Path) -> tuple[Space, TagSet]:
    """The vectors that OpenAI's CLIP made of photographs and nouns."""
    return clip_space(test_data, vocabulary())


def unit(vectors):
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_precision_is_the_mean_over_right_photos_and_ties_bring_no_luck():
    shows = np.array([True, False, True, False])
    assert average_precision(np.array([4.0, 3, 2, 1], np.float32), shows) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(np.zeros(4, np.float32), shows) == pytest.approx((1 / 3 + 2 / 4) / 2)


def test_probabilities_that_hold_have_no_calibration_error():
    chances = np.repeat(np.array([0.1, 0.5, 0.9], np.float32), 1000)
    holds = np.concatenate([np.arange(1000) < 1000 * share for share in (0.1, 0.5, 0.9)])
    assert calibration_error(chances, holds) == pytest.approx(0, abs=1e-6)
    assert calibration_error(chances, ~holds) == pytest.approx((0.8 + 0 + 0.8) / 3, abs=1e-6)


@given(st.integers(0, 1000), st.integers(10, 60), st.integers(1, 5))
def test_every_photo_teaches_or_is_held_out_and_labels_are_shared_evenly(seed, photos, labels):
    chance = np.random.default_rng(seed)
    truth = np.eye(labels + 1, dtype=np.int8)[chance.integers(0, labels + 1, photos)][:, :labels]
    teaching, held_out = halves(truth, chance)
    assert sorted([*teaching, *held_out]) == list(range(photos))
    shares = truth[teaching].sum(0) - truth[held_out].sum(0)
    assert np.abs(shares).max() <= 1


def test_teaching_turns_words_that_point_beside_their_photos(clusters):
    space, tags = clusters
    library_prior = LibraryPrior.of_library(space.baseline.standardised(space.library))
    turns = [teach(space, library_prior, tags, seed) for seed in range(3)]
    taught = few_shot_scores(turns, names_one=True)
    assert taught.after.mean_ap > taught.before.mean_ap + 0.05
    assert taught.after.top1 > taught.before.top1
    assert taught.best.mean_ap > taught.before.mean_ap


def test_nothing_is_measured_on_what_was_learned_from(clusters):
    space, tags = clusters
    library_prior = LibraryPrior.of_library(space.baseline.standardised(space.library))
    turn = teach(space, library_prior, tags, 0)
    teaching, held_out = halves(tags.truth, np.random.default_rng(0))
    assert np.array_equal(turn.photos, space.library[held_out])
    assert not set(teaching) & set(held_out)


def test_the_curve_fits_and_the_program_reads_it(clusters, tmp_path: Path):
    space, tags = clusters
    curve = fit_tag_curve(space, tags)
    assert curve.slope > 0 > curve.intercept
    curve.write(tmp_path)
    assert read_curve(tmp_path) == (round(curve.slope, 3), round(curve.intercept, 3))
    with pytest.raises(UserError, match="cannot be written"):
        TagCurve(1.0, -3.0, 1).write(tmp_path / "nowhere")
    with pytest.raises(UserError, match="too few labelled pictures"):
        fit_tag_curve(space, TagSet("none", tags.rows, (), tags.texts[:0], tags.truth[:, :0]))


def test_teaching_on_true_clip_vectors_helps_and_the_probabilities_hold(true_clip):
    space, tags = true_clip
    assert set(np.unique(tags.truth)) == {SURE, NOT, UNKNOWN}
    library_prior = LibraryPrior.of_library(space.baseline.standardised(space.library))
    taught = few_shot_scores([teach(space, library_prior, tags, 0)], names_one=False)
    assert taught.before.top1 is None
    assert taught.after.mean_ap > taught.before.mean_ap + 0.02
    assert taught.before.ece <= 0.08
    assert taught.after.ece <= 0.03
    assert taught.after.ece_suggested < taught.before.ece_suggested


def test_the_first_accepted_photo_changes_little(true_clip):
    space, tags = true_clip
    measured = space.baseline.standardised(space.library)
    library_prior, words = LibraryPrior.of_library(measured), untaught(space, tags)
    above = np.zeros((len(tags.labels), 3))
    for place, (weights, bias) in enumerate(zip(words.weights, words.biases, strict=True)):
        prior = Head(weights, float(bias))
        order = np.argsort(-(measured @ weights))
        right = order[tags.truth[order, place] == SURE]
        heads = [
            learn_head(Examples(measured[right[:given]], measured[:0], measured[:0]), library_prior, prior)
            for given in (1, 5)
        ]
        for column, head in enumerate((prior, *heads)):
            above[place, column] = (measured @ head.weights + head.bias > -0.6).sum()
    many = above[above[:, 0] >= 20]
    assert len(many) > 10
    change = many[:, 1:] / many[:, :1]
    assert 0.75 < change[:, 0].min() < change[:, 0].max() < 1.4
    assert 0.6 < np.median(change[:, 1]) < 1.5


def test_the_starter_model_is_measured_on_a_folder_of_held_out_pictures(test_data: Path, tmp_path: Path):
    data = few_sets(test_data, tmp_path / "data", {"weather": 88})
    everyday = next(one for one in starter_sets() if one.name == "everyday")
    figures = finished(evaluate_tags(STARTER, data, ProgramWords(vocabulary(), everyday), seeds=2)).document()
    weather = figures["sets"]["weather"]
    assert weather["top1"] > 0.7
    assert weather["labels_taught"] == 4
    assert weather["after"]["map"] > 0.8
    assert set(figures["suggestions"]["each"]) == {"sunset"}
    assert figures["suggestions"]["precision"] > 0.7
    assert "clip_space" not in figures


def test_the_curve_is_fitted_by_command_and_put_beside_the_weights(test_data: Path, tmp_path: Path):
    data, model = few_sets(test_data, tmp_path / "data", {"weather": 88}), tmp_path / "copy"
    shutil.copytree(STARTER, model)
    (model / "labels.json").unlink()
    told = Program(tmp_path / "home").json("train", "fit-tags", data, "--model", model, "--write")
    assert read_curve(model) == (told["slope"], told["intercept"])
    assert told["slope"] > 0
    assert told["pairs"] == 88 * 4


def few_sets(pack: Path, folder: Path, wanted: dict[str, int]) -> Path:
    """A data pack of some held-out pictures of a few sets."""
    (folder / "photos").mkdir(parents=True)
    left, lines = dict(wanted), []
    with gzip.open(pack / "photos" / "index.jsonl.gz", "rt", encoding="utf-8") as index:
        for line in index:
            row = json.loads(line)
            if row["split"] == "dev" and left.get(row["set"], 0):
                left[row["set"]] -= 1
                lines.append(line)
    for name in wanted:
        (folder / "photos" / f"{name}.bin").symlink_to(pack / "photos" / f"{name}.bin")
    with gzip.open(folder / "photos" / "index.jsonl.gz", "wt", encoding="utf-8") as index:
        index.writelines(lines)
    return folder


def finished(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_pictures_of_a_set_that_names_a_label_decide_and_others_do_not() -> None:
    pictures = [example("pacs", "horse"), example("pacs", "dog"), example("scenes", "street")]
    labels = LabelSet("some", (Label("horse"), Label("road", synonyms=("street",))))
    assert decided(labels, pictures).tolist() == [[SURE, UNKNOWN], [NOT, UNKNOWN], [UNKNOWN, SURE]]


def test_precision_counts_what_is_suggested_and_recall_what_is_shown() -> None:
    labels = LabelSet("some", (Label("horse"), Label("road")))
    truth = np.full((40, 2), UNKNOWN, np.int8)
    truth[:20], truth[20:30] = SURE, NOT
    said = np.zeros((40, 2), bool)
    said[15:35, 0] = True
    figures = suggestion_figures(labels, said, truth)
    assert figures.each["horse"] == pytest.approx((5 / 15, 0.25))
    assert figures.each["road"] == (None, 0.0)
    assert (figures.precision, figures.recall) == pytest.approx((5 / 15, 0.125))


def example(source: str, label: str) -> Example:
    return Example(source, label, "dev", (label,), (), "photo", Path(), 0, 0)


def test_a_label_is_taught_where_both_halves_have_enough_of_either_kind() -> None:
    def column(shown: int, wrong: int) -> list[int]:
        half = [SURE] * shown + [NOT] * wrong + [UNKNOWN] * (20 - shown - wrong)
        return half * 2

    truth = np.array([column(5, 5), column(4, 5), column(5, 4), column(4, 4)], np.int8).T
    tags = TagSet("some", np.arange(40), tuple("abcd"), np.eye(4, DIM, dtype=np.float32), truth)
    kept = _with_enough(tags, np.arange(20), np.arange(20, 40))
    assert kept.labels == ("a",)
    assert np.array_equal(kept.truth, truth[:, :1])


def test_nothing_suggested_is_no_precision() -> None:
    labels, truth = LabelSet("some", (Label("horse"),)), np.full((40, 1), SURE, np.int8)
    figures = suggestion_figures(labels, np.zeros((40, 1), bool), truth)
    assert (figures.precision, figures.recall) == (0.0, 0.0)
