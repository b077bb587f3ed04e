"""The arithmetic around a CLIP network: device and data type, pixels in, unit vectors out."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.core.pixels import PixelRecipe
from mmdesk.core.vectors import Vectors
from mmdesk.models.batch_norms import fold_batch_norms
from mmdesk.models.eight_bits import quantise
from mmdesk.models.plan import INT8, EncodingPlan


def place(network: nn.Module, plan: EncodingPlan) -> nn.Module:
    """`network` itself, on the device of `plan` and its image tower in the data type of `plan`."""
    network.to(plan.device)
    fold_batch_norms(network.visual)  # type: ignore[arg-type]
    # Pixels come channels last, and so convolutions run without turning them round.
    network.visual.to(plan.torch_dtype).to(memory_format=torch.channels_last)
    if plan.dtype == INT8:
        quantise(network.visual)  # type: ignore[arg-type]
    return network


@torch.inference_mode()
def embed_pixels(
    network: nn.Module, pixels: NDArray[np.uint8], recipe: PixelRecipe, plan: EncodingPlan
) -> Vectors:
    """Unit vectors [n, dim] of one batch of pictures, uint8 [n, size, size, 3], by a placed network."""
    features = network.encode_image(normalised(pixels, recipe, plan))  # type: ignore[operator]
    return unit_vectors(features)


def normalised(pixels: NDArray[np.uint8], recipe: PixelRecipe, plan: EncodingPlan) -> Tensor:
    """The image tower's input [n, 3, size, size]: values 0..1, less the mean, over the std of the recipe."""
    mean = torch.tensor(recipe.mean, device=plan.device)
    std = torch.tensor(recipe.std, device=plan.device)
    values = torch.from_numpy(np.ascontiguousarray(pixels)).to(plan.device, torch.float32)
    return ((values / 255 - mean) / std).to(plan.torch_dtype).permute(0, 3, 1, 2)


def unit_vectors(features: Tensor) -> Vectors:
    """`features` [n, dim] scaled to length one in fp32, on the processor.

    A row without a direction, zero or not finite, becomes NaN: it must never pass for a vector.
    """
    rows = features.float()
    lengths = rows.norm(dim=-1, keepdim=True)
    sound = (lengths > 0) & torch.isfinite(lengths)
    vectors: Vectors = torch.where(sound, functional.normalize(rows, dim=-1), torch.nan).cpu().numpy()
    return vectors
