"""A VQGAN with random weights, for measuring and testing: as fast as a trained one."""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from mmdesk.core.errors import UserError
from mmdesk.models.vqgan.folder import CONFIG_NAME, WEIGHTS_NAME
from mmdesk.models.vqgan.network import build_vqgan

PICTURES = {"double_z": False, "in_channels": 3, "out_ch": 3, "dropout": 0.0, "resolution": 256}

ARCHITECTURES: dict[str, dict[str, Any]] = {
    "f16-1024": {
        "model": "vqmodel", "embed_dim": 256, "n_embed": 1024,
        "ddconfig": {"z_channels": 256, "ch": 128, "ch_mult": [1, 1, 2, 2, 4], "num_res_blocks": 2,
                     "attn_resolutions": [16], **PICTURES},
    },
    "f16-16384": {
        "model": "vqmodel", "embed_dim": 256, "n_embed": 16384,
        "ddconfig": {"z_channels": 256, "ch": 128, "ch_mult": [1, 1, 2, 2, 4], "num_res_blocks": 2,
                     "attn_resolutions": [16], **PICTURES},
    },
    "gumbel-f8": {
        "model": "gumbelvq", "embed_dim": 256, "n_embed": 8192,
        "ddconfig": {"z_channels": 256, "ch": 128, "ch_mult": [1, 1, 2, 4], "num_res_blocks": 2,
                     "attn_resolutions": [32], **PICTURES},
    },
    "tiny": {
        "model": "vqmodel", "embed_dim": 8, "n_embed": 64,
        "ddconfig": {"z_channels": 16, "ch": 32, "ch_mult": [1, 1, 2], "num_res_blocks": 1,
                     "attn_resolutions": [], **PICTURES},
    },
}  # fmt: skip
"""The published ones, as their yaml files describe them, and one small enough for a test."""


def write_random_vqgan(arch: str, path: Path) -> None:
    """Make the model folder `path` with the architecture `arch` and random weights in fp16.

    The weights are the same at every call. Raises UserError for an unknown `arch`.
    """
    config = ARCHITECTURES.get(arch)
    if config is None:
        raise UserError(f"There is no VQGAN {arch}; there are {', '.join(ARCHITECTURES)}.")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = build_vqgan(config["model"], config["ddconfig"], config["embed_dim"], config["n_embed"])
    path.mkdir(parents=True, exist_ok=True)
    (path / CONFIG_NAME).write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    weights = {name: tensor.half().contiguous() for name, tensor in network.state_dict().items()}
    save_file(weights, path / WEIGHTS_NAME)
