"""Codebooks fitted to latents, the second to what the first leaves over."""

import torch
from torch import Tensor

from mmdesk.models.tokens.codebooks import Codebooks, squares_of
from mmdesk.models.tokens.folder import CodebookSizes
from mmdesk.training.vqgan.codebook import flattened, k_means, nearest_rows

MOST = 120_000
"""Squares that codebooks are fitted to, at most."""


def fitted_codebooks(latents: Tensor, sizes: CodebookSizes, seed: int) -> Codebooks:
    """Residual k-means among the squares of `latents` [n, e, h, w]."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        flat = flattened(squares_of(latents, sizes.side))
        left_over = flat[torch.randperm(len(flat))[:MOST]]
        tables: list[Tensor] = []
        for _ in range(sizes.levels):
            table = k_means(left_over, sizes.codes)
            tables.append(table)
            left_over = left_over - table[nearest_rows(left_over, table)]
    return Codebooks(torch.stack(tables), sizes.side)
