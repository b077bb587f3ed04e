"""VQGAN+CLIP as its notebooks have it: what ours is measured against.

Everything in fp32 and in torch's usual layout; the latent is decoded, all cutouts go through CLIP in one
batch, and one backward pass leads from the loss to the latent. No step is decoded a second time for a
preview, as many of the notebooks do.
"""

import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.generation.canvas import clamp_with_gradient
from mmdesk.generation.losses import great_circle
from mmdesk.models.architecture import load_network
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.vqgan.network import load_vqgan_network, nearest_codes

RATE = 0.1
GRAIN = 0.1


class PlainPainting:
    """A picture of `side` pixels, painted with `cutouts` a step towards an arbitrary direction."""

    def __init__(self, vqgan: VqganFolder, clip: ClipFolder, side: int, cutouts: int) -> None:
        self._vqgan = load_vqgan_network(vqgan).eval().requires_grad_(requires_grad=False)
        self._tower = load_network(clip).visual.eval().requires_grad_(requires_grad=False)  # type: ignore[union-attr]
        self._recipe = clip.recipe
        self._cutouts = cutouts
        torch.manual_seed(0)
        self._target = functional.normalize(torch.randn(clip.dim), dim=0)
        cells = side // vqgan.factor
        begin = torch.randint(vqgan.codes, (1, cells, cells))
        self._z = self._vqgan.codebook[begin].movedim(-1, 1).contiguous().requires_grad_()
        self._low, self._high = self._z.detach().aminmax()
        self._optimiser = torch.optim.Adam([self._z], lr=RATE)

    def step(self) -> float:
        """One step; returns the loss."""
        self._optimiser.zero_grad()
        loss = great_circle(self._embed(self._cut(self._draw())), self._target).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimiser.step()
        with torch.no_grad():
            self._z.clamp_(self._low, self._high)
        return float(loss.detach())

    def _draw(self) -> Tensor:
        """The picture [1, 3, side, side], 0 to 1."""
        codebook = self._vqgan.codebook
        codes = codebook[nearest_codes(self._z.detach(), codebook)].movedim(-1, 1)
        straight_through = self._z + (codes - self._z).detach()
        return clamp_with_gradient((self._vqgan.decode(straight_through) + 1) / 2)

    def _cut(self, picture: Tensor) -> Tensor:
        """Squares of random size and place, pooled, with a little grain [cutouts, 3, size, size]."""
        side, size = picture.shape[-1], self._recipe.size
        smallest = min(side, size)
        pieces = []
        for _ in range(self._cutouts):
            part = int(torch.rand(()) * (side - smallest) + smallest)
            top, left = (int(torch.randint(side - part + 1, ())) for _ in range(2))
            piece = picture[..., top : top + part, left : left + part]
            pieces.append(functional.adaptive_avg_pool2d(piece, size))
        batch = torch.cat(pieces)
        return batch + GRAIN * torch.rand(len(batch), 1, 1, 1) * torch.randn_like(batch)

    def _embed(self, cutouts: Tensor) -> Tensor:
        mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in (self._recipe.mean, self._recipe.std))
        return functional.normalize(self._tower((cutouts - mean) / std), dim=-1)
