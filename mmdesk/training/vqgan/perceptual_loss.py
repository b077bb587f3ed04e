"""How unlike two pictures are to a network that knows pictures.

The idea is that of LPIPS (Zhang et al. 2018, https://arxiv.org/abs/1801.03924): squared distance of
features, each place's made unit length. The network is the image tower of a CLIP, which is here anyway.
"""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.core.errors import UserError
from mmdesk.models.architecture import load_network
from mmdesk.models.clip_folder import ClipFolder

LAYERS = ("stem", "s1", "s2", "s3")
"""Down to a sixteenth of the size. What lies deeper knows what is shown, but not how it looks."""


class PerceptualLoss:
    """The distance of pictures [n, 3, h, w] of -1 to 1 in the features of a CLIP's image tower.

    The tower must be a residual network of stages as timm names them, such as the starter's. Raises
    UserError for any other.
    """

    def __init__(self, folder: Path, device: str, narrow: torch.dtype | None) -> None:
        found = ClipFolder.read(folder)
        network: Any = load_network(found)
        tower = getattr(network.visual, "trunk", None)
        if tower is None or not all(hasattr(tower, name) for name in LAYERS):
            raise UserError(f"The model {found.name} cannot judge likeness: its image tower is no RegNet.")
        self._tower: nn.Module = tower.eval().requires_grad_(requires_grad=False).to(device)
        self._device, self._narrow = device, narrow
        self._mean, self._spread = (
            torch.tensor(three, device=device).view(1, 3, 1, 1)
            for three in (found.recipe.mean, found.recipe.std)
        )

    def __call__(self, pixels: Tensor, wanted: Tensor) -> Tensor:
        """Summed over the layers, the mean over places; differentiable in `pixels`."""
        with torch.no_grad():
            goal = self._seen(wanted)
        pairs = zip(self._seen(pixels), goal, strict=True)
        return torch.stack([(mine - other).pow(2).sum(1).mean() for mine, other in pairs]).sum()

    def _seen(self, pixels: Tensor) -> list[Tensor]:
        state, features = (pixels / 2 + 0.5 - self._mean) / self._spread, []
        with torch.autocast(self._device, self._narrow, enabled=self._narrow is not None):
            for name in LAYERS:
                state = getattr(self._tower, name)(state)
                features.append(functional.normalize(state.float(), dim=1))
        return features
