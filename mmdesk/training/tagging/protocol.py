"""Who teaches what: half of a set's photos teach, the other half is held out and measured.

Of each label five photos are accepted, by chance among those of the teaching half that show it, and the five
most probable of its wrong suggestions are rejected: what somebody meets who reviews a label from the top.
Nothing that was learned from is measured. Unlabelled, all photos belong to the library that a label is
learned in, those to be ranked among them: so it is where the program is used.

How much can be had: with every label of the teaching half known, logistic regression, Fisher's discriminant
and kernels gained .04 to .07 of mean average precision on these sets; ten examples bring about .03 to .05.
Other choices of photos to review (from the top alone, spread over the probabilities, far from each other, by
chance) gained as much or less, and so did labels that spread to photos which are alike.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Vectors
from mmdesk.models.few_shot import Examples, Head, LibraryPrior, learn_head
from mmdesk.models.label_scorer import LabelScorer
from mmdesk.training.tagging.labelled_sets import NOT, SURE, Space, TagSet, Truth

TAUGHT_WITH = 5

MOST_NEGATIVE = 300
"""Photos without the label that the best head of all learns from: more of them change nothing."""

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Measured:
    """Held-out photos with the scorers before and after; `best` learned from all the teaching half knows."""

    photos: Vectors
    truth: Truth
    before: LabelScorer
    after: LabelScorer
    best: LabelScorer


@dataclass(frozen=True)
class _Lesson:
    """Places of one label's examples in a set."""

    accepted: Rows
    rejected: Rows


def untaught(space: Space, tags: TagSet) -> LabelScorer:
    """The scorer of a set by its words, as the program makes it for a library."""
    scorer = LabelScorer.of_texts(space.baseline, tags.texts, space.background)
    return scorer.levelled(space.library)


def teach(space: Space, library_prior: LibraryPrior, tags: TagSet, seed: int) -> Measured | None:
    """Teach every label of a set that has photos enough in both halves; None where there is none."""
    chance = np.random.default_rng(seed)
    teaching, held_out = halves(tags.truth, chance)
    taught = _with_enough(tags, teaching, held_out)
    if not taught.labels:
        return None
    before = untaught(space, taught)
    photos = space.library[taught.rows]
    logits = before.logits(photos)
    lessons = [
        _lesson(taught.truth[:, place], logits[:, place], teaching, chance)
        for place in range(len(taught.labels))
    ]
    measured = space.baseline.standardised(photos)
    after = best = before
    for place, lesson in enumerate(lessons):
        prior = Head(before.weights[place], float(before.biases[place]))
        head = learn_head(_examples(measured, lesson, lessons), library_prior, prior)
        after = after.with_head(place, head.weights, head.bias)
        head = learn_head(_all_there_is(measured, taught.truth[:, place], teaching), library_prior, prior)
        best = best.with_head(place, head.weights, head.bias)
    return Measured(photos[held_out], taught.truth[held_out], before, after, best)


def halves(truth: Truth, chance: np.random.Generator) -> tuple[Rows, Rows]:
    """Places of the photos that teach and of those held out; the photos of each label are shared evenly."""
    teaches = np.full(len(truth), -1)
    for place in np.argsort((truth == SURE).sum(0), kind="stable"):
        shows = truth[:, place] == SURE
        free = chance.permutation(np.flatnonzero(shows & (teaches < 0)))
        behind = (teaches[shows] == 0).sum() - (teaches[shows] == 1).sum()
        turn = np.arange(len(free)) + (1 if behind > 0 else 0)
        teaches[free] = turn % 2
    free = chance.permutation(np.flatnonzero(teaches < 0))
    teaches[free] = np.arange(len(free)) % 2
    return np.flatnonzero(teaches == 1), np.flatnonzero(teaches == 0)


def _with_enough(tags: TagSet, teaching: Rows, held_out: Rows) -> TagSet:
    enough = np.ones(len(tags.labels), bool)
    for half in (teaching, held_out):
        for state in (SURE, NOT):
            enough &= (tags.truth[half] == state).sum(0) >= TAUGHT_WITH
    kept = np.flatnonzero(enough)
    labels = tuple(tags.labels[place] for place in kept)
    return replace(tags, labels=labels, texts=tags.texts[kept], truth=tags.truth[:, kept])


def _lesson(truth: Truth, logits: Vectors, teaching: Rows, chance: np.random.Generator) -> _Lesson:
    shown = teaching[truth[teaching] == SURE]
    wrong = teaching[truth[teaching] == NOT]
    return _Lesson(
        chance.choice(shown, TAUGHT_WITH, replace=False),
        wrong[np.argsort(-logits[wrong], kind="stable")][:TAUGHT_WITH],
    )


def _examples(measured: Vectors, lesson: _Lesson, lessons: list[_Lesson]) -> Examples:
    given = np.concatenate([other.accepted for other in lessons])
    neighbours = np.setdiff1d(given, np.concatenate([lesson.accepted, lesson.rejected]))
    return Examples(measured[lesson.accepted], measured[lesson.rejected], measured[neighbours])


def _all_there_is(measured: Vectors, truth: Truth, teaching: Rows) -> Examples:
    shown, wrong = teaching[truth[teaching] == SURE], teaching[truth[teaching] == NOT]
    wrong = wrong[:: -(-len(wrong) // MOST_NEGATIVE)]
    return Examples(measured[shown], measured[wrong], measured[:0])
