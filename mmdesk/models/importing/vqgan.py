"""Conversion of VQGAN weights: the tensors that a VQGAN must be given."""

from pathlib import Path
from typing import Any

import torch

from mmdesk.models.importing.convert import Tell, convert
from mmdesk.models.importing.expected import Expected, Weights, without_prefix
from mmdesk.models.importing.source import ImportSource
from mmdesk.models.vqgan.network import build_vqgan

FIRST_STAGE = "first_stage_model."
"""Prefix of the names of a VQGAN in the checkpoint of a Net2NetTransformer."""


def convert_vqgan(source: ImportSource, out: Path, tell: Tell) -> dict[str, Any]:
    """Write the weights of `source` to the safetensors file `out`; returns the config. Raises UserError."""
    expected = expected_vqgan(source)
    convert(source.weights, expected, out, tell)
    return dict(expected.config)


def expected_vqgan(source: ImportSource) -> Expected:
    """The tensors of the network that the config of `source` describes. Raises UserError."""
    config = dict(source.config or {})
    with torch.device("meta"):
        network = build_vqgan(config["model"], config["ddconfig"], config["embed_dim"], config["n_embed"])
    return Expected(config, network.state_dict(), _renamed)


def _renamed(given: Weights) -> Weights:
    return without_prefix(given, FIRST_STAGE)
