"""The image tower rearranged for a fast backward pass, which searching never takes.

Torch multiplies contiguous matrices in a narrow data type several times faster than others. Two parts of a
vision transformer do not give it such: its attention, which swaps batch and sequence before it projects, and
its patch embedding, a convolution whose backward pass is not made for a kernel as wide as its stride. The
same numbers, laid out otherwise, make a step forward and backward of a ViT-B/32 in bf16 four times as fast.
Torch's fused attention saves memory where a sequence is long; for the fifty tokens of a ViT-B/32 its backward
pass takes four times as long as plain matrix products do.
"""

import copy
import math
from typing import Any

from torch import Tensor, nn
from torch.nn import functional

SHORT = 256
"""Tokens up to which attention is computed plainly; the attention weights of so many fit into the cache."""


def with_fast_backward(tower: nn.Module) -> nn.Module:
    """A tower that computes the same as `tower`, whose weights it shares; of other kinds, only a copy."""
    weights = {id(tensor): tensor for tensor in (*tower.parameters(), *tower.buffers())}
    fast = copy.deepcopy(tower, weights)
    for parent in list(fast.modules()):
        for name, module in list(parent.named_children()):
            if _is_self_attention(module):
                setattr(parent, name, _SelfAttention(module))
            elif isinstance(module, nn.Conv2d) and _is_patch_embedding(module):
                setattr(parent, name, _PatchEmbedding(module))
    return fast


def _is_self_attention(module: nn.Module) -> bool:
    return (
        isinstance(module, nn.MultiheadAttention) and module.in_proj_weight is not None and module.batch_first
    )


def _is_patch_embedding(module: nn.Conv2d) -> bool:
    """Whether each pixel belongs to one patch, and large ones: small kernels are convolved fast enough."""
    return (
        module.kernel_size == module.stride
        and module.kernel_size[0] >= 8
        and module.padding == (0, 0)
        and module.groups == 1
        and module.dilation == (1, 1)
    )


class _SelfAttention(nn.Module):
    """Self-attention without a mask: what the image towers of open_clip ask for."""

    def __init__(self, attention: Any) -> None:
        super().__init__()
        self.weight: Tensor = attention.in_proj_weight
        self.bias: Tensor | None = attention.in_proj_bias
        self.out_proj: nn.Linear = attention.out_proj
        self.heads: int = attention.num_heads

    def forward(self, tokens: Tensor, *_key_value: Tensor, **_options: object) -> tuple[Tensor, None]:
        """Tokens [n, length, dim] after attention to each other, and None for the weights nobody needs."""
        count, length, dim = tokens.shape
        projected = functional.linear(tokens.reshape(count * length, dim), self.weight, self.bias)
        # [n * length, 3 * dim] -> [3, n, heads, length, dim / heads]
        qkv = projected.view(count, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.unbind(0)
        attended = _attention(q, k, v)
        # [n, heads, length, dim / heads] -> [n * length, dim]
        joined: Tensor = self.out_proj(attended.transpose(1, 2).reshape(count * length, dim))
        return joined.view(count, length, dim), None


def _attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Scaled dot-product attention, all [n, heads, length, dim / heads]."""
    if q.shape[2] > SHORT or q.is_cuda:
        return functional.scaled_dot_product_attention(q, k, v)
    scores = (q / math.sqrt(q.shape[3])) @ k.transpose(2, 3)  # [n, heads, length, length]
    return scores.softmax(-1) @ v


class _PatchEmbedding(nn.Module):
    """A convolution whose kernel is as wide as its stride: one matrix product."""

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self.side = convolution.kernel_size
        # [dim, channels, rows, columns] -> [dim, rows * columns * channels], as the pixels of a patch below
        flat = convolution.weight.detach().permute(0, 2, 3, 1).flatten(1)
        self.weight = nn.Parameter(flat.contiguous(), requires_grad=False)
        self.bias = convolution.bias

    def forward(self, pixels: Tensor) -> Tensor:
        """Features [n, dim, rows, columns] of pictures [n, channels, height, width]."""
        count, channels, height, width = pixels.shape
        rows, columns = height // self.side[0], width // self.side[1]
        cut = pixels[..., : rows * self.side[0], : columns * self.side[1]].permute(0, 2, 3, 1)
        # [n, height, width, channels] -> [n, rows, columns, side, side, channels]: each patch in one piece
        patches = cut.reshape(count, rows, self.side[0], columns, self.side[1], channels).transpose(2, 3)
        features = functional.linear(patches.reshape(count * rows * columns, -1), self.weight, self.bias)
        return features.view(count, rows, columns, -1).movedim(-1, 1).contiguous()
