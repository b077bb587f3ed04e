"""Writing a model folder."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from torch import nn

from mmdesk.core.atomic_file import replacing, write_whole
from mmdesk.models.unclip.folder import (
    CONFIG_NAME,
    FIRST_STAGE,
    PRIOR_NAME,
    WEIGHTS_NAME,
    LatentSizes,
    ModelMark,
)
from mmdesk.models.unclip.latents import LatentSpace
from mmdesk.models.unclip.network import LatentUNet
from mmdesk.models.unclip.prior import PriorNetwork
from mmdesk.models.vqgan import folder as vqgan_folder


def export_decoder(
    network: LatentUNet,
    space: LatentSpace,
    side: int,
    clip: ModelMark,
    first_stage: vqgan_folder.VqganFolder,
    out: Path,
) -> None:
    """Make `out` the model folder of a decoder, its weights in fp16, with a copy of its VQGAN."""
    below = out / FIRST_STAGE
    below.mkdir(parents=True, exist_ok=True)
    for name in (vqgan_folder.CONFIG_NAME, vqgan_folder.WEIGHTS_NAME):
        shutil.copyfile(first_stage.path / name, below / name)
    sizes = LatentSizes(len(space.mean), len(space.spread), space.patch)
    _save(out / WEIGHTS_NAME, {"decoder": network, "latents": space})
    _write_config(
        out,
        {
            "model": "unclip",
            "decoder": asdict(network.shape),
            "latents": asdict(sizes),
            "side": side,
            "clip": clip.document(),
            "first_stage": ModelMark(first_stage.name, first_stage.key).document(),
        },
    )


def export_prior(network: PriorNetwork, out: Path) -> None:
    """Make `network` the prior of the model in the folder `out`."""
    _save(out / PRIOR_NAME, {"prior": network})
    config = json.loads((out / CONFIG_NAME).read_text("utf-8"))
    _write_config(out, {**config, "prior": asdict(network.shape)})


def _save(path: Path, parts: Mapping[str, nn.Module]) -> None:
    """The weights of all `parts`, in fp16, their names behind those of the parts."""
    weights = {
        f"{part}.{name}": one.cpu().half().contiguous()
        for part, network in parts.items()
        for name, one in network.state_dict().items()
    }
    with replacing(path) as file:
        save_file(weights, file)


def _write_config(out: Path, config: Mapping[str, Any]) -> None:
    write_whole(out / CONFIG_NAME, (json.dumps(config, indent=2) + "\n").encode())
