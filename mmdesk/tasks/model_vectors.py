"""A library as one model sees it: its vectors, their index, and words and pictures as vectors of its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path
from mmdesk.core.photo import FileStamp, PhotoId, Skipped
from mmdesk.core.query import Term
from mmdesk.core.vectors import Vectors
from mmdesk.library.vector_store import VectorStore
from mmdesk.models.calibration import BETWEEN_PICTURES
from mmdesk.models.examples import example_measure
from mmdesk.models.relevance import Measure
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.film_frames import FilmFrames
from mmdesk.tasks.fresh_index import FreshIndex
from mmdesk.tasks.grounds import Grounds
from mmdesk.tasks.languages import is_english_only
from mmdesk.tasks.library import Library
from mmdesk.tasks.phrasings import phrasings

if TYPE_CHECKING:
    from mmdesk.core.vectors import SearchIndex

Vector = NDArray[np.float32]


class ModelVectors:
    """The vectors `store` of a library, made by `clip`; their index is opened when it is first asked for."""

    def __init__(self, library: Library, store: VectorStore, clip: ClipModel) -> None:
        self.store = store
        self.clip = clip
        self._library = library
        self._index = FreshIndex(clip, store)
        self.frames = FilmFrames(library, store)
        self._grounds = Grounds(clip, library.places.recent_texts)

    @property
    def model_name(self) -> str:
        """Name of the model, for people."""
        return self.clip.folder.name

    @cached_property
    def reads_english_only(self) -> bool:
        """Whether the model was taught in no other language, as far as can be told without asking it."""
        return self.clip.knows_words and is_english_only(self.clip.folder)

    def index(self) -> SearchIndex:
        """The index as of now."""
        return self._index.get()

    def prepare(self) -> None:
        """Load what the first search by words would wait for. Raises UserError."""
        self.clip.load_words()
        index = self.index()
        if self.clip.knows_words:
            self._grounds.of(index)

    def can_encode(self, terms: Sequence[Term]) -> bool:
        """Whether `encode` knows what to do with each of them: always, where the model is there."""
        del terms
        return True

    def encode(self, terms: Sequence[Term]) -> list[Vectors]:
        """Unit vectors [texts, dim] of each term: one, or one for each of its alternatives.

        Short words are the mean of several phrasings: with the starter model they find a little more than as
        they are (mean average precision .873 for .865), and sentences would find less.
        Raises UserError for a picture that cannot be read, or a model that cannot be loaded.
        """
        said = {text: self._phrasings(text) for t in terms if t.kind == "words" for text in t.texts}
        texts = [one for group in said.values() for one in group]
        encoded = dict(zip(texts, self.clip.encode_texts(texts), strict=True)) if texts else {}
        spoken = {text: _mean([encoded[one] for one in group]) for text, group in said.items()}
        return [
            np.stack([spoken[text] for text in term.texts]) if term.kind == "words" else self._seen(term)
            for term in terms
        ]

    def _seen(self, term: Term) -> Vectors:
        """Vectors of a picture; of examples to be like their mean, of others each by itself."""
        if term.kind == "picture":
            return self._look_at(term.picture)[None]
        _, stored = self.store.get([PhotoId(photo) for photo in term.photos])
        if not len(stored):
            raise UserError(
                tr("None of the photos to be like is there any more, or it was not looked at yet.")
            )
        return stored if term.negative else _mean(list(stored))[None]

    def measures(self, terms: Sequence[Term], vectors: Sequence[Vectors]) -> list[list[Measure]]:
        """How photos are measured against each text of each term, whose vectors are [texts, dim]."""
        index = self.index()
        return [
            [self._like(term, row, index) for row in rows]
            if term.kind == "photos"
            else [self._measure(term, text, row, index) for text, row in zip(term.texts, rows, strict=True)]
            for term, rows in zip(terms, vectors, strict=True)
        ]

    def less_neutral(self, vector: Vector) -> Vector:
        """The vector [dim] of a text less what all texts share, where the model knows words."""
        if not self.clip.knows_words:
            return vector
        return self._grounds.of(self.index()).direction(vector)

    def _like(self, term: Term, vector: Vector, index: SearchIndex) -> Measure:
        return example_measure(vector, self._grounds.sample(index), negative=term.negative)

    def _measure(self, term: Term, text: str, vector: Vector, index: SearchIndex) -> Measure:
        if term.kind == "picture":
            return Measure(vector, BETWEEN_PICTURES)
        if not (self.clip.knows_words and index.count):
            return Measure(vector, self.clip.folder.calibration)
        return self._grounds.measure(text, vector, index)

    def _phrasings(self, text: str) -> tuple[str, ...]:
        return phrasings(text) if self.clip.knows_words else (text,)

    def stored(self, path: bytes) -> Vector | None:
        """The vector of the photo in the file `path`, where the library has one of it as it is now."""
        known = self._library.photos.by_path(path)
        if known is None or known.stamp != FileStamp.at(path):
            return None
        _, stored = self.store.get([known.id])
        return np.asarray(stored[0]) if len(stored) else None

    def _look_at(self, path: bytes) -> Vector:
        """The vector of the picture in a file: the library's own where it has one, else made now."""
        stored = self.stored(path)
        return self._encode_file(path) if stored is None else stored

    def _encode_file(self, path: bytes) -> Vector:
        """Read as every photo is read, in a process of its own: this file may lie as any other."""
        from mmdesk.library.reading.pool import ReadingPool  # noqa: PLC0415  (words need no decoder)

        if not os.path.exists(path):
            raise UserError(tr("There is no picture {path} to search by.", path=display_path(path)))
        with ReadingPool(self.clip.recipe, workers=1) as pool:
            [photo] = pool.read([path])
        if isinstance(photo, Skipped):
            raise UserError(
                tr(
                    "The picture {path} cannot be used: {reason}",
                    path=display_path(path),
                    reason=photo.reason,
                )
            )
        [vector] = self.clip.encode_pixels(np.stack([photo.pixels]), urgent=True)
        if not np.isfinite(vector).all():
            raise UserError(
                tr("The picture {path} shows nothing the model could go by.", path=display_path(path))
            )
        return np.asarray(vector)


class OrphanedVectors(ModelVectors):
    """Vectors whose model is no longer there: photos can still be compared with each other, words cannot."""

    @property
    def model_name(self) -> str:
        """Name that the model had, with the digits that tell it from later ones of that name."""
        return self.store.model_key

    def can_encode(self, terms: Sequence[Term]) -> bool:
        """Whether all of them are photos with a vector here."""
        return all(self._knows(term) for term in terms)

    def _knows(self, term: Term) -> bool:
        if term.kind == "photos":
            return len(self.store.get([PhotoId(photo) for photo in term.photos])[0]) > 0
        return term.kind == "picture" and self.stored(term.picture) is not None


def _mean(vectors: Sequence[Vector]) -> Vector:
    """The direction between vectors."""
    mean = np.mean(vectors, axis=0)
    return np.asarray(mean / (np.linalg.norm(mean) or 1.0), np.float32) if len(vectors) > 1 else vectors[0]
