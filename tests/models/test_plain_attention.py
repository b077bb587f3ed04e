"""Attention in plain steps beside PyTorch's own."""

import pytest
import torch
from torch.nn import functional

from mmdesk.models.plain_attention import plain_attention


@pytest.mark.parametrize("masked", ["not at all", "alike", "each head in its own way"])
def test_it_attends_as_pytorch_does(masked: str) -> None:
    torch.manual_seed(3)
    count, heads, length, dim = 2, 3, 5, 4
    q, k, v = torch.randn(3, count, heads, length, dim)
    masks = {
        "not at all": None,
        "alike": torch.full((length, length), -torch.inf).triu(1),
        "each head in its own way": torch.randn(count * heads, length, length),
    }
    mask = masks[masked]
    whole = mask if mask is None or mask.dim() == 2 else mask.view(count, heads, length, length)
    expected = functional.scaled_dot_product_attention(q, k, v, whole)
    assert torch.allclose(plain_attention(q, k, v, mask), expected, atol=1e-6)
