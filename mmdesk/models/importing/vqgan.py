"""Conversion of VQGAN weights: the tensors that a VQGAN must be given."""

from functools import partial
from pathlib import Path
from typing import Any

import torch

from mmdesk.models.importing.convert import Tell, convert
from mmdesk.models.importing.expected import Expected, without_prefix
from mmdesk.models.importing.source import ImportSource
from mmdesk.models.vqgan.network import build_vqgan

FIRST_STAGE = "first_stage_model."
"""Prefix of the names of a VQGAN in the checkpoint of a Net2NetTransformer."""


def convert_vqgan(source: ImportSource, out: Path, tell: Tell, prefix: str = FIRST_STAGE) -> dict[str, Any]:
    """Write the weights of `source` to the safetensors file `out`; returns the config. Raises UserError.

    `prefix` begins their names where they are a part of a larger model.
    """
    expected = expected_vqgan(source, prefix)
    convert(source.weights, expected, out, tell)
    return dict(expected.config)


def expected_vqgan(source: ImportSource, prefix: str = FIRST_STAGE) -> Expected:
    """The tensors of the network that the config of `source` describes. Raises UserError."""
    config = dict(source.config or {})
    with torch.device("meta"):
        network = build_vqgan(config["model"], config["ddconfig"], config["embed_dim"], config["n_embed"])
    return Expected(config, network.state_dict(), partial(without_prefix, prefix=prefix))
