"""A perceptual loss: how unlike two pictures are to a network that knows pictures.

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


class PerceptualLoss:
    """The distance of pictures [n, 3, h, w] of -1 to 1 in the features of a CLIP's image tower.

    The tower must be a RegNet or an EfficientNet as timm builds them. Raises UserError for any other.
    """

    def __init__(self, folder: Path, device: str, half: torch.dtype | None) -> None:
        found = ClipFolder.read(folder)
        network: Any = load_network(found)
        stages = _stages(getattr(network.visual, "trunk", None))
        if stages is None:
            raise UserError(
                f"The model {found.name} cannot judge likeness: its image tower is no RegNet or EfficientNet."
            )
        self._stages = stages.requires_grad_(requires_grad=False).to(device)
        self._device, self._half = device, half
        self._mean, self._std = (
            torch.tensor(three, device=device).view(1, 3, 1, 1)
            for three in (found.recipe.mean, found.recipe.std)
        )

    def __call__(self, pixels: Tensor, wanted: Tensor) -> Tensor:
        """Distances summed over the stages, their mean over places; differentiable in `pixels`."""
        with torch.no_grad():
            targets = self._features(wanted)
        pairs = zip(self._features(pixels), targets, strict=True)
        return torch.stack([(one - other).pow(2).sum(1).mean() for one, other in pairs]).sum()

    def _features(self, pixels: Tensor) -> list[Tensor]:
        """Unit vectors at each place [n, c, h, w] after each stage."""
        state, features = (pixels / 2 + 0.5 - self._mean) / self._std, []
        with torch.autocast(self._device, self._half, enabled=self._half is not None):
            for stage in self._stages:
                state = stage(state)
                features.append(functional.normalize(state.float(), dim=1))
        return features


def _stages(trunk: Any) -> nn.ModuleList | None:
    """Stages down to a sixteenth of the size; what lies deeper knows what is shown, but not how it looks."""
    if all(hasattr(trunk, name) for name in ("stem", "s1", "s2", "s3")):
        return nn.ModuleList([trunk.stem, trunk.s1, trunk.s2, trunk.s3])
    if all(hasattr(trunk, name) for name in ("conv_stem", "bn1", "blocks")):
        first = nn.Sequential(trunk.conv_stem, trunk.bn1, trunk.blocks[0])
        return nn.ModuleList([first, trunk.blocks[1], trunk.blocks[2], trunk.blocks[3]])
    return None
