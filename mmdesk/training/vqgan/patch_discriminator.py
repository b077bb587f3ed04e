"""Who tells painted patches from photographed ones (Isola et al. 2017, https://arxiv.org/abs/1611.07004)."""

import torch
from taming.modules.discriminator.model import NLayerDiscriminator, weights_init
from torch import Tensor, nn
from torch.nn import functional

FILTERS, LAYERS = 32, 2
"""Patches of 34 pixels: more would be nearly the whole crop."""

RATE, BETAS = 2e-4, (0.5, 0.9)

WEIGHT = 0.25
MOST_WEIGHT = 1e3


class PatchDiscriminator(nn.Module):
    """The patch discriminator with its optimiser.

    Its weights are open to gradients in its own lessons only, so that what optimises the painter leaves
    them alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self.patches: nn.Module = NLayerDiscriminator(input_nc=3, ndf=FILTERS, n_layers=LAYERS)
        self.patches.apply(weights_init)
        self.optimiser = torch.optim.Adam(self.patches.parameters(), lr=RATE, betas=BETAS)
        self.requires_grad_(requires_grad=False)

    def blame(self, painted: Tensor, unlikeness: Tensor, last: Tensor) -> Tensor:
        """The painter's loss, weighted so that it pulls at the last layer `last` like `unlikeness` does.

        Esser et al. 2021, equation 7.
        """
        loss = -self.patches(painted).mean()
        weight = _pull(unlikeness, last) / (_pull(loss, last) + 1e-4)
        blame: Tensor = WEIGHT * weight.clamp(max=MOST_WEIGHT) * loss
        return blame

    def learn(self, real: Tensor, painted: Tensor) -> Tensor:
        """One step of its own, by the hinge loss (Lim and Ye 2017, https://arxiv.org/abs/1705.02894)."""
        self.requires_grad_(requires_grad=True)
        taken, refused = self.patches(real), self.patches(painted.detach())
        loss = (functional.relu(1 - taken).mean() + functional.relu(1 + refused).mean()) / 2
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        self.requires_grad_(requires_grad=False)
        told: Tensor = loss.detach()
        return told


def _pull(loss: Tensor, last: Tensor) -> Tensor:
    """How long the gradient of `loss` is at `last`."""
    (gradient,) = torch.autograd.grad(loss, last, retain_graph=True)
    length: Tensor = torch.linalg.vector_norm(gradient.detach())
    return length
