"""Labels for many photos: `LabelScorer` in blocks, so that photos x labels never lie in memory together."""

from collections.abc import Iterable, Iterator

import numpy as np
import torch

from mmdesk.core.vectors import Ids, Vectors
from mmdesk.models.label_scorer import FLOOR, Candidates, LabelScorer

BLOCK = 2048
"""Photos scored at once: with 1,000 labels, 4 MB of scores in two bytes each."""


class BlockScorer:
    """Scores many photos on one device, in the given torch data type, block by block.

    Two-byte products are a third of the work where the processor has them; they move a probability by less
    than a hundredth.
    """

    def __init__(
        self, scorer: LabelScorer, device: str = "cpu", dtype: str = "bfloat16", floor: float = FLOOR
    ) -> None:
        self._device, self._dtype = device, getattr(torch, dtype)
        self._spokes = self._placed(scorer.yardstick.spokes)
        self._weights = self._placed(scorer.weights)
        self._biases = torch.from_numpy(scorer.biases).to(device)
        self._background = self._placed(scorer.background)
        self._exclusive = scorer.exclusive
        self._least = float(np.log(floor / (1 - floor))) - self._biases

    def score(self, chunks: Iterable[tuple[Ids, Vectors]]) -> Iterator[Candidates]:
        """The candidates of each block of photos with vectors [n, dim]."""
        for ids, vectors in chunks:
            for start in range(0, len(ids), BLOCK):
                yield self._block(ids[start : start + BLOCK], vectors[start : start + BLOCK])

    @torch.inference_mode()
    def _block(self, ids: Ids, vectors: Vectors) -> Candidates:
        measured = self._measured(torch.from_numpy(np.ascontiguousarray(vectors)).to(self._device))
        products = measured @ self._weights.T
        least = self._least.to(products.dtype)
        rows, labels = torch.nonzero(products >= least, as_tuple=True)
        found = products[rows, labels].float()
        if len(self._background):
            none = (measured @ self._background.T).amax(1).float()
            fits = found > none[rows]
            rows, labels, found = rows[fits], labels[fits], found[fits]
        logits = found + self._biases[labels]
        return self._candidates(ids, rows, labels, logits)

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

    def _measured(self, vectors: torch.Tensor) -> torch.Tensor:
        narrow = vectors.to(self._dtype)
        if not len(self._spokes):
            return narrow
        spread = (narrow @ self._spokes.T).float().square_().mean(1, keepdim=True).sqrt_()
        return vectors.div(spread.clamp_min_(1e-6)).to(self._dtype)

    def _placed(self, rows: Vectors) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(rows, np.float32)).to(self._device, self._dtype)
