"""Coarse to fine: the composition is found at half the resolution, where a step is several times faster.

A quarter of the pixels is drawn there, and half of the cutouts are enough: there is less to be seen in each.
"""

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import Size

COARSE, ALL = 2, 3
"""Two of three steps are at half the size: what is left at the full size is detail."""

SMALLEST = 96
"""Side, in pixels, below which a picture is too small to be halved."""

FEWEST = 4
"""Cutouts below which CLIP would see too little even of a coarse picture."""


def coarse_steps(spec: PaintSpec) -> int:
    """Number of steps at half the size."""
    halves = spec.coarse_to_fine and min(spec.width, spec.height) // 2 >= SMALLEST
    return spec.steps * COARSE // ALL if halves else 0


def stage_size(spec: PaintSpec, step: int) -> Size:
    """Size of the picture in the step after `step` others."""
    if step < coarse_steps(spec):
        return Size(spec.height // 2, spec.width // 2)
    return Size(spec.height, spec.width)


def stage_cutouts(spec: PaintSpec, step: int, cutouts: int) -> int:
    """Number of cutouts, of `cutouts` at full size, in the step after `step` others."""
    if step < coarse_steps(spec):
        return min(cutouts, max(FEWEST, cutouts // 2))
    return cutouts
