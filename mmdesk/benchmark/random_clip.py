"""The model that a bench sees with: an installed one, or random weights, as fast as trained ones."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import open_clip
import torch
from safetensors.torch import save_file

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.models.architecture import build_network
from mmdesk.models.clip_folder import CONFIG_NAME, WEIGHTS_NAME, ClipFolder
from mmdesk.models.onnx_export import export_graphs
from mmdesk.models.onnx_graphs import were_tried

SMALL_TEXT_TOWER = {"context_length": 77, "vocab_size": 49408, "width": 64, "heads": 1, "layers": 1}
"""Text tower: a small one, where only the image tower is measured; every CLIP has both."""


def put_model(ours: Places, arch: str | None, installed: Path, *, whole: bool = False) -> str:
    """Put a model with graphs into the data folder `ours`, see `write_random_clip`; returns its name.

    Without `arch` it is a copy of the one in the folder `installed`. Raises UserError.
    """
    name = installed.name if arch is None else arch
    if not name or os.path.basename(name) != name:
        raise UserError(f"There is no architecture {name} in open_clip.")
    if arch is None:
        shutil.copytree(installed, ours.models / name)
    else:
        write_random_clip(name, ours.models / name, whole=whole)
    folder = ClipFolder.read(ours.models / name)
    if not were_tried(folder):
        export_graphs(folder)
    return name


def write_random_clip(arch: str, path: Path, *, whole: bool = False) -> None:
    """Make the model folder `path` with the image tower of open_clip's `arch` and random weights in fp16.

    Its text tower is a small one, or `arch`'s own with the `whole` of it. The weights are the same at every
    call. Raises UserError where open_clip has no `arch`.
    """
    known = open_clip.get_model_config(arch)
    if known is None:
        raise UserError(f"There is no architecture {arch}; open_clip has, for example, ViT-B-32.")
    architecture = known if whole else _with_small_text_tower(known)
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
