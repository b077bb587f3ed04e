"""Number of operations that a CLIP needs to look at a picture: what its speed depends on first of all."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

from mmdesk.models.architecture import build_network


def count_operations(architecture: Mapping[str, Any], side: int, path: Path) -> float | None:
    """Additions and multiplications for one picture of `side` pixels, by the `model_cfg` of a folder.

    Nothing is computed: the network is built on torch's device "meta". None where that cannot run it.
    """
    with torch.device("meta"):
        network = build_network(architecture, path.name, path).eval()
        picture = torch.empty(1, 3, side, side)
    counter = FlopCounterMode(display=False)
    try:
        with counter:  # with gradients: without them attention is one operation that nobody counts
            network.encode_image(picture)  # type: ignore[operator]
    except (NotImplementedError, RuntimeError):
        return None
    return float(counter.get_total_flops()) or None
