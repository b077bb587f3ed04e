"""`LabelScorer` for many photos, in blocks, so that photos x labels never lie in memory together."""

import time
from collections.abc import Iterable, Iterator

import numpy as np
import torch

from mmdesk.core.vectors import Ids, Vectors
from mmdesk.models.label_scorer import FLOOR, Candidates, LabelScorer

BLOCK = 8192
"""Photos scored at once: with 1,000 labels, 16 MB of scores in two bytes each."""

PROBE_SIDE = 512
"""Rows and columns of the matrices that data types are tried with: milliseconds."""


class BlockScorer:
    """Scores many photos on one device, in the given torch data type, block by block.

    Two-byte products are a third of the work where the processor has them; they move a probability by less
    than a hundredth.
    """

    def __init__(
        self, scorer: LabelScorer, device: str = "cpu", dtype: str = "bfloat16", floor: float = FLOOR
    ) -> None:
        self.dtype = dtype
        self._device = device
        self._exclusive = scorer.exclusive
        self._vocabulary, self._labels = len(scorer.baseline.vocabulary), len(scorer.weights)
        # One matrix, so that one product does it all: words of the vocabulary, labels, background.
        rows = np.concatenate([scorer.baseline.vocabulary, scorer.weights, scorer.background])
        self._rows = torch.from_numpy(rows).to(device, getattr(torch, dtype))
        self._biases = torch.from_numpy(scorer.biases).to(device)
        self._least = (float(np.log(floor / (1 - floor))) - self._biases).to(self._rows.dtype)

    def score(self, chunks: Iterable[tuple[Ids, Vectors]]) -> Iterator[Candidates]:
        """The candidates of each block of photos with vectors [n, dim]."""
        for ids, vectors in chunks:
            for start in range(0, len(ids), BLOCK):
                yield self._block(ids[start : start + BLOCK], vectors[start : start + BLOCK])

    @torch.inference_mode()
    def _block(self, ids: Ids, vectors: Vectors) -> Candidates:
        """One product for vocabulary, labels and background together; then only what is above the floor."""
        images = torch.from_numpy(np.ascontiguousarray(vectors)).to(self._device, self._rows.dtype)
        z = self._standardised(images @ self._rows.T)  # [n, labels + background]
        products = z[:, : self._labels]
        # numpy finds the few that are true in a tenth of the time torch takes.
        above = np.flatnonzero((products >= self._least).cpu().numpy())
        rows, labels = (torch.from_numpy(part).to(self._device) for part in divmod(above, self._labels))
        found = products[rows, labels].float()
        if z.shape[1] > self._labels:
            none = z[:, self._labels :].amax(1).float()
            better = found > none[rows]
            rows, labels, found = rows[better], labels[better], found[better]
        return self._candidates(ids, rows, labels, found + self._biases[labels])

    def _candidates(
        self, ids: Ids, rows: torch.Tensor, labels: torch.Tensor, logits: torch.Tensor
    ) -> Candidates:
        odds = logits.exp()
        if self._exclusive:
            total = torch.zeros(len(ids), device=self._device).index_add_(0, rows, odds)
            probabilities = odds / (1 + total[rows])
        else:
            probabilities = torch.sigmoid(logits)
        return Candidates(ids[rows.cpu().numpy()], labels.cpu().numpy(), probabilities.cpu().numpy())

    def _standardised(self, products: torch.Tensor) -> torch.Tensor:
        """Products with labels and background over the standard deviation of those with the vocabulary."""
        if not self._vocabulary:
            return products
        deviation = products[:, : self._vocabulary].float().square_().mean(1, keepdim=True).sqrt_()
        return products[:, self._vocabulary :] / deviation.clamp_min_(1e-6).to(products.dtype)


def fastest_dtype(device: str) -> str:
    """The data type in which `device` multiplies matrices fastest, by torch's name.

    Accelerators are at home in bf16; some processors only pretend to be.
    """
    if device != "cpu":
        return "bfloat16"
    return min(("bfloat16", "float32"), key=_seconds_to_multiply)


@torch.inference_mode()
def _seconds_to_multiply(dtype: str) -> float:
    matrix = torch.ones(PROBE_SIDE, PROBE_SIDE, dtype=getattr(torch, dtype))
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        torch.mm(matrix, matrix)
        best = min(best, time.perf_counter() - start)
    return best
