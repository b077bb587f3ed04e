"""Conversion of CLIP weights: the tensors that a CLIP model must be given."""

from functools import partial
from pathlib import Path
from typing import Any

import open_clip
import torch
from open_clip.model import convert_to_custom_text_state_dict

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.architecture import build_network
from mmdesk.models.importing.convert import Tell, convert
from mmdesk.models.importing.dry_run import check_lengths, check_sizes
from mmdesk.models.importing.expected import Expected, Weights, without_prefix
from mmdesk.models.importing.scripts import script_config
from mmdesk.models.importing.source import ImportSource
from mmdesk.models.importing.transformers_names import as_open_clip

PREFERENCES = ("mean", "std", "interpolation", "resize_mode")


def convert_clip(source: ImportSource, out: Path, tell: Tell) -> dict[str, Any]:
    """Write the weights of `source` to the safetensors file `out`; returns the config. Raises UserError."""
    expected = expected_clip(source)
    convert(source.weights, expected, out, tell)
    return dict(expected.config)


def expected_clip(source: ImportSource) -> Expected:
    """The tensors of the network of `source`, by its config, open_clip's name or shapes. Raises UserError."""
    config = _config(source)
    architecture = config.get("model_cfg")
    if not isinstance(architecture, dict):
        raise UserError(
            tr("The config of {name} describes no model: model_cfg is missing.", name=source.name)
        )
    check_sizes(architecture, source.name)
    with torch.device("meta"):
        network = build_network(architecture, source.name, source.weights.parent)
    check_lengths(network, architecture, source.name)
    tensors = network.state_dict()
    has_text_tower = any(name.startswith("text.") for name in tensors)
    return Expected(config, tensors, partial(_renamed, has_text_tower=has_text_tower))


def arch_config(arch: str) -> dict[str, Any]:
    """The config of a network open_clip knows by name, with the preparation its published weights share.

    Raises UserError for an unknown name.
    """
    architecture = open_clip.get_model_config(arch)
    if architecture is None:
        raise UserError(
            tr(
                "open_clip knows no network {arch}; it knows ViT-B-32, ViT-L-14 and some hundred more.",
                arch=arch,
            )
        )
    published = [
        open_clip.get_pretrained_cfg(arch, tag) for tag in open_clip.list_pretrained_tags_by_model(arch)
    ]
    common = {}
    for name in PREFERENCES:
        values = [one.get(name) for one in published]
        if values and values[0] is not None and all(value == values[0] for value in values):
            common[name] = values[0]
    return {"model_cfg": architecture, "preprocess_cfg": common}


def _config(source: ImportSource) -> dict[str, Any]:
    """The config that comes along, the one of the name that was given, or the one that shapes tell."""
    if source.config is not None:
        return dict(source.config)
    return script_config(source.weights) if source.arch is None else arch_config(source.arch)


def _renamed(given: Weights, *, has_text_tower: bool) -> Weights:
    """Tensors without the prefix of parallel training, and under the names open_clip has for them today."""
    given = as_open_clip(without_prefix(given, "module."))
    return dict(convert_to_custom_text_state_dict(given)) if has_text_tower else given
