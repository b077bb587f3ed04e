"""The network being trained: an open_clip CLIP and what surrounds it on disk."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import open_clip
import torch
from open_clip.tokenizer import SimpleTokenizer
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from mmdesk.core.atomic_file import replacing
from mmdesk.training.spec import Shape
from mmdesk.training.vocabulary import read_merges

CONFIG_FILE = "open_clip_config.json"
WEIGHTS_FILE = "open_clip_model.safetensors"
MERGES_FILE = "bpe_merges.txt.gz"

MEAN = (127 / 255,) * 3
STD = (128 / 255,) * 3
"""What EfficientNet-Lite was trained with: (x - 127) / 128."""


TEXTS_AT_ONCE = 1024


class Student:
    """A CLIP with its tokenizer.

    `model` is an `open_clip.CLIP`; its image tower takes float pixels [n, 3, side, side] that `prepared`
    has standardised.
    """

    def __init__(self, shape: Shape, merges: Path) -> None:
        self.shape = shape
        self.config = shape.config(len(read_merges(merges)), MERGES_FILE)
        model = {key: dict(value) if isinstance(value, dict) else value for key, value in self.config.items()}
        self.model: Any = cast("Any", open_clip.CLIP(**model))
        self.merges = merges
        self._tokenizer = SimpleTokenizer(bpe_path=str(merges), context_length=shape.context_length)

    def tokens(self, texts: list[str]) -> Tensor:
        """Token numbers, int64 [n, context_length]."""
        return cast("Tensor", self._tokenizer(texts))


def prepared(pixels: Tensor) -> Tensor:
    """Standardised floats [n, 3, h, w] in channels-last order, from values 0..255 in the same shape."""
    mean = torch.tensor(MEAN, device=pixels.device).view(1, 3, 1, 1) * 255
    std = torch.tensor(STD, device=pixels.device).view(1, 3, 1, 1) * 255
    return ((pixels.float() - mean) / std).contiguous(memory_format=torch.channels_last)


def text_states(model: Any, tokens: Tensor) -> Tensor:
    """States [n, width] at the end of each text, before the text tower's last layer.

    A causal tower never looks beyond the end of the text, so positions after the longest one can be left
    out without changing a single number; most captions fill a third of the context.
    """
    longest = int((tokens != 0).sum(1).max())
    tokens = tokens[:, :longest]
    states = model.token_embedding(tokens) + model.positional_embedding[:longest]
    states = model.transformer(states, attn_mask=model.attn_mask[:longest, :longest])
    ends = states[torch.arange(len(tokens), device=tokens.device), tokens.argmax(1)]
    return cast("Tensor", model.ln_final(ends))


def encode_short_texts(model: Any, tokens: Tensor) -> Tensor:
    """Unit vectors of texts, as `model.encode_text`, in the time their own length takes."""
    return functional.normalize((text_states(model, tokens) @ model.text_projection).float(), dim=-1)


@torch.no_grad()
def encode_in_parts(encode: Callable[[Tensor], Tensor], tokens: Tensor, device: str = "cpu") -> Tensor:
    """What `encode` makes of many texts, float32 [n, k], short and long ones apart."""
    order = (tokens != 0).sum(1).argsort()
    parts = [encode(tokens[rows].to(device)).float() for rows in torch.split(order, TEXTS_AT_ONCE)]
    return torch.cat(parts)[order.argsort().to(parts[0].device)]


def export(student: Student, weights: dict[str, Tensor], folder: Path) -> None:
    """Write an open_clip folder: config, half-precision weights and merges.

    An export that is stopped leaves the former weights whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    half = {name: _stored(tensor) for name, tensor in weights.items() if name != "attn_mask"}
    with replacing(folder / WEIGHTS_FILE) as part:
        save_file(half, part, metadata={"format": "pt"})
    config = {"model_cfg": student.config, "preprocess_cfg": _preprocess(student.shape)}
    (folder / CONFIG_FILE).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    if student.merges != folder / MERGES_FILE:
        (folder / MERGES_FILE).write_bytes(student.merges.read_bytes())


def _stored(tensor: Tensor) -> Tensor:
    tensor = tensor.detach().cpu().contiguous()
    return tensor.half() if tensor.is_floating_point() else tensor


def _preprocess(shape: Shape) -> dict[str, Any]:
    return {
        "size": shape.image_size,
        "mode": "RGB",
        "mean": list(MEAN),
        "std": list(STD),
        "interpolation": "bicubic",
        "resize_mode": "shortest",
    }
