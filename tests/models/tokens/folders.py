"""Small transformers that have learned nothing, in folders."""

from pathlib import Path
from typing import Any

import torch

from mmdesk.benchmark.random_vqgan import ARCHITECTURES, write_random_vqgan
from mmdesk.core.places import builtin_models
from mmdesk.models.tokens.export import export_tokens
from mmdesk.models.tokens.folder import TokensFolder, prefix_length, words_needed
from mmdesk.models.tokens.network import CodeTransformer, TransformerShape

SIDE = 8
"""Rows and columns of codes."""

START = {"kind": "start", "token": 0}
LABEL = {"kind": "label", "classes": 4}
COORDINATES = {"kind": "coordinates", "codes": 64}
PICTURE = {"kind": "picture", "channels": 3, "codes": 64}
WORDS = {"kind": "words", "length": 8, "words": 10_000}


def tokens_folder(
    path: Path, condition: dict[str, Any] = START, advised: dict[str, float] | None = None
) -> TokensFolder:
    """A transformer with random weights and strong opinions, over the codes of a tiny random VQGAN.

    A code stands for 4 pixels, so its pictures have 32. `advised` are settings that it comes with.
    """
    vqgan = path.parent / f"{path.name}-vqgan"
    write_random_vqgan("tiny", vqgan)
    codes = int(ARCHITECTURES["tiny"]["n_embed"])
    shape = TransformerShape(
        vocab_size=codes + words_needed(condition),
        block_size=prefix_length(condition, SIDE) + SIDE * SIDE - 1,
        n_layer=2,
        n_head=2,
        n_embd=16,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        network = CodeTransformer(shape)
        for weight in network.parameters():
            weight.data = torch.randn_like(weight) * (1.0 if condition["kind"] == "picture" else 0.3)
    words = builtin_models() / "starter-clip" / "bpe_merges.txt.gz" if condition["kind"] == "words" else None
    export_tokens(network, SIDE, condition, vqgan, path, words, advised=advised)
    if condition["kind"] == "label":
        (path / "labels.txt").write_text("tabby cat\ngoldfish, carp\nred rose\nred fox\n")
    if condition["kind"] == "picture":
        write_random_vqgan("tiny", path / "cond_stage")
    return TokensFolder.read(path)
