"""A published Net2NetTransformer, tiny, made by taming's own classes."""

from pathlib import Path
from typing import Any

import pytest
import torch
import yaml
from torch import Tensor, nn

from mmdesk.models.tokens.network import TransformerShape
from tests.models.tokens.tamed import tamed_gpt

from .published import NARROW, TARGETS, weights_of, write_checkpoint

FACTOR = 2 ** (len(NARROW["ddconfig"]["ch_mult"]) - 1)
SIDE = 4
"""Rows and columns of codes, as few as the transformer's block_size holds."""

LABELS = {"target": "taming.modules.util.Labelator", "params": {"n_classes": 10}}
COORDINATES = {
    "target": "taming.modules.misc.coord.CoordStage",
    "params": {"n_embed": NARROW["n_embed"], "down_factor": FACTOR},
}


def of_pictures(channels: int, target: str = TARGETS["vqmodel"]) -> dict[str, Any]:
    """A condition stage: a VQGAN for depth maps of one channel, or for maps of so many kinds of things."""
    layers = {**NARROW["ddconfig"], "in_channels": channels, "out_ch": channels}
    return {"target": target, "params": {**_stage_params(), "ddconfig": layers}}


def shape_for(prefix: int) -> TransformerShape:
    """A transformer over the codes of the narrow VQGAN, behind a prefix of so many tokens."""
    length = prefix + SIDE * SIDE - 1
    return TransformerShape(NARROW["n_embed"], length, n_layer=2, n_head=2, n_embd=16)


def write_net2net(
    folder: Path, monkeypatch: pytest.MonkeyPatch, condition: object, *, prefix: int = 1, **params: Any
) -> nn.Module:
    """Write `config.yaml` and `last.ckpt` as published, to `folder`; returns taming's own transformer."""
    shape = shape_for(prefix)
    network = tamed_gpt(monkeypatch, shape)
    sizes = {name: getattr(shape, name) for name in shape.__slots__}
    described = {
        "transformer_config": {"target": "taming.modules.transformer.mingpt.GPT", "params": sizes},
        "first_stage_config": {"target": TARGETS[NARROW["model"]], "params": _stage_params()},
        "cond_stage_config": condition,
        "first_stage_key": "image",
        "pkeep": 1.0,
        **params,
    }
    model = {"target": "taming.models.cond_transformer.Net2NetTransformer", "params": described}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text(yaml.safe_dump({"model": model}), "utf-8")
    write_checkpoint(folder / "last.ckpt", _weights(network) | _cond_weights(condition))
    return network


def _cond_weights(condition: object) -> dict[str, Tensor]:
    """Of a condition stage that is a VQGAN; one of maps has colours for its kinds of things, too."""
    settings = condition.get("params") if isinstance(condition, dict) else None
    if not isinstance(settings, dict) or "embed_dim" not in settings:
        return {}
    weights = weights_of({**NARROW, "ddconfig": settings["ddconfig"]}, seed=5)
    weights["colorize"] = torch.randn(3, settings["ddconfig"]["in_channels"], 1, 1)
    return {f"cond_stage_model.{name}": one for name, one in weights.items()}


def _stage_params() -> dict[str, Any]:
    names = ("embed_dim", "n_embed", "ddconfig")
    return {name: NARROW[name] for name in names} | {"lossconfig": {"target": "torch.nn.Identity"}}


def _weights(network: nn.Module) -> dict[str, Tensor]:
    """With the masks of attention, as published checkpoints have them."""
    first_stage = {f"first_stage_model.{name}": one for name, one in weights_of(NARROW).items()}
    return first_stage | {f"transformer.{name}": one for name, one in network.state_dict().items()}
