"""Pictures as tensors, and the way between them and the rest of the program."""

from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.core.full_picture import FullPicture


class Size(NamedTuple):
    """Height and width of a picture or a grid; pixels, unless something else is said."""

    height: int
    width: int


def to_picture(canvas: Tensor) -> FullPicture:
    """The picture [1, 3, h, w] in 8 bits a channel, values clipped to 0..1."""
    values = (canvas[0].detach().float().clamp(0, 1) * 255).round().to(torch.uint8)
    rows = values.permute(1, 2, 0).contiguous().cpu().numpy()
    return FullPicture(width=rows.shape[1], height=rows.shape[0], rgb=rows.tobytes())


def from_picture(picture: FullPicture) -> Tensor:
    """The picture as a tensor [1, 3, h, w], values 0..1."""
    rows = np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)
    return torch.from_numpy(rows.copy()).permute(2, 0, 1)[None].float() / 255


def centre_cropped(canvas: Tensor, size: Size) -> Tensor:
    """The largest middle part of `canvas` that has the aspect of `size`, resized to that size."""
    height, width = canvas.shape[-2:]
    scale = min(height / size.height, width / size.width)
    crop_height = max(1, min(height, round(size.height * scale)))
    crop_width = max(1, min(width, round(size.width * scale)))
    top, left = (height - crop_height) // 2, (width - crop_width) // 2
    return resized(canvas[..., top : top + crop_height, left : left + crop_width], size)


def resized(canvas: Tensor, size: Size) -> Tensor:
    """`canvas` at `size`: bilinear, antialiased, so that values stay within those there were."""
    if canvas.shape[-2:] == tuple(size):
        return canvas
    return functional.interpolate(canvas, tuple(size), mode="bilinear", antialias=True, align_corners=False)


class _ClampWithGradient(torch.autograd.Function):
    """Clamps to 0..1; beyond it, the gradient passes only where it leads back."""

    @staticmethod
    def forward(context: Any, values: Tensor) -> Tensor:
        context.save_for_backward(values)
        return values.clamp(0, 1)

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> Tensor:
        (values,) = context.saved_tensors
        (gradient,) = gradients
        leads_back = gradient * (values - values.clamp(0, 1)) >= 0
        passed: Tensor = gradient * leads_back
        return passed


def clamp_with_gradient(values: Tensor) -> Tensor:
    """`values` clamped to 0..1, in such a way that those beyond can still learn to come back.

    Plain `clamp` has no gradient out there (`ClampWithGrad` in the VQGAN+CLIP notebooks).
    """
    clamped: Tensor = _ClampWithGradient.apply(values)
    return clamped
