"""The image tower rearranged for a fast backward pass, which searching never takes.

Torch multiplies contiguous matrices in a narrow data type several times faster than others. Two parts of a
vision transformer do not give it such: its attention, which swaps batch and sequence before it projects, and
its patch embedding, a convolution whose backward pass is not made for a kernel as wide as its stride. The
same numbers, laid out otherwise, make a step forward and backward of a ViT-B/32 in bf16 four times as fast.
Torch's fused attention saves memory where a sequence is long; for the fifty tokens of a ViT-B/32 its backward
pass takes four times as long as plain matrix products do.
"""

import copy

from torch import Tensor, nn
from torch.nn import functional

from mmdesk.models.plain_attention import plain_attention, replace_self_attention

SHORT = 256
"""Tokens up to which attention is computed plainly; the attention weights of so many fit into the cache."""


def with_fast_backward(tower: nn.Module) -> nn.Module:
    """A tower that computes the same as `tower`, whose weights it shares; of other kinds, only a copy."""
    weights = {id(tensor): tensor for tensor in (*tower.parameters(), *tower.buffers())}
    fast = copy.deepcopy(tower, weights)
    replace_self_attention(fast, _attention)
    for parent in list(fast.modules()):
        for name, module in list(parent.named_children()):
            if isinstance(module, nn.Conv2d) and _is_patch_embedding(module):
                setattr(parent, name, _PatchEmbedding(module))
    return fast


def _is_patch_embedding(module: nn.Conv2d) -> bool:
    """Whether each pixel belongs to one patch, and large ones: small kernels are convolved fast enough."""
    return (
        module.kernel_size == module.stride
        and module.kernel_size[0] >= 8
        and module.padding == (0, 0)
        and module.groups == 1
        and module.dilation == (1, 1)
    )


def _attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> Tensor:
    """Scaled dot-product attention, all [n, heads, length, dim / heads], by whatever is faster."""
    if q.shape[2] > SHORT or q.is_cuda:
        return functional.scaled_dot_product_attention(q, k, v, mask)
    return plain_attention(q, k, v, mask)


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
