"""What a folder or an album shows as a whole: labels that are frequent in it and rare elsewhere.

Photos of a folder speak for each other: that ten of twelve pictures may show flowers says more than each of
them alone. So the share of photos with a label is estimated from their probabilities with the share itself as
the prior (Saerens, Latinne and Decaestecker 2002, "Adjusting the Outputs of a Classifier to New a Priori
Probabilities"). Labels compete for each photo, and the shares decide: where a picture may show a cup, a phone
or a shoe, and the others of the folder say cup, it is a cup. That a photo shows none of them competes, too,
and loses ground in a folder most of which is explained: half cups and half flowers leaves little else.

A label then counts by its share, weighted by how much more it is than in the rest of the library (the lift):
"person" says little of one folder among family pictures, "castle" much.
"""

import math
import os
from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.albums import Album
from mmdesk.core.labels import LabelSet, TagState
from mmdesk.core.photo import PhotoId
from mmdesk.core.query import parse_query
from mmdesk.core.tagging.folder_labels import FolderLabel, FolderLabels
from mmdesk.core.vectors import Vectors
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.empty_pictures import EmptyPictures
from mmdesk.tasks.tagging.scorers import Scorers, sample_of
from mmdesk.tasks.vectors import vector_store

LEAST_SHARE = 0.2
"""A label that fewer of the photos have does not speak for the folder."""

LEAST_PHOTOS = 2
"""One picture is no habit."""

MOST_LABELS = 5
EVIDENCE = 6

MOST_PHOTOS = 500
"""Photos of one folder that are looked at; a large one tells as much by a part of it."""

ROUNDS = 30
"""Steps of the estimate; it has settled long before."""

MOST_HELP = 100.0
"""Greatest factor by which the others of a folder may raise a photo's odds. In folders of six held-out
pictures of each of two labels, .91 of the labels are found then, and .93 of what is said is right."""

LEAST_UNEXPLAINED = 0.2
"""Share of photos elsewhere that show none of the labels, at least."""

MOST_EXPLAINED = 0.5
"""Share of the odds of "none of these" that stays, however much of a folder is explained. With it the share
of cups among as many flowers comes out as .42, without as .35."""

RAREST = 0.001
"""The library's share of a label is never taken for less: one in a thousand."""

ENOUGH = 300
"""A library of so many photos says as much of a label's share as all labels together do."""

SURE = 0.999
"""Probability of what the user said."""


def folder_labels(library: Library, clip: ClipModel, labels: LabelSet) -> list[FolderLabels]:
    """The labels of every directory that holds photos, by path; what lies below it does not count."""
    directories: defaultdict[bytes, list[PhotoId]] = defaultdict(list)
    for photo in library.photos.by_ids(library.photos.ids(order="name")):
        directories[os.path.dirname(photo.path)].append(photo.id)
    statistics = GroupStatistics(library, clip, labels)
    return [statistics.labels_of(name, directories[name]) for name in sorted(directories)]


class GroupStatistics:
    """What groups of photos show together, compared with the library as a whole."""

    def __init__(self, library: Library, clip: ClipModel, labels: LabelSet) -> None:
        self._library = library
        self._names = [label.name for label in labels]
        self._vectors = vector_store(library, clip)
        self._empty_pictures = EmptyPictures.of(library.places, clip)
        sample = sample_of(self._vectors)
        self._scorer = Scorers(library, clip).of(labels, sample)
        self._size = self._vectors.count()
        probabilities = self._scorer.probabilities(sample) if len(sample) else np.zeros((1, len(labels)))
        self._everywhere = probabilities.mean(0, dtype=np.float64) * self._size

    def labels_of(self, name: bytes, photos: Sequence[PhotoId]) -> FolderLabels:
        """The labels of these photos together."""
        ids, seen = self._vectors.get(photos[:: max(1, len(photos) // MOST_PHOTOS)])
        if not len(ids):
            return FolderLabels(name, len(photos), ())
        usual = self._elsewhere(seen, len(photos))
        probabilities = self._probabilities([PhotoId(int(photo)) for photo in ids], seen)
        shares, together = _shared(probabilities, usual)
        lifts = shares / usual
        told = [
            self._label(int(place), float(shares[place]), float(lifts[place]), together[:, place], ids)
            for place in np.flatnonzero((shares >= LEAST_SHARE) & (shares * len(ids) >= LEAST_PHOTOS - 0.5))
        ]
        telling = sorted(told, key=lambda one: -one.weight)
        return FolderLabels(name, len(photos), tuple(telling[:MOST_LABELS]))

    def _elsewhere(self, seen: Vectors, photos: int) -> NDArray[np.float64]:
        """Shares of the labels in the rest of the library; a small one says little of each label alone."""
        here = self._scorer.probabilities(seen).mean(0, dtype=np.float64) * photos
        rest, size = np.maximum(self._everywhere - here, 0), max(0, self._size - photos)
        typical = rest.mean() / max(1, size)
        return np.asarray(np.clip((rest + ENOUGH * typical) / (size + ENOUGH), RAREST, 0.5), np.float64)

    def _probabilities(self, photos: Sequence[PhotoId], seen: Vectors) -> NDArray[np.float64]:
        """Probabilities [n, labels]; what the user said of a photo is certain."""
        probabilities = np.asarray(self._scorer.probabilities(seen), np.float64)
        shown = np.isin(photos, self._library.photos.blank_ids(), invert=True)
        probabilities[~(self._empty_pictures.shows_something(seen) & shown)] = 0
        places = {name: place for place, name in enumerate(self._names)}
        tags = self._library.tags.of_photos(photos)
        for row, photo in enumerate(photos):
            for tag in tags.get(photo, []):
                if tag.label in places and tag.state is not TagState.SUGGESTED:
                    probabilities[row, places[tag.label]] = float(tag.state is not TagState.REJECTED)
        return probabilities

    def _label(
        self, place: int, share: float, lift: float, together: NDArray[np.float64], ids: NDArray[np.int64]
    ) -> FolderLabel:
        best = np.argsort(-together, kind="stable")[: min(EVIDENCE, max(1, round(share * len(ids))))]
        return FolderLabel(
            label=self._names[place],
            probability=float(together[best].mean()),
            share=share,
            lift=lift,
            weight=share * (1 + max(0.0, math.log2(lift))),
            evidence=tuple(PhotoId(int(ids[row])) for row in best),
        )


def _shared(
    probabilities: NDArray[np.float64], usual: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares [labels] of a group with probabilities [n, labels], and what these become in the group.

    `usual` [labels] are the shares elsewhere.
    """
    said = probabilities >= SURE  # by the user: such a label shares its photo with others
    certain = np.minimum(probabilities, SURE)
    odds = certain / (1 - certain)
    shares, together = np.clip(probabilities.mean(0), 1e-4, 0.99), probabilities
    unexplained = max(LEAST_UNEXPLAINED, 1 - float(usual.sum()))
    for _ in range(ROUNDS):
        helped = odds * np.clip(shares / usual, 1 / MOST_HELP, MOST_HELP)
        none = np.clip((1 - shares.sum()) / unexplained, MOST_EXPLAINED, 1)
        together = np.maximum(helped / (none + helped.sum(1, keepdims=True)), said)
        shares = np.clip(together.mean(0), 1e-4, 0.99)
    return shares, together


def make_album(library: Library, found: FolderLabels, photos: Collection[PhotoId]) -> Album:
    """An album of a folder's photos, called by its suggested title. Raises UserError where that is taken."""
    return library.albums.make(found.title or os.path.basename(found.name).decode("utf-8", "replace"), photos)


def make_smart_album(library: Library, name: str, query: str) -> Album:
    """An album that shows whatever `query` finds, as "tag:beach". Raises UserError for a name that is
    taken.
    """
    parse_query(query)
    return library.albums.make(name, query=query)
