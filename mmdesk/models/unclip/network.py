"""The decoder: a U-Net of two levels (Ronneberger et al. 2015) that is told a time and an image vector.

It foretells the velocity of a rectified flow: what leads from noise, at time 0, to a latent, at time 1.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.models.unclip.folder import DecoderShape

GROUPS = 8
TIME_WAVES = 64
LONGEST_WAVE = 1000.0
"""The time is told by waves of so many lengths, one of them this much longer than another."""


def time_waves(time: Tensor) -> Tensor:
    """Sines and cosines [n, 2 * TIME_WAVES] of `time` [n], of 0 to 1 (Vaswani et al. 2017)."""
    exponents = torch.arange(TIME_WAVES, device=time.device) / TIME_WAVES
    angles = time[:, None] * LONGEST_WAVE * torch.exp(-math.log(LONGEST_WAVE) * exponents)
    return torch.cat((angles.sin(), angles.cos()), dim=1)


class VectorCondition(nn.Module):
    """Times [n] and vectors [n, dim] of length one, to what a network is told, [n, width].

    A vector of zeros stands for none: nothing of it is told, but that there is none.
    """

    def __init__(self, vector: int, width: int) -> None:
        super().__init__()
        self.time = nn.Sequential(nn.Linear(2 * TIME_WAVES, width), nn.SiLU(), nn.Linear(width, width))
        self.vector = nn.Sequential(nn.Linear(vector, width), nn.SiLU(), nn.Linear(width, width))
        self.nothing = nn.Parameter(torch.zeros(width))
        self._scale = math.sqrt(vector)

    def forward(self, time: Tensor, vectors: Tensor) -> Tensor:
        """What the network is told."""
        is_told = vectors.abs().amax(1, keepdim=True) > 0
        told = torch.where(is_told, self.vector(vectors * self._scale), self.nothing)
        return functional.silu(self.time(time_waves(time)) + told)


class FlowBlock(nn.Module):
    """Two convolutions added to what goes through; what is told scales and shifts what is between them.

    Perez et al. 2018, "FiLM", https://arxiv.org/abs/1709.07871.
    """

    def __init__(self, into: int, out: int, told: int) -> None:
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(GROUPS, into), nn.Conv2d(into, out, 3, padding=1)
        self.norm2, self.conv2 = nn.GroupNorm(GROUPS, out), nn.Conv2d(out, out, 3, padding=1)
        self.film = nn.Linear(told, 2 * out)
        self.skip = nn.Conv2d(into, out, 1) if into != out else nn.Identity()
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.film.weight)
        nn.init.zeros_(self.film.bias)

    def forward(self, x: Tensor, told: Tensor) -> Tensor:
        """`x` [n, into, h, w] as [n, out, h, w]."""
        hidden = self.conv1(functional.silu(self.norm1(x)))
        scale, shift = self.film(told)[:, :, None, None].chunk(2, dim=1)
        hidden = self.norm2(hidden) * (1 + scale) + shift
        passed: Tensor = self.skip(x) + self.conv2(functional.silu(hidden))
        return passed


class PlaceAttention(nn.Module):
    """Attention of all places to all others, added to what goes through."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(GROUPS, width)
        self.taken, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self._heads = heads
        nn.init.zeros_(self.proj.weight)

    def forward(self, x: Tensor) -> Tensor:
        """`x` [n, width, h, w] with what each place gathers."""
        n, width, h, w = x.shape
        places = self.norm(x).flatten(2).transpose(1, 2)
        split = self.taken(places).view(n, h * w, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
        gathered = functional.scaled_dot_product_attention(split[0], split[1], split[2])
        joined = self.proj(gathered.transpose(1, 2).flatten(2))
        added: Tensor = x + joined.transpose(1, 2).view(n, width, h, w)
        return added


class LatentUNet(nn.Module):
    """Noisy latents, times and image vectors to velocities. Sides of latents are even."""

    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        self.shape = shape
        width, wide, told, each = shape.width, shape.wide, 2 * shape.width, range(shape.blocks)
        self.told = VectorCondition(shape.vector, told)
        self.first = nn.Conv2d(shape.channels, width, 3, padding=1)
        self.fine_down = nn.ModuleList(FlowBlock(width, width, told) for _ in each)
        self.fine_attention = PlaceAttention(width, shape.heads)
        self.shrink = nn.Conv2d(width, wide, 3, stride=2, padding=1)
        self.coarse = nn.ModuleList(FlowBlock(wide, wide, told) for _ in each)
        self.coarse_attention = PlaceAttention(wide, shape.heads)
        self.joined = FlowBlock(2 * wide, wide, told)
        self.enlarge = nn.Conv2d(wide, width, 3, padding=1)
        self.fine_up = nn.ModuleList(FlowBlock(2 * width, width, told) for _ in each)
        self.last = nn.Sequential(nn.GroupNorm(GROUPS, width), nn.SiLU())
        self.out = nn.Conv2d(width, shape.channels, 3, padding=1)
        nn.init.zeros_(self.out.weight)

    def forward(self, x: Tensor, time: Tensor, vectors: Tensor) -> Tensor:
        """The velocities at `x` [n, channels, h, w] at `time` [n], on the way to `vectors` [n, dim]."""
        told = self.told(time, vectors)
        x, kept = self.first(x), []
        for block in self.fine_down:
            x = block(x, told)
            kept.append(x)
        small = self._coarse(self.shrink(self.fine_attention(x)), told)
        x = self.enlarge(functional.interpolate(small, scale_factor=2.0, mode="nearest"))
        for block in self.fine_up:
            x = block(torch.cat((x, kept.pop()), dim=1), told)
        velocities: Tensor = self.out(self.last(x))
        return velocities

    def _coarse(self, x: Tensor, told: Tensor) -> Tensor:
        entered = x
        for block in self.coarse:
            x = block(x, told)
        joined: Tensor = self.joined(torch.cat((self.coarse_attention(x), entered), dim=1), told)
        return joined
