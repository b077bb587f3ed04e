"""A run from a data pack and a model folder to figures of tagging, or to the curve that fits."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mmdesk.core.labels import BACKGROUND, LabelSet
from mmdesk.core.progress import Progress
from mmdesk.core.vectors import Vectors
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.few_shot import LibraryPrior
from mmdesk.models.label_scorer import LabelScorer, VocabularyBaseline, mean_direction, read_curve
from mmdesk.training.encoding import BATCH, FolderEncoder
from mmdesk.training.evaluation import MOST_PER_SET
from mmdesk.training.pack import Example, read_examples, split_of
from mmdesk.training.tagging.curve import TagCurve, fit_tag_curve
from mmdesk.training.tagging.figures import SetFigures, TagFigures, few_shot_scores, naming
from mmdesk.training.tagging.labelled_sets import (
    SURE,
    Space,
    TagSet,
    clip_space,
    label_texts,
    sets_of_examples,
    tag_set,
    whole_library,
)
from mmdesk.training.tagging.protocol import teach, untaught
from mmdesk.training.tagging.suggestions import SuggestionFigures, decided, suggested, suggestion_figures

SEEDS = 5

LOOKING = "Looking at labelled pictures"
TEACHING = "Teaching labels"


@dataclass(frozen=True)
class _Pictures:
    """The held-out labelled pictures as a model sees them."""

    space: Space
    sets: tuple[TagSet, ...]
    library: TagSet
    suggestions: SuggestionFigures


@dataclass(frozen=True)
class ProgramWords:
    """The words of the program: its everyday `vocabulary`, and the `labels` that are suggested at first."""

    vocabulary: Sequence[str]
    labels: LabelSet | None = None


def evaluate_tags(
    folder: Path, data: Path, words: ProgramWords, device: str = "cpu", seeds: int = SEEDS
) -> Generator[Progress, None, TagFigures]:
    """Figures of the model in `folder` on the held-out pictures of `data`."""
    pictures = yield from _look(folder, data, words, device)
    other = clip_space(data, words.vocabulary)
    parts = len(pictures.sets) + 2
    figures = {}
    library_prior = _library_prior(pictures.space)
    for number, one in enumerate(pictures.sets):
        yield Progress(number, parts, TEACHING)
        figures[one.name] = _figures(pictures.space, library_prior, one, seeds)
    yield Progress(parts - 2, parts, TEACHING)
    library = _figures(pictures.space, library_prior, pictures.library, seeds)
    yield Progress(parts - 1, parts, TEACHING)
    known = _figures(other[0], _library_prior(other[0]), other[1], seeds) if other else None
    yield Progress(parts, parts, TEACHING)
    return TagFigures(figures, library if library.taught else None, known, seeds, pictures.suggestions)


def fit_curve_of(
    folder: Path, data: Path, vocabulary: Sequence[str], device: str = "cpu"
) -> Generator[Progress, None, TagCurve]:
    """The curve over z for the model in `folder`, fitted to the held-out pictures of `data`."""
    pictures = yield from _look(folder, data, ProgramWords(vocabulary), device)
    return fit_tag_curve(pictures.space, pictures.library)


def _figures(space: Space, library_prior: LibraryPrior, tags: TagSet, seeds: int) -> SetFigures:
    measured = [teach(space, library_prior, tags.frequent(), seed) for seed in range(seeds)]
    turns = [turn for turn in measured if turn is not None]
    top1 = None
    if tags.names_one and tags.labels:
        logits = untaught(space, tags).logits(space.library[tags.rows])
        top1 = naming(logits, tags.truth == SURE)
    taught = few_shot_scores(turns, names_one=tags.names_one) if turns else None
    return SetFigures(len(tags.rows), len(tags.labels), top1, taught)


def _library_prior(space: Space) -> LibraryPrior:
    return LibraryPrior.of_library(space.baseline.standardised(space.library))


def _look(folder: Path, data: Path, words: ProgramWords, device: str) -> Generator[Progress, None, _Pictures]:
    """All labelled pictures that were held out, up to `MOST_PER_SET` of a set."""
    examples = _held_out(data)
    encoder = FolderEncoder(folder, device)
    try:
        photos = yield from _seen(encoder, examples)
        placed = sets_of_examples(examples)
        names = {examples[place].labels[0] for places in placed.values() for place in places}
        texts = label_texts(sorted(names), encoder.texts)
        space = Space(photos, _baseline(folder, encoder, words.vocabulary), encoder.texts(BACKGROUND))
        suggestions = _suggestions(encoder, space, words.labels, examples)
    finally:
        encoder.close()
    sets = tuple(tag_set(name, places, examples, texts) for name, places in placed.items())
    return _Pictures(space, sets, whole_library(examples, sets), suggestions)


def _suggestions(
    encoder: FolderEncoder, space: Space, labels: LabelSet | None, examples: Sequence[Example]
) -> SuggestionFigures:
    """What the program would suggest for all pictures as one library, before anybody taught it anything."""
    if labels is None:
        return SuggestionFigures({})
    spoken = np.stack([mean_direction(encoder.texts(labels.texts(label))) for label in labels])
    scorer = LabelScorer.of_texts(
        space.baseline, spoken, encoder.texts(labels.background), exclusive=labels.exclusive
    )
    found = suggested(scorer.levelled(space.library), space.library)
    return suggestion_figures(labels, found, decided(labels, examples))


def _held_out(data: Path) -> list[Example]:
    seen = split_of(read_examples(data), "dev")
    return [seen[place] for places in sets_of_examples(seen).values() for place in places[:MOST_PER_SET]]


def _seen(encoder: FolderEncoder, examples: Sequence[Example]) -> Generator[Progress, None, Vectors]:
    parts = []
    for start in range(0, len(examples), BATCH):
        yield Progress(start, len(examples), LOOKING)
        parts.append(encoder.examples(examples[start : start + BATCH]))
    return np.concatenate(parts)


def _baseline(folder: Path, encoder: FolderEncoder, vocabulary: Sequence[str]) -> VocabularyBaseline:
    """The baseline as `Scorers.baseline` makes it."""
    model = ClipFolder.read(folder)
    if model.header.number("logit_bias") is not None:
        return VocabularyBaseline.of_sigmoid(model.calibration, model.dim)
    return VocabularyBaseline.of_vocabulary(
        encoder.texts([f"a photo of a {word}" for word in vocabulary]), *read_curve(folder)
    )
