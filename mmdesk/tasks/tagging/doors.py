"""Tagging's lazy door to torch: label files are read and reviewed without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmdesk.models.label_scorer import FLOOR, LabelScorer
from mmdesk.models.quiet_import import importing_quietly

if TYPE_CHECKING:
    from mmdesk.models.block_scorer import BlockScorer


def block_scorer(scorer: LabelScorer, device: str = "auto", floor: float = FLOOR) -> BlockScorer:
    """`scorer` for many photos, in the data type that suits the device."""
    with importing_quietly():
        from mmdesk.models.block_scorer import BlockScorer, fastest_dtype  # noqa: PLC0415
        from mmdesk.models.device import choose_device  # noqa: PLC0415

    place = choose_device(device)
    return BlockScorer(scorer, place, fastest_dtype(place), floor)
