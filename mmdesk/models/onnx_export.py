"""Export of a CLIP model's towers as graphs for ONNX Runtime, without their weights (see `onnx_graphs`).

torch writes a graph with all parameters as its inputs; `onnx_weights` makes them refer to those on disk.
At last both towers are run by both engines: graphs whose vectors differ are not used.
"""

import io
import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.pixels import PixelRecipe
from mmdesk.core.vectors import Vectors
from mmdesk.models.architecture import load_network
from mmdesk.models.byte_pairs import TokenIds
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.embedding import unit_vectors
from mmdesk.models.onnx_graphs import (
    FORMAT,
    INDEX_NAME,
    OnnxGraphs,
    Tower,
    digest_of,
    graph_path,
    shortened,
)
from mmdesk.models.onnx_tower import OnnxTower
from mmdesk.models.onnx_weights import refer_to_weights
from mmdesk.models.plain_attention import replace_self_attention
from mmdesk.models.tokenizer import read_tokenizer

OPSET = 17
"""Version of ONNX's operators: the first with layer normalisation."""

MAX_ERROR = 1e-3
"""Difference between the engines in any number of a unit vector."""

SAMPLE_TEXTS = ["a photo of a red bicycle in the snow", "dog", "two people at a table, from above"]

POOLED_AT_THE_END = ("argmax", "eos")
"""Ways of open_clip to take a text's features from the token that ends it."""

UNEXPORTABLE = (
    RuntimeError, ValueError, TypeError, LookupError, AttributeError, AssertionError, NotImplementedError,
    UserError,
)  # fmt: skip
"""What torch raises about a network that it cannot export, and ONNX Runtime about a graph it cannot run."""


def export_graphs(folder: ClipFolder) -> OnnxGraphs | None:
    """Write the graphs of both towers into `folder`; None where its network cannot be exported.

    The index tells of either. Raises UserError for a folder that cannot be loaded, OSError where nothing can
    be written.
    """
    network = load_network(folder)
    tokens = read_tokenizer(folder)(SAMPLE_TEXTS)
    try:
        graphs, reason = _export(folder, network, tokens), None
    except UNEXPORTABLE as error:
        graphs, reason = None, f"{type(error).__name__}: {error}"[:500]
    index = {"format": FORMAT, "digest": digest_of(folder), "failed": reason}
    with replacing(folder.path / INDEX_NAME) as part:
        part.write_text(json.dumps(index | {"shortens": bool(graphs and graphs.shortens)}), "utf-8")
    return graphs


def _export(folder: ClipFolder, network: nn.Module, tokens: TokenIds) -> OnnxGraphs:
    side = folder.recipe.size
    pixels = np.random.default_rng(0).integers(0, 256, (3, side, side, 3), np.uint8)
    with torch.inference_mode():
        images = unit_vectors(_Image(network, folder.recipe)(torch.from_numpy(pixels)))
        texts = unit_vectors(_Text(network)(torch.from_numpy(tokens)))
    replace_self_attention(network)
    shortens = _can_be_shortened(network)
    tokens = shortened(tokens) if shortens else tokens
    text = _ShorterText(network) if shortens else _Text(network)
    _write(folder, "image", _Image(network, folder.recipe), torch.from_numpy(pixels), ["count"])
    _write(folder, "text", text, torch.from_numpy(tokens), ["count", "length"] if shortens else ["count"])
    _check(folder, "image", pixels, images)
    _check(folder, "text", tokens, texts)
    return OnnxGraphs(graph_path(folder, "image"), graph_path(folder, "text"), shortens)


class _Image(nn.Module):
    """The image tower, from pixels uint8 [n, size, size, 3] on."""

    def __init__(self, network: nn.Module, recipe: PixelRecipe) -> None:
        super().__init__()
        self.network = network
        self._mean, self._std = torch.tensor(recipe.mean), torch.tensor(recipe.std)

    def forward(self, pixels: Tensor) -> Tensor:
        values = (pixels.float() / 255 - self._mean) / self._std
        features: Tensor = self.network.visual(values.permute(0, 3, 1, 2))  # type: ignore[operator]
        return features


class _Text(nn.Module):
    """The text tower, from token ids int64 [n, length] on."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, tokens: Tensor) -> Tensor:
        features: Tensor = self.network.encode_text(tokens)  # type: ignore[operator]
        return features


class _ShorterText(_Text):
    """The text tower for texts of any length, of a `network` that passes `_can_be_shortened`."""

    def forward(self, tokens: Tensor) -> Tensor:
        """Features of texts whose tower has as many positions as there are tokens."""
        length = tokens.shape[1]
        tower: Any = getattr(self.network, "text", self.network)
        with _shadowed(
            tower,
            positional_embedding=tower.positional_embedding[:length],
            attn_mask=tower.attn_mask[:length, :length],
        ):
            return super().forward(tokens)


@contextmanager
def _shadowed(module: nn.Module, **tensors: Tensor) -> Iterator[None]:
    """Have `module` find `tensors` in place of its own parameters and buffers of these names.

    Python looks into an object's dictionary before it asks a module for its parameters.
    """
    vars(module).update(tensors)
    try:
        yield
    finally:
        for name in tensors:
            del vars(module)[name]


def _can_be_shortened(network: nn.Module) -> bool:
    """Whether cutting off padding leaves the features of a text as they are.

    It does where no token sees those behind it, and features are taken from the token that ends a text.
    """
    tower: Any = getattr(network, "text", network)
    return (
        _pooling(tower) in POOLED_AT_THE_END
        and isinstance(getattr(tower, "attn_mask", None), Tensor)
        and getattr(tower, "cls_emb", None) is None
        and getattr(tower, "text_projection", None) is not None
    )


def _pooling(tower: Any) -> str:
    """Name of the way in which open_clip takes a text's features from its tokens."""
    return str(getattr(tower, "text_pool_type", getattr(tower, "pool_type", "")))


def _write(folder: ClipFolder, tower: Tower, module: nn.Module, sample: Tensor, axes: list[str]) -> None:
    """Write the graph of `module`, whose inputs vary in size along the first of their axes, named `axes`."""
    written = io.BytesIO()
    with _explicit_attention(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of tracing, which is checked afterwards, and of a newer exporter
        torch.onnx.export(
            module,
            (sample,),
            written,  # type: ignore[arg-type]  # a file is taken, too
            export_params=False,
            input_names=["inputs"],
            output_names=["features"],
            dynamic_axes={"inputs": dict(enumerate(axes)), "features": {0: "count"}},
            opset_version=OPSET,
            do_constant_folding=False,  # or parameters would lose their names
            dynamo=False,  # traced in a second; the newer exporter takes twenty, and more packages
        )
    model = onnx.load_from_string(written.getvalue())
    _rename_parameters(model)
    values = {name: value.float().numpy() for name, value in _values(module).items()}
    refer_to_weights(model, folder.weights, values)
    with replacing(graph_path(folder, tower)) as part:
        part.write_bytes(model.SerializeToString())


@contextmanager
def _explicit_attention() -> Iterator[None]:
    """Keep torch from its fused attention, which has no counterpart in ONNX."""
    was_fused = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        yield
    finally:
        torch.backends.mha.set_fastpath_enabled(was_fused)


def _values(module: nn.Module) -> Mapping[str, Tensor]:
    """Parameters and buffers by the names they have in the network."""
    held = {**dict(module.named_parameters()), **dict(module.named_buffers())}
    return {_own_name(name): value.detach() for name, value in held.items()}


def _own_name(name: str) -> str:
    return name.rpartition("network.")[2]


def _rename_parameters(model: onnx.ModelProto) -> None:
    """Give the inputs of `model` that are parameters the names they have in the network."""
    renamed = {one.name: _own_name(one.name) for one in model.graph.input}
    for one in model.graph.input:
        one.name = renamed[one.name]
    for node in model.graph.node:
        for place, name in enumerate(node.input):
            node.input[place] = renamed.get(name, name)


def _check(folder: ClipFolder, tower: Tower, inputs: NDArray[Any], wanted: Vectors) -> None:
    """Raise ValueError where the written graph has other vectors than torch, in a batch or alone."""
    graph = OnnxTower(graph_path(folder, tower))
    for part in (slice(None), slice(1)):
        try:
            found = graph.run(inputs[part])
        except Exception as error:  # of the library's own C++ classes, which share no other base
            raise ValueError(f"the graph of the {tower} tower does not run: {error}") from error
        if not np.abs(found - wanted[part]).max() <= MAX_ERROR:
            raise ValueError(f"the graph of the {tower} tower has other vectors")
