"""Crops prepared while the last ones are learned from."""

from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from mmdesk.training.crops import SIDE, Crops, CropStore
from mmdesk.training.losses import jittered
from mmdesk.training.student import prepared

Batch = tuple[Crops, Tensor]


class CropReader:
    """Random batches of a store, augmented; one is always being prepared in a thread.

    Pixels come standardised, float32 [n, 3, side, side] in channels-last order.
    """

    def __init__(self, store: CropStore, batch: int, seed: int, device: str = "cpu") -> None:
        self._store, self._batch, self._device = store, batch, device
        self._rng, self._generator = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
        self._thread = ThreadPoolExecutor(1, "crops")
        self._next: Future[Batch] | None = None

    def next_of(self, side: int) -> Batch:
        """The next batch, at `side` pixels."""
        ready = self._next or self._thread.submit(self._prepare, side)
        self._next = self._thread.submit(self._prepare, side)
        return ready.result()

    def next_full_size(self) -> Batch:
        """The next batch at the size crops are stored in."""
        return self.next_of(SIDE)

    def close(self) -> None:
        """Wait for the thread to end."""
        self._thread.shutdown()

    def _prepare(self, side: int) -> Batch:
        crops = self._store.draw(self._batch, self._rng)
        return crops, augmented(crops.pixels, side, self._generator).to(self._device)


def augmented(values: NDArray[np.uint8], side: int, generator: torch.Generator) -> Tensor:
    """Pictures [n, h, w, 3] at `side`, half of them mirrored, colours jittered, standardised."""
    pixels = torch.from_numpy(values).permute(0, 3, 1, 2).float()
    if side != pixels.shape[-1]:
        pixels = functional.interpolate(pixels, (side, side), mode="bilinear", antialias=True)
    mirrored = torch.rand(len(pixels), generator=generator) < 0.5
    pixels = torch.where(mirrored[:, None, None, None], pixels.flip(3), pixels)
    return prepared(jittered(pixels, generator))
