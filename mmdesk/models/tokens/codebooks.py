"""What codes stand for: a latent, or a square of latents told in several steps, from coarse to fine.

Residual quantisation (Juang and Gray 1982, "Multiple stage vector quantization for speech coding"; for
pictures Lee et al. 2022, "Autoregressive Image Generation using Residual Quantization",
https://arxiv.org/abs/2203.01941): the first codebook says roughly what a square of latents looks like, each
later one says what the former left over.
"""

import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.models.tokens.folder import CodebookSizes
from mmdesk.models.vqgan.network import nearest_codes


class Codebooks:
    """Codebooks `tables` [levels, codes, numbers], for squares of `side` x `side` latents.

    Codes of a picture are int64 [n, levels * rows, columns]: all the coarse ones, those of the next level
    below them; those of level l are the tokens from `l * codes` on. Latents are [n, e, rows * side,
    columns * side].
    """

    def __init__(self, tables: Tensor, side: int) -> None:
        self.tables, self._side = tables, side

    @property
    def sizes(self) -> CodebookSizes:
        """Their sizes."""
        return CodebookSizes(self._side, self.tables.shape[0], self.tables.shape[1])

    def codes(self, latents: Tensor) -> Tensor:
        """The nearest codes of `latents`."""
        left_over = squares_of(latents, self._side)
        levels = []
        for level, table in enumerate(self.tables):
            chosen = nearest_codes(left_over, table)
            levels.append(chosen + level * len(table))
            left_over = left_over - table[chosen].movedim(-1, 1)
        return torch.cat(levels, dim=1)

    def latents(self, codes: Tensor) -> Tensor:
        """The latents that `codes` stand for: negative ones, not known yet, add nothing."""
        flat = self.tables.flatten(0, 1)
        known = flat[codes.clamp(min=0)] * (codes >= 0)[..., None]  # [n, levels * rows, columns, numbers]
        rows = codes.shape[1] // len(self.tables)
        squares = torch.stack(torch.split(known, rows, dim=1)).sum(0)
        return from_squares(squares.movedim(-1, 1), self._side)


def squares_of(latents: Tensor, side: int) -> Tensor:
    """`latents` [n, e, h, w], `side` x `side` of them in one: [n, e * side², h / side, w / side]."""
    return functional.pixel_unshuffle(latents, side)


def from_squares(squares: Tensor, side: int) -> Tensor:
    """The inverse of `squares_of`."""
    return functional.pixel_shuffle(squares, side)
