"""Self-attention by plain matrix products, in place of `nn.MultiheadAttention`.

The same numbers: for an export, which fused attention stands in the way of, and for a fast backward pass.
"""

import math
from collections.abc import Callable
from typing import Any

from torch import Tensor, nn
from torch.nn import functional

Attend = Callable[[Tensor, Tensor, Tensor, Tensor | None], Tensor]
"""Attention of q, k, v, all [n, heads, length, dim / heads], with an additive mask or None."""


class PlainSelfAttention(nn.Module):
    """The weights of `attention`, called as its block calls it: with tokens thrice, perhaps with a mask."""

    def __init__(self, attention: Any, attend: Attend | None = None) -> None:
        super().__init__()
        self.in_proj_weight: Tensor = attention.in_proj_weight
        self.in_proj_bias: Tensor | None = attention.in_proj_bias
        self.out_proj: nn.Linear = attention.out_proj
        self.heads: int = attention.num_heads
        self._attend = attend or plain_attention

    def forward(
        self, tokens: Tensor, *_key_value: Tensor, attn_mask: Tensor | None = None, **_options: object
    ) -> tuple[Tensor, None]:
        """Tokens [n, length, dim] after attention to each other, and None for the weights nobody needs."""
        count, length, dim = tokens.shape
        projected = functional.linear(
            tokens.reshape(count * length, dim), self.in_proj_weight, self.in_proj_bias
        )
        # [n * length, 3 * dim] -> [3, n, heads, length, dim / heads]
        qkv = projected.view(count, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.unbind(0)
        attended = self._attend(q, k, v, attn_mask)
        # [n, heads, length, dim / heads] -> [n * length, dim]
        joined: Tensor = self.out_proj(attended.transpose(1, 2).reshape(count * length, dim))
        return joined.view(count, length, dim), None


def plain_attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> Tensor:
    """Scaled dot-product attention; `mask` is [length, length] or [n * heads, length, length]."""
    scores = (q / math.sqrt(q.shape[3])) @ k.transpose(2, 3)  # [n, heads, length, length]
    if mask is not None:
        scores = scores + (mask if mask.dim() == 2 else mask.view(scores.shape))
    return scores.softmax(-1) @ v


def is_self_attention(module: nn.Module) -> bool:
    """Whether `PlainSelfAttention` can stand in for `module`, which its block must call with one sequence."""
    return (
        isinstance(module, nn.MultiheadAttention) and module.in_proj_weight is not None and module.batch_first
    )


def replace_self_attention(network: nn.Module, attend: Attend | None = None) -> None:
    """Let plain self-attention stand in for `nn.MultiheadAttention` in all of `network`, in place."""
    for parent in list(network.modules()):
        for name, module in list(parent.named_children()):
            if is_self_attention(module):
                setattr(parent, name, PlainSelfAttention(module, attend))
