"""taming-transformers' own GPT, tiny and random, and its own loop, to be compared with."""

import sys
from types import ModuleType

import pytest
import torch
from torch import Tensor, nn

from mmdesk.models.tokens.network import CodeTransformer, TransformerShape

SHAPE = TransformerShape(vocab_size=40, block_size=16, n_layer=3, n_head=4, n_embd=32)
"""Small enough for any test: pictures of 4 x 4 codes behind a prefix of one token."""


def tamed_gpt(monkeypatch: pytest.MonkeyPatch, shape: TransformerShape = SHAPE) -> nn.Module:
    """A GPT of taming's with random weights, all of them, so that no mistake hides behind a zero."""
    # Its module imports a function that transformers no longer has, and which is not called.
    with monkeypatch.context() as patch:
        stand_in = ModuleType("transformers")
        stand_in.top_k_top_p_filtering = None  # type: ignore[attr-defined]
        patch.setitem(sys.modules, "transformers", stand_in)
        from taming.modules.transformer.mingpt import GPT  # noqa: PLC0415

    sizes = {name: getattr(shape, name) for name in shape.__slots__}
    network: nn.Module = GPT(**sizes).eval()
    random = torch.Generator().manual_seed(5)
    for weight in network.parameters():
        weight.data = torch.randn(weight.shape, generator=random) * 0.3
    return network


def ours(theirs: nn.Module, shape: TransformerShape = SHAPE) -> CodeTransformer:
    """Our network with their weights."""
    network = CodeTransformer(shape)
    weights = {name: one for name, one in theirs.state_dict().items() if not name.endswith("attn.mask")}
    network.load_state_dict(weights)
    return network.eval()


@torch.no_grad()
def tamed_sample(network: nn.Module, prefix: Tensor, steps: int, *, temperature: float, top_k: int) -> Tensor:
    """`Net2NetTransformer.sample` of taming's, line for line: the whole sequence anew for each token."""
    x = prefix
    for _ in range(steps):
        logits = network(x)[0][:, -1, :] / temperature
        kept, _ = torch.topk(logits, top_k)
        logits[logits < kept[..., [-1]]] = -float("Inf")
        x = torch.cat((x, torch.multinomial(torch.softmax(logits, dim=-1), num_samples=1)), dim=1)
    return x[:, prefix.shape[1] :]
