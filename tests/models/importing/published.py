"""Checkpoints in the exact form in which VQGANs are published, and some nobody should publish."""

import os
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
import yaml
from torch import Tensor

from mmdesk.benchmark.random_vqgan import ARCHITECTURES
from mmdesk.models.vqgan.network import build_vqgan

CALLBACK_MODULE = "pytorch_lightning.callbacks.model_checkpoint"
TARGETS = {"vqmodel": "taming.models.vqgan.VQModel", "gumbelvq": "taming.models.vqgan.GumbelVQ"}
NARROW = {**ARCHITECTURES["tiny"], "embed_dim": 8}


def weights_of(config: dict[str, Any], seed: int = 3) -> dict[str, Tensor]:
    """Random weights under the published names."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = build_vqgan(config["model"], config["ddconfig"], config["embed_dim"], config["n_embed"])
    return dict(network.state_dict())


def write_yaml(path: Path, config: dict[str, Any]) -> Path:
    """The yaml of a VQModel or GumbelVQ, with the loss that taming puts there."""
    params = {
        "embed_dim": config["embed_dim"],
        "n_embed": config["n_embed"],
        "ddconfig": dict(config["ddconfig"]),
        "lossconfig": {"target": "taming.modules.losses.vqperceptual.VQLPIPSWithDiscriminator"},
    }
    described = {"base_learning_rate": 4.5e-6, "target": TARGETS[config["model"]], "params": params}
    path.write_text(yaml.safe_dump({"model": described}), "utf-8")
    return path


def lightning_document(weights: dict[str, Tensor], callback: type) -> dict[str, Any]:
    """What pytorch-lightning 1.0 saves, its callbacks keyed by their class."""
    losses = {"loss.logvar": torch.zeros(()), "loss.discriminator.main.0.weight": torch.ones(4, 3, 4, 4)}
    return {
        "epoch": 12,
        "global_step": 3400,
        "pytorch-lightning_version": "1.0.8",
        "callbacks": {callback: {"best_model_score": torch.tensor(0.5), "best_model_path": "last.ckpt"}},
        "optimizer_states": [{"state": {}, "param_groups": [{"lr": 1e-5}]}],
        "lr_schedulers": [],
        "hyper_parameters": callback(),
        "state_dict": weights | losses,
    }


def write_checkpoint(path: Path, weights: dict[str, Tensor]) -> Path:
    """A Lightning pickle that names a class of a package not installed here."""
    with _lightning() as callback:
        torch.save(lightning_document(weights, callback), path)
    assert CALLBACK_MODULE not in sys.modules
    return path


@contextmanager
def _lightning() -> Iterator[type]:
    """`pytorch_lightning` as far as a pickle names it, for as long as one is written."""
    parts = CALLBACK_MODULE.split(".")
    names = [".".join(parts[: end + 1]) for end in range(len(parts))]
    before = {name: sys.modules.get(name) for name in names}
    for name in names:
        sys.modules[name] = types.ModuleType(name)
    callback = type("ModelCheckpoint", (), {"__module__": CALLBACK_MODULE, "monitor": "val/rec_loss"})
    sys.modules[CALLBACK_MODULE].ModelCheckpoint = callback  # type: ignore[attr-defined]
    try:
        yield callback
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


class Creates:
    """A pickle that makes a file when it is read in the usual way."""

    def __init__(self, path: Path, function: Any = None) -> None:
        self._path = path
        self._function = function or os.mkdir

    def __reduce__(self) -> tuple[Any, ...]:
        return (self._function, (str(self._path),))
