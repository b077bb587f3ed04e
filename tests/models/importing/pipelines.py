"""Folders that look like published models of several parts, made without the packages that read them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

DECODER = {
    "_class_name": "KandinskyV22Pipeline",
    "unet": ["diffusers", "UNet2DConditionModel"],
    "movq": ["diffusers", "VQModel"],
    "scheduler": ["diffusers", "DDPMScheduler"],
}


def decoder(path: Path, index: Mapping[str, Any] = DECODER) -> Path:
    """A folder that looks like a published decoder, without what only diffusers reads."""
    configs = {
        "unet": {"in_channels": 4, "sample_size": 8, "encoder_hid_dim": 32},
        "movq": {"latent_channels": 4, "block_out_channels": [32, 64]},
        "scheduler": {},
    }
    for part, config in configs.items():
        (path / part).mkdir(parents=True)
        name = "scheduler_config.json" if part == "scheduler" else "config.json"
        (path / part / name).write_text(json.dumps(config))
        if part != "scheduler":
            weights = {"a": np.ones(3, np.float32)}
            save_file(weights, path / part / "diffusion_pytorch_model.safetensors")
    (path / "model_index.json").write_text(json.dumps(index))
    return path


def janus(path: Path) -> Path:
    """A folder that looks like a published Janus, with sizes left out that are usual."""
    path.mkdir(parents=True)
    config = {
        "model_type": "janus",
        "architectures": ["JanusForConditionalGeneration"],
        "text_config": {"hidden_size": 2048, "num_hidden_layers": 24},
    }
    (path / "config.json").write_text(json.dumps(config))
    (path / "tokenizer.json").write_text("{}")
    (path / "README.md").write_text("---\nlicense: mit\n---\n")
    save_file({"a": np.ones(3, np.float32)}, path / "model.safetensors")
    return path
