"""A CLIP model with random weights, for measuring: as fast as a trained one."""

import json
from pathlib import Path
from typing import Any

import open_clip
import torch
from safetensors.torch import save_file

from mmdesk.core.errors import UserError
from mmdesk.models.architecture import build_network
from mmdesk.models.clip_folder import CONFIG_NAME, WEIGHTS_NAME

SMALL_TEXT_TOWER = {"context_length": 77, "vocab_size": 49408, "width": 64, "heads": 1, "layers": 1}
"""Text tower: a small one, since only the image tower is measured and every CLIP has both."""


def write_random_clip(arch: str, path: Path) -> None:
    """Make the model folder `path` with the image tower of open_clip's `arch` and random weights in fp16.

    The weights are the same at every call. Raises UserError where open_clip has no `arch`.
    """
    known = open_clip.get_model_config(arch)
    if known is None:
        raise UserError(f"There is no architecture {arch}; open_clip has, for example, ViT-B-32.")
    architecture = _with_small_text_tower(known)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = build_network(architecture, arch, path)
    path.mkdir(parents=True, exist_ok=True)
    (path / CONFIG_NAME).write_text(json.dumps({"model_cfg": architecture, "preprocess_cfg": {}}), "utf-8")
    weights = {name: tensor.half().contiguous() for name, tensor in network.state_dict().items()}
    save_file(weights, path / WEIGHTS_NAME)


def _with_small_text_tower(known: dict[str, Any]) -> dict[str, Any]:
    """The architecture with its image tower and a small text tower that needs no further files."""
    kept = {name: value for name, value in known.items() if name != "multimodal_cfg"}
    return kept | {"text_cfg": SMALL_TEXT_TOWER}
