"""Small CLIP models of every shape the program meets, made on the spot with random weights."""

import gzip
import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from mmdesk.models.architecture import build_network
from mmdesk.models.clip_folder import CONFIG_NAME, WEIGHTS_NAME

SIDE = 32
MERGES = ["a t</w>", "c at</w>", "d o", "do g</w>", "t h", "th e</w>"]
VOCABULARY = 2 * 256 + len(MERGES) + 2

VISION = {"image_size": SIDE, "layers": 1, "width": 32, "patch_size": 8, "head_width": 16}
TEXT = {"context_length": 16, "vocab_size": VOCABULARY, "width": 32, "heads": 2, "layers": 1}
OWN_WORDS = {"tokenizer_kwargs": {"bpe_path": "words.txt.gz"}}

OPENAI_LIKE: dict[str, Any] = {"embed_dim": 24, "vision_cfg": VISION, "text_cfg": TEXT | OWN_WORDS}
USUAL_WORDS: dict[str, Any] = OPENAI_LIKE | {"text_cfg": TEXT | {"context_length": 77, "vocab_size": 49408}}
"""Needs no vocabulary of its own; a few megabytes."""

SIGLIP_LIKE: dict[str, Any] = {
    "embed_dim": 32,
    "custom_text": True,
    "init_logit_bias": -10.0,
    "vision_cfg": VISION,
    "text_cfg": TEXT | OWN_WORDS | {"no_causal_mask": True, "pool_type": "last", "proj_bias": True},
}
TIMM_TOWER: dict[str, Any] = {
    "embed_dim": 16,
    "custom_text": True,
    "vision_cfg": {"timm_model_name": "resnet10t", "timm_pool": "avg", "image_size": 64},
    "text_cfg": TEXT | OWN_WORDS,
}
SIGLIP_PIXELS = {"mean": [0.5] * 3, "std": [0.5] * 3, "resize_mode": "squash", "interpolation": "bicubic"}


def make_folder(
    path: Path, architecture: dict[str, Any], pixels: dict[str, Any] | None = None, seed: int = 0
) -> Path:
    """A complete model folder at `path`; the same seed gives the same weights."""
    path.mkdir(parents=True)
    write_words(path / "words.txt.gz")
    config = {"model_cfg": architecture, "preprocess_cfg": pixels or {}}
    (path / CONFIG_NAME).write_text(json.dumps(config), "utf-8")
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        network = build_network(architecture, path.name, path)
    save_file(network.state_dict(), path / WEIGHTS_NAME)
    return path


def judge_folder(path: Path, tower: str = "test_efficientnet") -> Path:
    """A model folder at `path` whose tower, one of timm's, is of a kind that can judge likeness."""
    vision = {"timm_model_name": tower, "timm_pool": "avg", "timm_proj": "linear", "image_size": 64}
    return make_folder(path, {"embed_dim": 16, "vision_cfg": vision, "text_cfg": TEXT | OWN_WORDS})


def write_words(path: Path) -> None:
    """A byte-pair vocabulary of a few merges, in CLIP's format."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(["#version: 0.2", *MERGES]))


def change_weights(path: Path, **tensors: torch.Tensor) -> None:
    """Replace some weights of the folder `path`; `__` stands for a dot in their names."""
    weights = load_file(path / WEIGHTS_NAME) | {
        name.replace("__", "."): value for name, value in tensors.items()
    }
    save_file(weights, path / WEIGHTS_NAME)
