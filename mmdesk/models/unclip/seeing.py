"""Image vectors of pictures at the size they have.

A picture of 128 pixels looks blurred to a CLIP once it is enlarged to 224. A convolutional tower can see it
as it is, and so vectors are made for learning, for painting and for judging alike. Others see it enlarged.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.core.pixels import PixelRecipe
from mmdesk.models.plan import EncodingPlan

POSITIONS = ("pos_embed", "positional_embedding")
"""Weights of a tower that sees pictures of one size only."""


def sees_any_size(tower: nn.Module) -> bool:
    """Whether the image tower `tower` takes pictures of any size."""
    return not any(name.endswith(POSITIONS) for name, _ in tower.named_parameters())


@torch.inference_mode()
def seen_vectors(tower: nn.Module, pictures: Tensor, recipe: PixelRecipe, plan: EncodingPlan) -> Tensor:
    """Image vectors [n, dim], of length one and on the processor, of `pictures` [n, 3, h, w] of 0 to 1."""
    size = recipe.size
    if max(pictures.shape[-2:]) > size or not sees_any_size(tower):
        pictures = functional.interpolate(pictures, (size, size), mode="bicubic", antialias=True)
    mean, std = (torch.tensor(one, device=plan.device).view(1, 3, 1, 1) for one in (recipe.mean, recipe.std))
    inputs = ((pictures.to(plan.device) - mean) / std).to(plan.torch_dtype, memory_format=torch.channels_last)
    return functional.normalize(tower(inputs).float(), dim=-1).cpu()
