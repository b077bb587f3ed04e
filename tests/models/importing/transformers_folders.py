"""Folders in the form of the package transformers, without it: the names are those of its files."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

TOWER = {"hidden_size": 32, "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 2}
CLIP: dict[str, Any] = {
    "model_type": "clip",
    "projection_dim": 24,
    "text_config": TOWER | {"max_position_embeddings": 16, "vocab_size": 1000, "eos_token_id": 1},
    "vision_config": TOWER | {"image_size": 32, "patch_size": 8},
}
CLIP_PIXELS: dict[str, Any] = {
    "do_center_crop": True,
    "crop_size": {"height": 32, "width": 32},
    "size": {"shortest_edge": 32},
    "resample": 3,
    "image_mean": [0.4, 0.5, 0.6],
    "image_std": [0.2, 0.25, 0.3],
}
SIGLIP: dict[str, Any] = {
    "model_type": "siglip",
    "text_config": {"num_hidden_layers": 1, "vocab_size": 1000},
    "vision_config": {"image_size": 256, "patch_size": 32},
}
SIGLIP_PIXELS: dict[str, Any] = {
    "size": {"height": 256, "width": 256},
    "resample": 2,
    "image_mean": [0.5] * 3,
    "image_std": [0.5] * 3,
}


def names_of(config: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """The tensors that a file of this config holds, and their shapes."""
    is_clip = config["model_type"] == "clip"
    text = {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12} | config["text_config"]
    vision = {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12} | config[
        "vision_config"
    ]
    wide, seen, length = text["hidden_size"], vision["hidden_size"], config.get("projection_dim", 768)
    patches = (vision["image_size"] // vision["patch_size"]) ** 2
    patch = (seen, 3, vision["patch_size"], vision["patch_size"])
    shapes: dict[str, tuple[int, ...]] = {
        "text_model.embeddings.token_embedding.weight": (text["vocab_size"], wide),
        "text_model.embeddings.position_embedding.weight": (text.get("max_position_embeddings", 64), wide),
        "vision_model.embeddings.patch_embedding.weight": patch,
        "vision_model.embeddings.position_embedding.weight": (patches + is_clip, seen),
        **_norm("text_model.final_layer_norm", wide),
        **_norm("vision_model.post_layernorm", seen),
    }
    for tower, sizes in (("text", text), ("vision", vision)):
        for number in range(sizes["num_hidden_layers"]):
            shapes |= _block(f"{tower}_model.encoder.layers.{number}", sizes)
    if is_clip:
        return shapes | {
            "vision_model.embeddings.class_embedding": (seen,),
            **_norm("vision_model.pre_layrnorm", seen),
            "text_projection.weight": (length, wide),
            "visual_projection.weight": (length, seen),
            "logit_scale": (),
        }
    head = "vision_model.head"
    return shapes | {
        "vision_model.embeddings.patch_embedding.bias": (seen,),
        f"{head}.probe": (1, 1, seen),
        f"{head}.attention.in_proj_weight": (3 * seen, seen),
        f"{head}.attention.in_proj_bias": (3 * seen,),
        **_linear(f"{head}.attention.out_proj", seen, seen),
        **_norm(f"{head}.layernorm", seen),
        **_linear(f"{head}.mlp.fc1", vision["intermediate_size"], seen),
        **_linear(f"{head}.mlp.fc2", seen, vision["intermediate_size"]),
        **_linear("text_model.head", wide, wide),
        "logit_scale": (1,),
        "logit_bias": (1,),
    }


def write_folder(
    path: Path, config: dict[str, Any], pixels: dict[str, Any], weights: Mapping[str, Tensor], words: Path
) -> Path:
    """A folder with that config, preparation and weights, and the tokenizer in the folder `words`."""
    path.mkdir(parents=True)
    for name, document in (("config.json", config), ("preprocessor_config.json", pixels)):
        (path / name).write_text(json.dumps(document), "utf-8")
    for file in words.iterdir():
        (path / file.name).write_bytes(file.read_bytes())
    save_file({name: one.contiguous() for name, one in weights.items()}, path / "model.safetensors")
    return path


def random_weights(config: dict[str, Any]) -> dict[str, Tensor]:
    """Weights of these shapes, drawn by chance."""
    chance = torch.Generator().manual_seed(5)
    return {name: torch.randn(shape, generator=chance) / 8 for name, shape in names_of(config).items()}


def _block(name: str, sizes: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    wide, inner = sizes["hidden_size"], sizes["intermediate_size"]
    parts: dict[str, tuple[int, ...]] = {}
    for one in ("q_proj", "k_proj", "v_proj", "out_proj"):
        parts |= _linear(f"{name}.self_attn.{one}", wide, wide)
    parts |= _linear(f"{name}.mlp.fc1", inner, wide) | _linear(f"{name}.mlp.fc2", wide, inner)
    return parts | _norm(f"{name}.layer_norm1", wide) | _norm(f"{name}.layer_norm2", wide)


def _linear(name: str, out: int, into: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (out, into), f"{name}.bias": (out,)}


def _norm(name: str, wide: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (wide,), f"{name}.bias": (wide,)}
