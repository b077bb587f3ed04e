"""Folders of transformers: the same network under other names, with the same vectors."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from mmdesk.core.errors import UserError
from mmdesk.models.clip_encoder import load_encoder
from mmdesk.models.clip_folder import CONFIG_NAME, WEIGHTS_NAME, ClipFolder
from mmdesk.models.importing.clip import expected_clip
from mmdesk.models.importing.source import recognise
from mmdesk.models.importing.transformers_names import as_open_clip
from mmdesk.models.tokenizer import read_tokenizer
from tests.models.test_json_tokenizer import gemma

from .running import converted
from .transformers_folders import (
    CLIP,
    CLIP_PIXELS,
    SIGLIP,
    SIGLIP_PIXELS,
    names_of,
    random_weights,
    write_folder,
)

__all__ = ["gemma"]

TEXTS = ["a photo of a dog", "雪の中の犬", "word " * 30]


@pytest.fixture
def clip(tmp_path: Path, gemma: Path) -> Path:
    return write_folder(tmp_path / "theirs", CLIP, CLIP_PIXELS, random_weights(CLIP), gemma)


def brought_in(folder: Path, out: Path) -> ClipFolder:
    """The folder as it is after its import, without the graphs."""
    out.mkdir()
    config = converted(folder, out / WEIGHTS_NAME)
    (out / CONFIG_NAME).write_text(json.dumps(config))
    for extra in recognise(folder).extras:
        (out / extra.name).write_bytes(extra.read_bytes())
    return ClipFolder.read(out)


def test_a_folder_of_clip_is_read_whole(clip: Path, tmp_path: Path) -> None:
    folder = brought_in(clip, tmp_path / "ours")
    recipe = folder.recipe
    assert (folder.dim, folder.context_length, recipe.size, recipe.resize_mode) == (24, 16, 32, "shortest")
    assert (recipe.mean, recipe.std, recipe.interpolation) == ((0.4, 0.5, 0.6), (0.2, 0.25, 0.3), "bicubic")
    theirs, ours = random_weights(CLIP), load_file(folder.weights)
    assert sum(one.numel() for one in theirs.values()) == folder.parameters
    assert torch.equal(ours["visual.proj"], theirs["visual_projection.weight"].T)
    third = ours["transformer.resblocks.1.attn.in_proj_weight"][32:64]
    assert torch.equal(third, theirs["text_model.encoder.layers.1.self_attn.k_proj.weight"])


def test_vectors_of_clip_are_those_of_transformers(clip: Path, tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers", reason="the extra train is not installed")
    folder = brought_in(clip, tmp_path / "ours")
    network = transformers.CLIPModel(transformers.CLIPConfig(**CLIP)).eval()
    missing, unexpected = network.load_state_dict(load_file(clip / "model.safetensors"), strict=False)
    assert not unexpected
    assert all("position_ids" in name for name in missing)
    pixels = np.random.default_rng(1).integers(0, 256, (3, 32, 32, 3), dtype=np.uint8)
    mean, std = np.array(folder.recipe.mean, np.float32), np.array(folder.recipe.std, np.float32)
    tokens = torch.from_numpy(read_tokenizer(folder)(TEXTS))
    prepared = torch.from_numpy(((pixels / np.float32(255) - mean) / std).transpose(0, 3, 1, 2))
    with torch.inference_mode():
        made = network(input_ids=tokens, pixel_values=prepared, attention_mask=torch.ones_like(tokens))
    encoder = load_encoder(folder, "cpu", tmp_path / "plans.json")
    similar = [
        (encoder.encode_texts(TEXTS) * made.text_embeds.numpy()).sum(axis=1),
        (encoder.encode_pixels(pixels) * made.image_embeds.numpy()).sum(axis=1),
    ]
    assert min(map(min, similar)) > (1 - 1e-4 if encoder.plan.dtype == "float32" else 1 - 1e-2)
    assert similar[0].min() > 1 - 1e-5


def test_every_tensor_of_siglip_finds_its_place(tmp_path: Path, gemma: Path) -> None:
    """Each is a number of its own, as large as the real one, and takes no memory."""
    folder = write_folder(tmp_path / "siglip", SIGLIP, SIGLIP_PIXELS, {"x": torch.zeros(1)}, gemma)
    shapes = names_of(SIGLIP)
    given = {name: torch.tensor(float(n)).expand(shape) for n, (name, shape) in enumerate(shapes.items())}
    expected = expected_clip(recognise(folder))
    renamed = expected.renamed(given)
    assert {name: one.shape for name, one in renamed.items()} == {
        name: one.shape for name, one in expected.tensors.items()
    }
    number = dict(zip(shapes, range(len(shapes)), strict=True))
    block = renamed["visual.trunk.blocks.11.attn.qkv.bias"].reshape(3, -1)[:, 0].tolist()
    assert block == [
        number[f"vision_model.encoder.layers.11.self_attn.{one}_proj.bias"] for one in ("q", "k", "v")
    ]
    for ours, theirs in (
        ("visual.trunk.attn_pool.kv.weight", "vision_model.head.attention.in_proj_weight"),
        ("visual.trunk.blocks.3.norm2.bias", "vision_model.encoder.layers.3.layer_norm2.bias"),
        ("text.transformer.resblocks.0.mlp.c_proj.weight", "text_model.encoder.layers.0.mlp.fc2.weight"),
        ("text.text_projection.bias", "text_model.head.bias"),
        ("logit_bias", "logit_bias"),
    ):
        assert renamed[ours].unique().tolist() == [number[theirs]]
    told = expected.config
    assert told["preprocess_cfg"]["resize_mode"] == "squash"
    assert told["preprocess_cfg"]["interpolation"] == "bilinear"
    assert told["model_cfg"]["text_cfg"]["tokenizer_kwargs"] == {"clean": "canonicalize"}


def test_names_of_others_are_left_alone() -> None:
    given = {"visual.proj": torch.zeros(2, 3)}
    assert as_open_clip(given) is given


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"model_type": "bert"}, "of the kind 'bert'; only clip and siglip"),
        ({"text_config": {"hidden_act": "relu"}}, "has the activations quick_gelu, relu, which no CLIP has"),
        ({"vision_config": {"hidden_size": "wide"}}, "makes no sense"),
        ({"vision_config": {"num_attention_heads": 0}}, "makes no sense"),
        ({"model_type": "siglip", "vision_config": {"hidden_size": 33}}, "that no published SigLIP has"),
        (
            {"vision_config": CLIP["vision_config"] | {"num_hidden_layers": 10**9}},
            "asks for layers of 1,000,000,000",
        ),
    ],
)
def test_a_config_that_cannot_be_followed_is_told(
    clip: Path, tmp_path: Path, changed: dict, sentence: str
) -> None:
    (clip / "config.json").write_text(json.dumps(CLIP | changed))
    with pytest.raises(UserError, match=sentence):
        converted(clip, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"resample": 1}, "resized in a way"),
        ({"do_resize": False}, "resized in a way"),
        ({"size": {"shortest_edge": 64}}, "cropped in a way"),
        ({"do_center_crop": False}, "cropped in a way"),
        ({"resample": "much"}, "makes no sense"),
    ],
)
def test_a_preparation_that_cannot_be_followed_is_told(clip: Path, changed: dict, sentence: str) -> None:
    (clip / "preprocessor_config.json").write_text(json.dumps(CLIP_PIXELS | changed))
    with pytest.raises(UserError, match=sentence):
        recognise(clip)


@pytest.mark.parametrize("gone", ["tokenizer.json", "model.safetensors"])
def test_what_is_missing_is_named(clip: Path, gone: str) -> None:
    (clip / gone).unlink()
    with pytest.raises(UserError, match=gone):
        recognise(clip)
