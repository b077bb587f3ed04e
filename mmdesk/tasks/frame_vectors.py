"""Vectors of films: one of each, as of a photo, and beside it those of two or three of its frames.

The one is the unit mean of the others: with it, index, tags and duplicates need not know of films. But a mean
of several scenes is like none of them, so that searches look at the frames, too.
"""

from collections.abc import Sequence

import numpy as np

from mmdesk.core.vectors import Vectors
from mmdesk.library.reading.request import ReadPhoto
from mmdesk.tasks.clip_model import ClipModel


def encode_frames(clip: ClipModel, photos: Sequence[ReadPhoto]) -> Vectors:
    """Unit vectors [frames of all photos, dim], one after the other; rows of NaN have no direction."""
    frames = np.concatenate([photo.frame_pixels for photo in photos])
    at_once = len(photos)  # a batch is as large as the model wants it, however many frames it holds
    parts = [clip.encode_pixels(frames[start : start + at_once]) for start in range(0, len(frames), at_once)]
    return np.concatenate(parts)


def frames_of_each(vectors: Vectors, frames: Sequence[int]) -> list[Vectors]:
    """Parts of `vectors`, so many rows each, without rows of NaN where there are others."""
    return [_seen(part) for part in np.split(vectors, np.cumsum(frames)[:-1])]


def mean_of(vectors: Vectors) -> Vectors:
    """The unit mean [dim] of unit vectors [n, dim]; NaN where they cancel each other out."""
    if len(vectors) == 1:
        return np.asarray(vectors[0])
    mean = vectors.mean(axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(mean / np.linalg.norm(mean), np.float32)


def _seen(vectors: Vectors) -> Vectors:
    seen: Vectors = vectors[np.isfinite(vectors).all(axis=1)]
    return seen if len(seen) else vectors[:1]
