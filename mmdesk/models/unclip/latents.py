"""The latents of a VQGAN as few numbers as they have in truth, and back.

A VQGAN's channels depend on each other: those of the starter VQGAN lie in four directions of sixteen. A flow
on all of them would spend most of its effort on noise that shows nothing. So the principal components are
kept, each divided by its spread, and squares of `patch` x `patch` places become one with more channels.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

EXPLAINED = 0.999
"""Share of the variance that the components kept have together."""

MOST = 16
"""Number of components kept, at most."""


class LatentSpace(nn.Module):
    """Latents [n, e, h, w] of a VQGAN to components [n, k * patch², h / patch, w / patch], and back.

    Attributes:
        mean, directions, spread: [e], [k, e] with rows of length one, and [k].
    """

    mean: Tensor
    directions: Tensor
    spread: Tensor

    def __init__(self, embed_dim: int, components: int, patch: int) -> None:
        super().__init__()
        self.patch = patch
        self.register_buffer("mean", torch.zeros(embed_dim))
        self.register_buffer("directions", torch.eye(components, embed_dim))
        self.register_buffer("spread", torch.ones(components))

    @property
    def channels(self) -> int:
        """Number of channels of what `reduce` returns."""
        return len(self.spread) * self.patch**2

    def reduce(self, latents: Tensor) -> Tensor:
        """The components of `latents`; height and width must be multiples of `patch`."""
        places = (latents.movedim(1, -1) - self.mean) @ self.directions.T / self.spread
        return functional.pixel_unshuffle(places.movedim(-1, 1), self.patch)

    def restore(self, components: Tensor) -> Tensor:
        """The latents of `components`."""
        places = functional.pixel_shuffle(components, self.patch).movedim(1, -1)
        return ((places * self.spread) @ self.directions + self.mean).movedim(-1, 1)


def fit_latent_space(latents: Tensor, patch: int) -> LatentSpace:
    """The space of `latents` [n, e, h, w], many enough to tell their directions."""
    places = latents.movedim(1, -1).flatten(0, -2).double()
    mean = places.mean(0)
    variances, directions = torch.linalg.eigh((places - mean).T.cov())
    variances, directions = variances.flip(0).clamp(min=0), directions.flip(1).T
    shares = (variances / variances.sum()).cumsum(0)
    count = min(MOST, int((shares < EXPLAINED).sum()) + 1)
    space = LatentSpace(len(mean), count, patch)
    space.mean.copy_(mean)
    space.directions.copy_(directions[:count])
    space.spread.copy_(variances[:count].sqrt().clamp(min=1e-6))
    return space
