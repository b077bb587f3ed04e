"""The patch encoder: a picture as vectors of its patches, in the space of the model's texts."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from mmdesk.models.architecture import load_network
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.embedding import normalised
from mmdesk.models.patch_towers import patch_features
from mmdesk.models.plan import EncodingPlan


class PatchEncoder:
    """The image tower of a CLIP model in fp32, which tells what it sees in each patch. For one thread."""

    def __init__(self, folder: ClipFolder, tower: nn.Module, device: str) -> None:
        self.folder = folder
        self._plan = EncodingPlan(device, "float32", 1)
        self._tower = tower.to(device)

    @torch.inference_mode()
    def encode(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Features [n, rows, columns, dim] of the patches of pictures, uint8 [n, size, size, 3].

        They are not of length one: how long they are tells how much there is to see. Raises UserError for a
        model that cannot tell patches apart.
        """
        features = patch_features(self._tower, normalised(pixels, self.folder.recipe, self._plan))
        return np.asarray(features.float().cpu().numpy(), np.float32)


def load_patch_encoder(folder: ClipFolder, device: str) -> PatchEncoder:
    """The patch encoder of the model in `folder`; `device` comes from `choose_device`. Raises UserError."""
    return PatchEncoder(folder, load_network(folder).visual, device)  # type: ignore[arg-type]
