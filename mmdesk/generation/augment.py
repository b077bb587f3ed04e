"""Disturbances of the cutouts: turned, tilted, recoloured, so that only what is robust pleases.

All are plain torch and differentiable. Their random numbers come from one generator on the processor, so
that a painting is the same again on the next run.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Generator, Tensor
from torch.nn import functional

from mmdesk.core.painting.spec import Augmentation

TURN = math.radians(12)
SHIFT = 0.06
ZOOM = 0.08
TILT = 0.12
GRAIN = 0.08
COLOUR = 0.15
ERASED = 0.35


@dataclass(frozen=True)
class CutoutAugmentation:
    """One augmentation for each of n cutouts, drawn beforehand, so that they can be judged in any batches.

    `grids` [n, 3, 3] say where each pixel of a cutout comes from, in coordinates of -1 to 1; `gains` and
    `shifts` [n, 3, 1, 1] change its colours, and `grain` [n] is the spread of noise from the seed `seed`
    of each. `holes` [n, 4] are left, top, right and bottom of an erased part, in the same coordinates.
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
    """Disturbances of the given `kinds` for `count` cutouts."""
    draws = torch.rand(count, 16, generator=generator) * 2 - 1
    seeds = torch.randint(2**62, (count,), generator=generator)
    grids = torch.eye(3).repeat(count, 1, 1)
    if "flip" in kinds:
        grids = grids @ _flips(draws[:, 0])
    if "turn" in kinds:
        grids = grids @ _turns(draws[:, 1:5])
    if "perspective" in kinds:
        grids = grids @ _tilts(draws[:, 5:7])
    coloured = float("colour" in kinds)
    return CutoutAugmentation(
        grids,
        gains=1 + coloured * COLOUR * draws[:, 7:10].view(-1, 3, 1, 1),
        shifts=coloured * COLOUR * draws[:, 10:13].view(-1, 3, 1, 1),
        grain=GRAIN * draws[:, 13].abs() * ("grain" in kinds),
        seeds=seeds,
        holes=_holes(torch.rand(count, 4, generator=generator)) * ("erase" in kinds),
    )


def augment(cutouts: Tensor, augmentation: CutoutAugmentation) -> Tensor:
    """`cutouts` [n, 3, s, s] after `augmentation`, in the same shape. What is not disturbed costs nothing."""
    side, device = cutouts.shape[-1], cutouts.device
    rows, columns = _coordinates(side)
    if not torch.equal(augmentation.grids, torch.eye(3).expand_as(augmentation.grids)):
        cutouts = _moved(cutouts, augmentation.grids, rows, columns)
    if augmentation.shifts.any():
        cutouts = cutouts * augmentation.gains.to(device) + augmentation.shifts.to(device)
    if augmentation.holes.any():
        cutouts = torch.where(_inside(augmentation.holes, rows, columns).to(device), 0.5, cutouts)
    return cutouts + _grain(augmentation, side).to(device) if augmentation.grain.any() else cutouts


def _coordinates(side: int) -> tuple[Tensor, Tensor]:
    """Rows [s, 1] and columns [1, s] of pixel centres, from -1 to 1."""
    centres = (torch.arange(side) * 2 + 1) / side - 1
    return centres[:, None], centres[None, :]


def _moved(cutouts: Tensor, grids: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """Each cutout seen through its homography; beyond its edges it is mirrored."""
    side = cutouts.shape[-1]
    points = torch.stack([columns.expand(side, side), rows.expand(side, side), torch.ones(side, side)], -1)
    sources = torch.einsum("nij,hwj->nhwi", grids, points)
    grid = (sources[..., :2] / sources[..., 2:]).to(cutouts.device)
    return functional.grid_sample(
        cutouts, grid, mode="bilinear", padding_mode="reflection", align_corners=False
    )


def _flips(draws: Tensor) -> Tensor:
    matrices = torch.eye(3).repeat(len(draws), 1, 1)
    matrices[:, 0, 0] = torch.where(draws < 0, -1.0, 1.0)
    return matrices


def _turns(draws: Tensor) -> Tensor:
    """Turned, zoomed and shifted a little: matrices [n, 3, 3] for draws [n, 4]."""
    angles, zooms = TURN * draws[:, 0], 1 + ZOOM * draws[:, 1]
    matrices = torch.eye(3).repeat(len(draws), 1, 1)
    matrices[:, 0, 0] = matrices[:, 1, 1] = zooms * angles.cos()
    matrices[:, 0, 1] = -zooms * angles.sin()
    matrices[:, 1, 0] = zooms * angles.sin()
    matrices[:, :2, 2] = SHIFT * draws[:, 2:4]
    return matrices


def _tilts(draws: Tensor) -> Tensor:
    """Seen from the side or from above: matrices [n, 3, 3] for draws [n, 2]."""
    matrices = torch.eye(3).repeat(len(draws), 1, 1)
    matrices[:, 2, :2] = TILT * draws
    return matrices


def _holes(draws: Tensor) -> Tensor:
    """Rectangles [n, 4] of up to ERASED of each side."""
    starts = draws[:, :2] * 2 - 1
    return torch.cat([starts, starts + 2 * ERASED * draws[:, 2:]], dim=1)


def _inside(holes: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """Which pixels [n, 1, s, s] are erased."""
    left, top, right, bottom = holes[:, :, None, None].unbind(1)
    return ((columns > left) & (columns < right) & (rows > top) & (rows < bottom))[:, None]


def _grain(augmentation: CutoutAugmentation, side: int) -> Tensor:
    """Noise [n, 3, s, s], of each cutout's own seed."""
    fields = [
        torch.randn(3, side, side, generator=Generator().manual_seed(int(seed)))
        for seed in augmentation.seeds
    ]
    return torch.stack(fields) * augmentation.grain[:, None, None, None]
