"""Explaining: how far a picture shows what is looked for, and where in it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.heat_map import HeatMap, SeenTerm, Shares
from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.core.query import Band, Term
from mmdesk.core.tiles import tiles_over
from mmdesk.core.vectors import Vectors
from mmdesk.library.reading.full import FullReader
from mmdesk.library.reading.tiles import tile_pixels
from mmdesk.models.patch_maps import blurred, put_together
from mmdesk.models.relevance import Measure
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.model_vectors import ModelVectors
from mmdesk.tasks.searching import Searcher

LONGEST = 1600
"""Long side in pixels of the picture that is looked at: twice what the tiles of most models want."""

ZOOMS = (1.0, 2.0)
"""Tiles as large as the picture's short side, and half as large: what is small is seen in these."""

FINE = 28
"""Places of a map along the short side of the picture."""

FAINT = 0.5
"""Greatest heat of what is hardly seen at all: it must not glow as what is there does."""

LOOKING = tr("Looking where it is seen")

Map = NDArray[np.float32]


@dataclass(frozen=True)
class Explanation:
    """The picture that was looked at, no larger than needed, and what is seen of each term."""

    picture: FullPicture
    terms: tuple[SeenTerm, ...]


class Explainer:
    """Explains pictures in files, of the library or not, with the model that answers searches."""

    def __init__(self, searcher: Searcher, reader: FullReader) -> None:
        self._searcher, self._reader = searcher, reader

    def explain(self, path: bytes, terms: Sequence[Term]) -> Generator[Progress, None, Explanation]:
        """What the picture in the file `path` shows of `terms`, tile by tile.

        Raises UserError for a picture that cannot be read, and for a model that cannot tell where.
        """
        answering = self._searcher.answering(terms)
        vectors = answering.encode(terms)
        [[whole]] = answering.encode([Term("", kind="picture", picture=path)])
        measures = answering.measures(terms, vectors)
        yield Progress(0, None, LOOKING)
        picture = self._reader.read(path, LONGEST)
        views = yield from _views(answering.clip, picture)
        seen = (
            _seen(answering, term, rows, choices, whole, views)
            for term, rows, choices in zip(terms, vectors, measures, strict=True)
        )
        return Explanation(picture, tuple(seen))


@contextmanager
def open_explainer(library: Library, clip: ClipModel) -> Iterator[Explainer]:
    """An explainer with a reader of its own."""
    reader = FullReader(turn_of=library.photos.turn_of)
    try:
        yield Explainer(Searcher(library, clip), reader)
    finally:
        reader.close()


@dataclass(frozen=True)
class _View:
    """One look at the whole picture: its tiles, and the features of their patches [tiles, r, c, dim].

    `shape` is that of the map, rows and columns.
    """

    tiles: list[Shares]
    patches: Map
    shape: tuple[int, int]


def _views(clip: ClipModel, picture: FullPicture) -> Generator[Progress, None, list[_View]]:
    over = [tiles_over(picture.width, picture.height, zoom) for zoom in ZOOMS]
    total, done, views = sum(map(len, over)), 0, list[_View]()
    for tiles in over:
        patches = list[Map]()
        for one in tile_pixels(picture, tiles, clip.recipe):
            patches.append(clip.encode_patches(one[None]))
            done += 1
            yield Progress(done, total, LOOKING)
        views.append(_View(tiles, np.concatenate(patches), _shape(picture)))
    return views


def _seen(
    answering: ModelVectors,
    term: Term,
    vectors: Vectors,
    choices: Sequence[Measure],
    whole: Map,
    views: Sequence[_View],
) -> SeenTerm:
    """What is seen of a term, by the best of its alternatives."""
    relevance = [float(one.relevance(whole @ one.direction)) for one in choices]
    best = int(np.argmax(relevance))
    is_words = term.kind == "words"
    direction = answering.less_neutral(vectors[best]) if is_words else choices[best].direction
    nearness = [put_together(view.patches @ direction, view.tiles, view.shape) for view in views]
    glow = FAINT if Band.of(relevance[best]) is Band.WEAK else 1.0
    heat = HeatMap(glow * _heat(blurred(np.mean(nearness, axis=0))))
    score = float((vectors @ whole).max())
    return SeenTerm(term.text, relevance[best], score, heat, term.kind, term.negative)


def _heat(nearness: Map) -> Map:
    """Heat 0..1 of places by their nearness: what is nearer than the middle of all, and how much so."""
    cold, hot = float(np.median(nearness)), float(nearness.max())
    return np.asarray(np.clip((nearness - cold) / max(hot - cold, 1e-6), 0, 1), np.float32)


def _shape(picture: FullPicture) -> tuple[int, int]:
    """Rows and columns of the map of a picture."""
    short = min(picture.width, picture.height)
    return max(1, round(FINE * picture.height / short)), max(1, round(FINE * picture.width / short))
