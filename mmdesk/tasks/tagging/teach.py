"""Teaching a label with the photos the user accepted and rejected; its words are where it starts."""

import time
from dataclasses import dataclass

import numpy as np

from mmdesk.core.errors import UserError
from mmdesk.core.labels import LabelSet
from mmdesk.core.language import tr
from mmdesk.core.vectors import Vectors
from mmdesk.library.label_store import StoredHead
from mmdesk.models.few_shot import Examples, Head, learn_head
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.scorers import Scorers
from mmdesk.tasks.vectors import vector_store

MOST_EXAMPLES = 1000
"""Newest examples learned from: the time grows with the third power of their number."""

MOST_NEIGHBOURS = 200
"""Photos with other labels of the set that are asked, evenly spread over all of them."""

RARE = -4.0
"""Where a label without words starts: one photo in fifty shows it."""


@dataclass(frozen=True, slots=True)
class TeachingResult:
    """What a label learned, and how long that took once the vectors were there."""

    label: str
    accepted: int
    rejected: int
    milliseconds: float
    sentence: str


def learn(
    library: Library, clip: ClipModel, labels: LabelSet, name: str, scorers: Scorers | None = None
) -> TeachingResult:
    """Teach the label `name` of a set with its photos; it starts from its words, if the set has it.

    A label the set does not have is one from examples alone. Raises UserError where no photo was accepted,
    or none of them has a vector of this model. Suggestions follow with the next `tag_photos`. Who teaches
    often hands in `scorers`, which remember what texts became.
    """
    accepted, rejected = library.tags.decided(name)
    scorers, store = scorers or Scorers(library, clip), vector_store(library, clip)
    _, good = store.get(accepted[-MOST_EXAMPLES:])
    _, bad = store.get(rejected[-MOST_EXAMPLES:])
    if not len(good):
        raise UserError(
            tr("There is nothing to learn {name} from yet: accept or tag some photos first.", name=name)
        )
    _, near = store.get(_neighbours(library, labels, name, {*accepted, *rejected}))
    everything, library_prior = scorers.learned_in()
    baseline = scorers.baseline()
    prior = _prior(scorers, labels, name, everything)
    begun = time.perf_counter()
    none = good[:0]
    parts = (good, bad if len(bad) else none, near if len(near) else none)
    examples = Examples(*(baseline.standardised(part) for part in parts))
    head = learn_head(examples, library_prior, prior)
    took = 1e3 * (time.perf_counter() - begun)
    stored = StoredHead(head.weights, head.bias, len(good), len(bad))
    library.labels.put_head(name, clip.key, stored)
    return TeachingResult(name, len(good), len(bad), took, stored.sentence)


def learn_again(library: Library, clip: ClipModel, labels: LabelSet, scorers: Scorers) -> None:
    """Teach this model what labels of the set learned with another one, from the same photos.

    A label of whose accepted photos none has a vector of this model starts from its words.
    """
    store = vector_store(library, clip)
    elsewhere = library.labels.learned_elsewhere(clip.key)
    for name in (label.name for label in labels if label.name in elsewhere):
        if store.seen(library.tags.decided(name)[0]):
            learn(library, clip, labels, name, scorers)


def forget(library: Library, name: str) -> None:
    """Reset a label to its words. Its photos keep their tags."""
    library.labels.remove_heads(name)


def _neighbours(library: Library, labels: LabelSet, name: str, decided: set[int]) -> list[int]:
    """Photos that the user gave another label of the set, relatives aside, and said nothing of this one."""
    kin = {*labels.path(name), *(label.name for label in labels if name in labels.path(label.name))}
    others = [label.name for label in labels if label.name not in kin]
    given = {photo for other in others for photo in library.tags.decided(other)[0]} - decided
    return sorted(given)[:: max(1, len(given) // MOST_NEIGHBOURS)]


def _prior(scorers: Scorers, labels: LabelSet, name: str, sample: Vectors) -> Head:
    """The label's words, as the scorer would use them had it learned nothing."""
    label = labels.find(name)
    if label is None:
        return Head(np.zeros(sample.shape[1], np.float32), RARE)
    scorer = scorers.untaught(LabelSet(labels.name, (label,), labels.templates, labels.background), sample)
    return Head(scorer.weights[0], float(scorer.biases[0]))
