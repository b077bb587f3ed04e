"""Vision transformers in eight bits, for processors that multiply bytes fastest.

A vision transformer spends most of its time multiplying matrices, and a processor with the VNNI
instructions multiplies four bytes in the time of one fp32 number, two in that of one bf16. Weights are scaled
to bytes once, a scale for each output; what comes in is scaled as it comes, a scale for the whole batch
("dynamic quantisation"; Jacob et al. 2018, https://arxiv.org/abs/1712.05877). All else stays in fp32.

The vectors turn by a few degrees, which for searches is next to nothing: all-MiniLM-L6-v2, a sentence encoder
of such blocks, found the other caption of a picture among 1,035 within its first ten as often as before (.857
in fp32, .854 in eight bits). Whether a model bears it is found out by the probe, as for any other data type.
"""

import math

import torch
from open_clip.transformer import ResidualAttentionBlock
from torch import Tensor, nn
from torch.nn import functional

LEVELS = 254
"""Steps from the lowest input to the highest: one less than a byte has, for rounding may take one."""

LEAST_SCALE = 1e-12
"""Scale of numbers that are all zero."""


def can_be_quantised(tower: nn.Module) -> bool:
    """Whether there is anything in `tower` that `quantise` would change."""
    return bool(_blocks(tower))


def quantise(tower: nn.Module) -> None:
    """Replace the linear layers in the transformer blocks of `tower`, in fp32, by int8 ones: no gradients."""
    for block in _blocks(tower):
        block.attn = EightBitAttention(block.attn)
        is_exact = isinstance(block.mlp.gelu, nn.GELU) and block.mlp.gelu.approximate == "none"
        activation = "gelu" if is_exact else "none"
        block.mlp.c_fc = EightBitLinear(block.mlp.c_fc.weight, block.mlp.c_fc.bias, activation)
        block.mlp.gelu = nn.Identity() if is_exact else block.mlp.gelu
        block.mlp.c_proj = EightBitLinear(block.mlp.c_proj.weight, block.mlp.c_proj.bias)


def _blocks(tower: nn.Module) -> list[ResidualAttentionBlock]:
    """The blocks of plain self-attention. Towers of timm have others, each with its own ways."""
    return [
        module
        for module in tower.modules()
        if isinstance(module, ResidualAttentionBlock)
        and isinstance(module.attn, nn.MultiheadAttention)
        and module.attn.batch_first
        and not hasattr(module, "ln_1_kv")
    ]


class EightBitLinear(nn.Module):
    """`activation(inputs @ weight.T + bias)`, made from fp32 `weight` [out, in] and `bias` [out].

    The `activation`, "gelu" (the exact one) or "none", is fused into the product.
    """

    def __init__(self, weight: Tensor, bias: Tensor, activation: str = "none") -> None:
        super().__init__()
        self._activation = activation
        weight = weight.detach()
        # Symmetric, a scale for each output: weight = scale * byte, bytes from -127 to 127.
        self._scales = (weight.abs().amax(dim=1) / 127).clamp_min(LEAST_SCALE)
        self._zeros = torch.zeros(len(weight), dtype=torch.long)
        self._bias = bias.detach().clone()
        rows = (weight / self._scales[:, None]).round().to(torch.int8)
        self._rows = torch.ops.onednn.qlinear_prepack(rows, None)

    def forward(self, inputs: Tensor) -> Tensor:
        """Outputs fp32 [..., out] of inputs fp32 [..., in]; all NaN where any input is not finite."""
        # Asymmetric, one scale for the whole batch: input = scale * (byte - zero), bytes from 0 to 254.
        low, high = (float(end) for end in torch.aminmax(inputs))
        if not math.isfinite(high - low):
            return inputs.new_full((*inputs.shape[:-1], len(self._scales)), torch.nan)
        low, high = min(low, 0.0), max(high, 0.0)  # zero must have a byte of its own
        scale = max((high - low) / LEVELS, LEAST_SCALE)
        zero = round(-low / scale)
        # Rounding is cutting half a level higher; by way of int16 torch does it five times as fast.
        levels = torch.add(torch.tensor(zero + 0.5), inputs.reshape(-1, inputs.shape[-1]), alpha=1 / scale)
        outputs: Tensor = torch.ops.onednn.qlinear_pointwise(
            *(levels.to(torch.int16).to(torch.uint8), scale, zero),
            *(self._rows, self._scales, self._zeros),
            self._bias,
            *(1.0, 0, torch.float32),  # the outputs' scale, their zero, their type
            *(self._activation, [], "none"),  # with its parameters and variant
        )
        return outputs.reshape(*inputs.shape[:-1], -1)


class EightBitAttention(nn.Module):
    """The self-attention of a block, with the arguments and results of `nn.MultiheadAttention`."""

    def __init__(self, attention: nn.MultiheadAttention) -> None:
        super().__init__()
        self._heads = attention.num_heads
        self._in_proj = EightBitLinear(attention.in_proj_weight, attention.in_proj_bias)
        self._out_proj = EightBitLinear(attention.out_proj.weight, attention.out_proj.bias)

    def forward(
        self,
        query: Tensor,
        key: Tensor,  # noqa: ARG002  # the same as `query`
        value: Tensor,  # noqa: ARG002  # the same as `query`
        *,
        need_weights: bool,  # noqa: ARG002  # never
        attn_mask: Tensor | None,
    ) -> tuple[Tensor, None]:
        """Tokens [n, tokens, width] after attention to each other, and None for its weights."""
        count, tokens, width = query.shape
        # [n, tokens, 3 * width] -> q, k, v, each [n, heads, tokens, width / heads]
        qkv = self._in_proj(query).view(count, tokens, 3, self._heads, width // self._heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=attn_mask)
        return self._out_proj(attended.transpose(1, 2).reshape(count, tokens, width)), None
