"""A discriminator of patches (Isola et al. 2017, https://arxiv.org/abs/1611.07004)."""

import torch
from taming.modules.discriminator.model import NLayerDiscriminator, weights_init
from torch import Tensor, nn
from torch.nn import functional

FILTERS, LAYERS = 32, 2
"""Patches of 34 pixels: more would be nearly the whole crop."""

RATE, BETAS = 2e-4, (0.5, 0.9)

WEIGHT, MAX_WEIGHT = 0.25, 1e3
"""Weight of the generator loss beside the reconstruction's, and the most it is multiplied by."""


class PatchDiscriminator(nn.Module):
    """The discriminator with its optimiser.

    Its weights are open to gradients in its own steps only, so that the generator's optimiser leaves them
    alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self.patches: nn.Module = NLayerDiscriminator(input_nc=3, ndf=FILTERS, n_layers=LAYERS)
        self.patches.apply(weights_init)
        self.optimiser = torch.optim.Adam(self.patches.parameters(), lr=RATE, betas=BETAS)
        self.requires_grad_(requires_grad=False)

    def generator_loss(self, decoded: Tensor, reconstruction: Tensor, last: Tensor) -> Tensor:
        """The generator's loss, its gradient at the last layer `last` as long as that of `reconstruction`.

        Esser et al. 2021, equation 7.
        """
        loss = -self.patches(decoded).mean()
        weight = _gradient_norm(reconstruction, last) / (_gradient_norm(loss, last) + 1e-4)
        weighted: Tensor = WEIGHT * weight.clamp(max=MAX_WEIGHT) * loss
        return weighted

    def learn(self, real: Tensor, decoded: Tensor) -> Tensor:
        """One step of its own, by the hinge loss (Lim and Ye 2017, https://arxiv.org/abs/1705.02894)."""
        self.requires_grad_(requires_grad=True)
        on_real, on_decoded = self.patches(real), self.patches(decoded.detach())
        loss = (functional.relu(1 - on_real).mean() + functional.relu(1 + on_decoded).mean()) / 2
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        self.requires_grad_(requires_grad=False)
        found: Tensor = loss.detach()
        return found


def _gradient_norm(loss: Tensor, last: Tensor) -> Tensor:
    """Length of the gradient of `loss` at `last`."""
    (gradient,) = torch.autograd.grad(loss, last, retain_graph=True)
    length: Tensor = torch.linalg.vector_norm(gradient.detach())
    return length
