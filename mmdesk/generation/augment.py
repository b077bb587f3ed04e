"""Augmentations of the cutouts: flipped, rotated, tilted, recoloured, so that only robust shapes please CLIP.

All are plain torch and differentiable. Their random numbers come from one generator on the processor, so
that a painting is the same again on the next run. The kinds are those of the VQGAN+CLIP notebooks (Crowson et
al. 2022). The ranges are a matter of taste: about as far as a photograph may be askew and its colours off.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Generator, Tensor
from torch.nn import functional

from mmdesk.core.painting.spec import Augmentation

MAX_ROTATION = math.radians(12)
"""Radians, to either side."""

MAX_SHIFT = 0.06
"""Share of half a side, in each direction."""

MAX_ZOOM = 0.08
"""Share by which a cutout is enlarged or shrunk."""

MAX_TILT = 0.12
"""Perspective: by this share the far edge is shorter, and the near edge longer, than the middle."""

MAX_GRAIN = 0.08
"""Standard deviation of the noise; pixels are 0 to 1."""

MAX_COLOUR = 0.15
"""Share by which a channel's contrast changes, and distance by which it is shifted; pixels are 0 to 1."""

MAX_ERASED = 0.35
"""Share of each side that is erased (random erasing, Zhong et al. 2017, https://arxiv.org/abs/1708.04896)."""


@dataclass(frozen=True)
class CutoutAugmentation:
    """One augmentation for each of n cutouts, drawn beforehand, so that they can be encoded in any batches.

    `grids` [n, 3, 3] are homographies that tell where each pixel of a cutout comes from, in coordinates of -1
    to 1; `gains` and `shifts` [n, 3, 1, 1] change its colours, and `grain` [n] is the standard deviation of
    noise from the seed `seeds` [n] of each. `holes` [n, 4] are left, top, right and bottom of an erased part,
    in the same coordinates.
    """

    grids: Tensor
    gains: Tensor
    shifts: Tensor
    grain: Tensor
    seeds: Tensor
    holes: Tensor

    def __getitem__(self, part: slice) -> "CutoutAugmentation":
        return CutoutAugmentation(
            self.grids[part], self.gains[part], self.shifts[part],
            self.grain[part], self.seeds[part], self.holes[part],
        )  # fmt: skip


def draw_augmentation(kinds: Sequence[Augmentation], count: int, generator: Generator) -> CutoutAugmentation:
    """Augmentations of the given `kinds` for `count` cutouts, drawn from `generator`."""
    # The same numbers are drawn whatever the kinds, so that adding one leaves the others as they were.
    draws = torch.rand(count, 16, generator=generator) * 2 - 1  # [n, 16], -1 to 1
    seeds = torch.randint(2**62, (count,), generator=generator)
    grids = torch.eye(3).repeat(count, 1, 1)
    if "flip" in kinds:
        grids = grids @ _flips(draws[:, 0])
    if "turn" in kinds:
        grids = grids @ _rotations(draws[:, 1:5])
    if "perspective" in kinds:
        grids = grids @ _tilts(draws[:, 5:7])
    coloured = float("colour" in kinds)
    return CutoutAugmentation(
        grids,
        gains=1 + coloured * MAX_COLOUR * draws[:, 7:10].view(-1, 3, 1, 1),
        shifts=coloured * MAX_COLOUR * draws[:, 10:13].view(-1, 3, 1, 1),
        grain=MAX_GRAIN * draws[:, 13].abs() * ("grain" in kinds),
        seeds=seeds,
        holes=_holes(torch.rand(count, 4, generator=generator)) * ("erase" in kinds),
    )


def augment(cutouts: Tensor, augmentation: CutoutAugmentation) -> Tensor:
    """`cutouts` [n, 3, s, s] after `augmentation`, in the same shape. What is left out costs nothing."""
    side, device = cutouts.shape[-1], cutouts.device
    rows, columns = _coordinates(side)
    if not torch.equal(augmentation.grids, torch.eye(3).expand_as(augmentation.grids)):
        cutouts = _warped(cutouts, augmentation.grids, rows, columns)
    if augmentation.shifts.any():
        cutouts = cutouts * augmentation.gains.to(device) + augmentation.shifts.to(device)
    if augmentation.holes.any():
        cutouts = torch.where(_inside(augmentation.holes, rows, columns).to(device), 0.5, cutouts)
    return cutouts + _grain(augmentation, side).to(device) if augmentation.grain.any() else cutouts


def _coordinates(side: int) -> tuple[Tensor, Tensor]:
    """Rows [s, 1] and columns [1, s] of pixel centres, from -1 to 1."""
    centres = (torch.arange(side) * 2 + 1) / side - 1
    return centres[:, None], centres[None, :]


def _warped(cutouts: Tensor, grids: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """Each cutout seen through its homography; beyond its edges it is mirrored."""
    side = cutouts.shape[-1]
    # Homogeneous coordinates (x, y, 1) of every pixel, [s, s, 3].
    points = torch.stack([columns.expand(side, side), rows.expand(side, side), torch.ones(side, side)], -1)
    sources = torch.einsum("nij,hwj->nhwi", grids, points)
    grid = (sources[..., :2] / sources[..., 2:]).to(cutouts.device)  # [n, s, s, 2], as grid_sample wants it
    return functional.grid_sample(
        cutouts, grid, mode="bilinear", padding_mode="reflection", align_corners=False
    )


def _flips(draws: Tensor) -> Tensor:
    """Every second one mirrored left to right: matrices [n, 3, 3] for draws [n]."""
    matrices = torch.eye(3).repeat(len(draws), 1, 1)
    matrices[:, 0, 0] = torch.where(draws < 0, -1.0, 1.0)
    return matrices


def _rotations(draws: Tensor) -> Tensor:
    """Rotated, zoomed and shifted a little: matrices [n, 3, 3] for draws [n, 4]."""
    angles, zooms = MAX_ROTATION * draws[:, 0], 1 + MAX_ZOOM * draws[:, 1]
    matrices = torch.eye(3).repeat(len(draws), 1, 1)
    matrices[:, 0, 0] = matrices[:, 1, 1] = zooms * angles.cos()
    matrices[:, 0, 1] = -zooms * angles.sin()
    matrices[:, 1, 0] = zooms * angles.sin()
    matrices[:, :2, 2] = MAX_SHIFT * draws[:, 2:4]
    return matrices


def _tilts(draws: Tensor) -> Tensor:
    """Seen from the side or from above: matrices [n, 3, 3] for draws [n, 2]."""
    matrices = torch.eye(3).repeat(len(draws), 1, 1)
    matrices[:, 2, :2] = MAX_TILT * draws
    return matrices


def _holes(draws: Tensor) -> Tensor:
    """Rectangles [n, 4] of up to MAX_ERASED of each side, for draws [n, 4] of 0 to 1."""
    starts = draws[:, :2] * 2 - 1
    return torch.cat([starts, starts + 2 * MAX_ERASED * draws[:, 2:]], dim=1)


def _inside(holes: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """Mask [n, 1, s, s] of the pixels that are erased."""
    left, top, right, bottom = holes[:, :, None, None].unbind(1)
    return ((columns > left) & (columns < right) & (rows > top) & (rows < bottom))[:, None]


def _grain(augmentation: CutoutAugmentation, side: int) -> Tensor:
    """Noise [n, 3, s, s], of each cutout's own seed."""
    fields = [
        torch.randn(3, side, side, generator=Generator().manual_seed(int(seed)))
        for seed in augmentation.seeds
    ]
    return torch.stack(fields) * augmentation.grain[:, None, None, None]
