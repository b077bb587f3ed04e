"""The image tower rearranged for the way back, which searching never takes.

Torch multiplies contiguous matrices in a narrow data type several times faster than others. Two parts of a
vision transformer do not give it such: its attention, which swaps batch and sequence before it projects, and
the convolution that cuts patches, whose way back is not made for a kernel as wide as its stride. The same
numbers, laid out otherwise, make a step forward and backward of a ViT-B/32 in bf16 four times as fast.
Torch's fused attention saves memory where a sequence is long; for the fifty places of a ViT-B/32 its way back
takes four times as long as plain products do.
"""

import copy
import math
from typing import Any

from torch import Tensor, nn
from torch.nn import functional

SHORT = 256
"""Places up to which attention is computed plainly; the weights of all of them fit into the cache."""


def with_fast_backward(tower: nn.Module) -> nn.Module:
    """A tower that sees the same as `tower`, whose weights it shares; of other kinds, only a copy."""
    weights = {id(tensor): tensor for tensor in (*tower.parameters(), *tower.buffers())}
    fast = copy.deepcopy(tower, weights)
    for parent in list(fast.modules()):
        for name, module in list(parent.named_children()):
            if _is_self_attention(module):
                setattr(parent, name, _Attention(module))
            elif isinstance(module, nn.Conv2d) and _cuts_patches(module):
                setattr(parent, name, _Patches(module))
    return fast


def _is_self_attention(module: nn.Module) -> bool:
    return (
        isinstance(module, nn.MultiheadAttention) and module.in_proj_weight is not None and module.batch_first
    )


def _cuts_patches(module: nn.Conv2d) -> bool:
    """Whether each pixel belongs to one patch, and large ones: small kernels are convolved fast enough."""
    return (
        module.kernel_size == module.stride
        and module.kernel_size[0] >= 8
        and module.padding == (0, 0)
        and module.groups == 1
        and module.dilation == (1, 1)
    )


class _Attention(nn.Module):
    """Attention of a sequence to itself, without a mask: what the image towers of open_clip ask for."""

    def __init__(self, plain: Any) -> None:
        super().__init__()
        self.weight: Tensor = plain.in_proj_weight
        self.bias: Tensor | None = plain.in_proj_bias
        self.out: nn.Linear = plain.out_proj
        self.heads: int = plain.num_heads

    def forward(self, queries: Tensor, *_others: Tensor, **_wishes: object) -> tuple[Tensor, None]:
        """The sequences [n, length, dim], each place having looked at all others."""
        count, length, dim = queries.shape
        rows = functional.linear(queries.reshape(count * length, dim), self.weight, self.bias)
        parts = rows.view(count, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        wanted, offered, values = parts.unbind(0)
        seen = _looked_up(wanted, offered, values)
        joined: Tensor = self.out(seen.transpose(1, 2).reshape(count * length, dim))
        return joined.view(count, length, dim), None


def _looked_up(wanted: Tensor, offered: Tensor, values: Tensor) -> Tensor:
    """Scaled dot-product attention, all [n, heads, length, dim]."""
    if wanted.shape[2] > SHORT or wanted.is_cuda:
        return functional.scaled_dot_product_attention(wanted, offered, values)
    weights = (wanted / math.sqrt(wanted.shape[3])) @ offered.transpose(2, 3)
    return weights.softmax(-1) @ values


class _Patches(nn.Module):
    """A convolution whose kernel is as wide as its stride: one product of matrices."""

    def __init__(self, plain: nn.Conv2d) -> None:
        super().__init__()
        self.side = plain.kernel_size
        flat = plain.weight.detach().permute(0, 2, 3, 1).flatten(1)
        self.weight = nn.Parameter(flat.contiguous(), requires_grad=False)
        self.bias = plain.bias

    def forward(self, pixels: Tensor) -> Tensor:
        """Features [n, dim, rows, columns] of pictures [n, channels, height, width]."""
        count, channels, height, width = pixels.shape
        rows, columns = height // self.side[0], width // self.side[1]
        cut = pixels[..., : rows * self.side[0], : columns * self.side[1]].permute(0, 2, 3, 1)
        cut = cut.reshape(count, rows, self.side[0], columns, self.side[1], channels).transpose(2, 3)
        found = functional.linear(cut.reshape(count * rows * columns, -1), self.weight, self.bias)
        return found.view(count, rows, columns, -1).movedim(-1, 1).contiguous()
