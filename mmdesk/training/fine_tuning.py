"""The image tower looks at whole pictures, as it will in use.

Crops show parts of things, and the anchors are only near where the text tower puts a text. In the last
stage the tower meets both as they are: nearly whole pictures with captions or labels, larger than before,
against the finished text tower's own vectors. Beside them come crops with the teacher's view, so that what
these few pictures do not show is not forgotten. Training where and how a model will be used, at the end and
for a short time, is cheap and worth much (Touvron et al. 2019, https://arxiv.org/abs/1906.06423).
"""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.training.caption_pairs import NOTHING, CaptionPairs
from mmdesk.training.crops import as_pixels, chances, random_box
from mmdesk.training.image_tower import EXTRA_TEXTS, Lessons, see
from mmdesk.training.losses import contrastive, cosine_distance
from mmdesk.training.pack import Example
from mmdesk.training.reading import CropReader, augmented

LEAST_SEEN = 0.5
"""Share of a picture's area that a view shows at least."""

CROPS_SHARE = 3
"""One crop of the teacher's for so many pictures of the batch."""

SCALE = 20.0
"""Before the cosines; the text tower's own would learn from the few pictures only to be sure of itself."""

FEW = 8
"""Of a small corpus only every so many texts count as wrong at random: more might be right after all."""

HELD = 2.0
"""Weight of staying near the crops' anchors."""


@dataclass(frozen=True)
class Views:
    """Pictures nearly whole: rows of the examples [n], and standardised pixels [n, 3, side, side]."""

    rows: NDArray[np.int64]
    pixels: Tensor


class ViewReader:
    """Random batches of the training pictures that have a text; one is always being prepared in a thread."""

    def __init__(
        self, examples: tuple[Example, ...], batch: int, side: int, seed: int, device: str = "cpu"
    ) -> None:
        self._examples, self._batch, self._side, self._device = examples, batch, side, device
        self._rng, self._generator = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
        told = [one.split == "train" and bool(one.labels or one.captions) for one in examples]
        likely = np.where(told, chances(examples), 0.0)
        self._chances = likely / likely.sum()
        self._thread = ThreadPoolExecutor(1, "views")
        self._ready: Future[Views] = self._thread.submit(self._prepare)

    def next(self) -> Views:
        """The next batch."""
        ready, self._ready = self._ready, self._thread.submit(self._prepare)
        return ready.result()

    def close(self) -> None:
        """Wait for the thread to end."""
        self._thread.shutdown()

    def _prepare(self) -> Views:
        rows = self._rng.choice(len(self._examples), self._batch, p=self._chances)
        views = np.stack([self._view(self._examples[row]) for row in rows])
        return Views(rows, augmented(views, self._side, self._generator).to(self._device))

    def _view(self, example: Example) -> NDArray[np.uint8]:
        picture = example.open()
        return as_pixels(picture.crop(random_box(picture.size, LEAST_SEEN, self._rng)), self._side)


class FineTuningLosses:
    """The losses of one batch of views, and of some crops where there are lessons, for an image tower.

    `texts` [corpus, d] are the text tower's vectors of the whole corpus, which do not change any more.
    """

    def __init__(
        self,
        visual: nn.Module,
        views: ViewReader,
        crops: CropReader | None,
        pairs: CaptionPairs,
        texts: Tensor,
        lessons: Lessons | None,
        seed: int,
    ) -> None:
        self._visual, self._views, self._crops = visual, views, crops
        self._pairs, self._texts, self._lessons = pairs, texts, lessons
        self._rng = np.random.default_rng(seed)

    def __call__(self, fraction: float) -> dict[str, Tensor]:
        """Losses by name."""
        del fraction
        views = self._views.next()
        losses = {"views": self._mistold(views.rows, see(self._visual, views.pixels)[1])}
        if self._lessons is not None and self._crops is not None:
            losses["place"] = HELD * self._misplaced(self._lessons, self._crops)
        return losses

    def _mistold(self, rows: NDArray[np.int64], vectors: Tensor) -> Tensor:
        told = self._pairs.tell(rows.astype(np.int32), self._rng)
        known = told.texts != NOTHING
        count = min(EXTRA_TEXTS, len(self._texts) // FEW)
        extra = self._rng.integers(0, len(self._texts), count)
        texts = self._texts[np.concatenate([told.texts[known], extra])]
        true = torch.from_numpy(self._pairs.matches(rows.astype(np.int32), told)[:, known]).to(texts.device)
        return contrastive(SCALE * vectors @ texts.T, functional.pad(true, (0, count)))

    def _misplaced(self, lessons: Lessons, reader: CropReader) -> Tensor:
        crops, pixels = reader.next_full_size()
        vectors = see(self._visual, pixels)[1]
        features = torch.from_numpy(crops.features).to(vectors.device).float() * lessons.step
        with torch.no_grad():
            places = lessons.anchors.images(features)
        return cosine_distance(vectors, places)
