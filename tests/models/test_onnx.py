"""Both engines make the same vectors: torch, and ONNX Runtime by exported graphs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from mmdesk.models.architecture import load_network
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.clip_folder import WEIGHTS_NAME, ClipFolder
from mmdesk.models.onnx_encoder import OnnxEncoder
from mmdesk.models.onnx_export import MAX_ERROR, export_graphs
from mmdesk.models.onnx_graphs import INDEX_NAME, find_graphs, were_tried
from mmdesk.models.onnx_tower import unit_rows
from mmdesk.models.plan import EncodingPlan, PlanCache
from mmdesk.models.tokenizer import read_tokenizer

from .clip_folders import (
    OPENAI_LIKE,
    SIGLIP_LIKE,
    SIGLIP_PIXELS,
    TIMM_TOWER,
    change_weights,
    make_folder,
)
from .conftest import squares

TEXTS = ["the cat", "a dog at the door", "", "ünïcode 🐈", "the cat " * 50]

ARCHITECTURES = {
    "openai": (OPENAI_LIKE, {"mean": [0.1, 0.2, 0.3], "std": [0.9, 0.8, 0.7]}),
    "siglip": (SIGLIP_LIKE, SIGLIP_PIXELS),
    "timm": (TIMM_TOWER, {}),
}


def by_torch(folder: ClipFolder) -> ClipEncoder:
    plans = PlanCache(folder.path / "plans.json")
    return ClipEncoder(folder, load_network(folder), read_tokenizer(folder), EncodingPlan("cpu"), plans)


def by_onnx(folder: ClipFolder) -> OnnxEncoder:
    graphs = find_graphs(folder)
    assert graphs is not None
    return OnnxEncoder(folder, graphs)


def store_as(path: Path, dtype: torch.dtype) -> None:
    weights = load_file(path / WEIGHTS_NAME)
    save_file({name: value.to(dtype) for name, value in weights.items()}, path / WEIGHTS_NAME)


def assert_alike(folder: ClipFolder, real_pictures: list[Image.Image]) -> None:
    pictures = squares(real_pictures, folder.recipe.size)
    theirs, ours = by_torch(folder), by_onnx(folder)
    for count in (1, len(pictures)):
        wanted = theirs.encode_pixels(pictures[:count])
        np.testing.assert_allclose(ours.encode_pixels(pictures[:count]), wanted, atol=MAX_ERROR)
    np.testing.assert_allclose(ours.encode_texts(TEXTS), theirs.encode_texts(TEXTS), atol=MAX_ERROR)
    np.testing.assert_allclose(ours.encode_texts(TEXTS[:1]), theirs.encode_texts(TEXTS[:1]), atol=MAX_ERROR)


@pytest.mark.parametrize("architecture", list(ARCHITECTURES))
@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16], ids=str)
def test_the_engines_agree(
    tmp_path: Path, real_pictures: list[Image.Image], architecture: str, dtype: torch.dtype
) -> None:
    path = make_folder(tmp_path / "clip", *ARCHITECTURES[architecture])
    store_as(path, dtype)
    folder = ClipFolder.read(path)
    export_graphs(folder)
    assert_alike(folder, real_pictures)
    stored = sum(file.stat().st_size for file in path.glob("*.onnx"))
    assert stored < (path / WEIGHTS_NAME).stat().st_size, "weights are stored once"


def test_texts_of_any_length_are_cut_where_padding_is_not_seen(tmp_path: Path) -> None:
    shortens = {}
    for name, (architecture, pixels) in ARCHITECTURES.items():
        graphs = export_graphs(ClipFolder.read(make_folder(tmp_path / name, architecture, pixels)))
        assert graphs is not None
        shortens[name] = graphs.shortens
    assert shortens == {"openai": True, "siglip": False, "timm": True}


def test_the_graphs_that_come_along_fit_the_starter_model(
    starter: ClipFolder, real_pictures: list[Image.Image]
) -> None:
    assert_alike(starter, real_pictures)


def test_graphs_of_other_weights_are_not_used(small_clip: Path) -> None:
    export_graphs(ClipFolder.read(small_clip))
    assert find_graphs(ClipFolder.read(small_clip)) is not None
    weight = load_file(small_clip / WEIGHTS_NAME)["visual.conv1.weight"]
    change_weights(small_clip, visual__conv1__weight=weight * 2)
    assert find_graphs(ClipFolder.read(small_clip)) is None
    assert not were_tried(ClipFolder.read(small_clip))


@pytest.mark.parametrize("damage", ["", "[]", '{"format": 99}'])
def test_an_index_that_says_nothing_is_as_good_as_none(small_clip: Path, damage: str) -> None:
    folder = ClipFolder.read(small_clip)
    export_graphs(folder)
    (small_clip / INDEX_NAME).write_text(damage, "utf-8")
    assert find_graphs(folder) is None


def test_a_network_that_cannot_be_exported_is_noted_and_left_to_torch(
    small_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **named: Any) -> None:
        raise RuntimeError("no such operator")

    monkeypatch.setattr("torch.onnx.export", refuse)
    folder = ClipFolder.read(small_clip)
    assert export_graphs(folder) is None
    assert were_tried(folder)
    assert find_graphs(folder) is None
    assert "no such operator" in json.loads((small_clip / INDEX_NAME).read_text("utf-8"))["failed"]


def test_a_graph_that_sees_something_else_is_not_used(
    small_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmdesk.models.onnx_export.unit_vectors", lambda found: -found.numpy())
    assert export_graphs(ClipFolder.read(small_clip)) is None
    assert find_graphs(ClipFolder.read(small_clip)) is None


def test_features_without_a_direction_are_nan_and_cost_the_others_nothing() -> None:
    features = np.array([[3, 4], [0, 0], [np.nan, 1], [np.inf, 1], [3e38, 3e38]], np.float32)
    rows = unit_rows(features)
    np.testing.assert_allclose(rows[0], [0.6, 0.8], atol=1e-6)
    assert np.isnan(rows[1:4]).all()
    assert rows.dtype == np.float32


ENCODE = """
import sys
from pathlib import Path
import numpy as np
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.onnx_encoder import OnnxEncoder
from mmdesk.models.onnx_graphs import find_graphs

folder = ClipFolder.read(Path(sys.argv[1]))
encoder = OnnxEncoder(folder, find_graphs(folder))
pixels = np.zeros((1, folder.recipe.size, folder.recipe.size, 3), np.uint8)
print(encoder.encode_texts(["a cat"]).shape, encoder.encode_pixels(pixels).shape)
assert not {"torch", "open_clip", "onnx"} & set(sys.modules)
"""


def test_encoding_needs_no_torch(starter: ClipFolder) -> None:
    found = subprocess.run(
        [sys.executable, "-c", ENCODE, str(starter.path)], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip() == f"(1, {starter.dim}) (1, {starter.dim})"
    assert not found.stderr
