"""Graphs of a CLIP model's towers for ONNX Runtime, as they lie in its folder.

A graph holds no weights: it names the places of their bytes in the safetensors file beside it, so nothing is
stored twice, and a tower is mapped into memory in a moment. `onnx_export` writes graphs, and an index that
says which weights they are for.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mmdesk.models.byte_pairs import TokenIds
from mmdesk.models.clip_folder import ClipFolder

Tower = Literal["image", "text"]

INDEX_NAME = "onnx.json"

FORMAT = 1
"""Raised when graphs change their meaning; older ones are then exported anew."""


@dataclass(frozen=True)
class OnnxGraphs:
    """Graphs of a model: `image` takes uint8 [n, size, size, 3], `text` token ids int64 [n, length], and both
    give features [n, dim].

    A graph that `shortens` takes texts of any length: what lies behind the longest one's end can be cut off.
    """

    image: Path
    text: Path
    shortens: bool


def find_graphs(folder: ClipFolder) -> OnnxGraphs | None:
    """The graphs in the model folder `folder`, or None where there are none for these very weights."""
    index = read_index(folder)
    if index is None or index.get("failed"):
        return None
    graphs = OnnxGraphs(graph_path(folder, "image"), graph_path(folder, "text"), bool(index.get("shortens")))
    return graphs if graphs.image.is_file() and graphs.text.is_file() else None


def were_tried(folder: ClipFolder) -> bool:
    """Whether an export of this very model came to an end, well or not."""
    return read_index(folder) is not None


def read_index(folder: ClipFolder) -> Mapping[str, Any] | None:
    """What the export noted, or None where it was of other weights, of another format, or never."""
    try:
        index = json.loads((folder.path / INDEX_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    fits = isinstance(index, dict) and (index.get("format"), index.get("digest")) == (
        FORMAT,
        digest_of(folder),
    )
    return index if fits else None


def graph_path(folder: ClipFolder, tower: Tower) -> Path:
    """The file of one tower's graph."""
    return folder.path / f"{tower}.onnx"


def digest_of(folder: ClipFolder) -> str:
    """Digits that change with the weights, whatever the folder is called."""
    return folder.key.rpartition("-")[2]


def shortened(tokens: TokenIds) -> TokenIds:
    """`tokens` [n, length] without what lies behind the end of the longest: that token has the highest id."""
    return tokens[:, : int(tokens.argmax(1).max()) + 1] if len(tokens) else tokens
