"""The prior: from a text vector to an image vector.

CLIP's texts and pictures lie apart, each in a cone of its own, and a decoder knows the vectors of pictures
alone. Image vectors are standardised number by number, and a rectified flow is learned from noise to them.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.models.unclip.folder import PriorShape
from mmdesk.models.unclip.network import VectorCondition


class PriorNetwork(nn.Module):
    """Noisy image vectors, times and text vectors to velocities.

    Attributes:
        mean, spread: [dim] of image vectors, which are standardised by them.
    """

    mean: Tensor
    spread: Tensor

    def __init__(self, shape: PriorShape) -> None:
        super().__init__()
        self.shape = shape
        self.register_buffer("mean", torch.zeros(shape.vector))
        self.register_buffer("spread", torch.ones(shape.vector))
        self.told = VectorCondition(shape.vector, shape.width)
        self.first = nn.Linear(shape.vector, shape.width)
        self.blocks = nn.ModuleList(PriorBlock(shape.width) for _ in range(shape.blocks))
        self.last = nn.LayerNorm(shape.width)
        self.out = nn.Linear(shape.width, shape.vector)
        nn.init.zeros_(self.out.weight)

    def measure(self, vectors: Tensor) -> None:
        """Take mean and spread from image vectors [n, dim]."""
        self.mean.copy_(vectors.mean(0))
        self.spread.copy_(vectors.std(0) + 1e-4)

    def standardised(self, vectors: Tensor) -> Tensor:
        """Image vectors [n, dim] as the flow has them."""
        return (vectors - self.mean) / self.spread

    def vectors(self, standardised: Tensor) -> Tensor:
        """The way back, of length one."""
        return functional.normalize(standardised * self.spread + self.mean, dim=-1)

    def forward(self, x: Tensor, time: Tensor, texts: Tensor) -> Tensor:
        """The velocities at `x` [n, dim] at `time` [n], on the way to what `texts` [n, dim] say."""
        told, hidden = self.told(time, texts), self.first(x)
        for block in self.blocks:
            hidden = block(hidden, told)
        velocities: Tensor = self.out(functional.silu(self.last(hidden)))
        return velocities


class PriorBlock(nn.Module):
    """Two layers added to what goes through, what is told between them."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm, self.film = nn.LayerNorm(width), nn.Linear(width, 2 * width)
        self.into, self.out = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        nn.init.zeros_(self.out.weight)

    def forward(self, x: Tensor, told: Tensor) -> Tensor:
        """`x` [n, width] with what is added."""
        scale, shift = self.film(told).chunk(2, dim=1)
        added: Tensor = self.out(functional.gelu(self.into(self.norm(x) * (1 + scale) + shift)))
        return x + added
