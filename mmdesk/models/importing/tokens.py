"""Conversion of a published transformer over codes: its own weights, and its VQGAN in a folder below."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from mmdesk.models.importing.convert import Tell, convert
from mmdesk.models.importing.expected import Expected, Weights
from mmdesk.models.importing.source import ImportSource
from mmdesk.models.importing.vqgan import convert_vqgan
from mmdesk.models.tokens.folder import FIRST_STAGE, PREFIX
from mmdesk.models.tokens.network import CodeTransformer, TransformerShape
from mmdesk.models.vqgan import folder as vqgan_folder


def convert_tokens(source: ImportSource, out: Path, tell: Tell) -> dict[str, Any]:
    """Write the weights of `source` to the safetensors file `out`, and its VQGAN to a folder beside it.

    In a published checkpoint both lie in one file; in a folder of ours the VQGAN has a folder of its own.

    Returns the config. Raises UserError.
    """
    parts = dict(source.config or {})
    below = out.parent / FIRST_STAGE
    below.mkdir()
    apart = source.weights.parent / FIRST_STAGE / vqgan_folder.WEIGHTS_NAME
    weights = apart if source.weights.suffix == ".safetensors" else source.weights
    first_stage = replace(source, kind="vqgan", config=parts["first_stage"], weights=weights)
    config = convert_vqgan(first_stage, below / vqgan_folder.WEIGHTS_NAME, tell)
    (below / vqgan_folder.CONFIG_NAME).write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    expected = expected_transformer(parts["tokens"])
    convert(source.weights, expected, out, tell)
    return dict(expected.config)


def expected_transformer(config: dict[str, Any]) -> Expected:
    """The tensors of the transformer that `config` describes, under the published names.

    The masks of attention that lie in published checkpoints say nothing new, and are left out.
    """
    with torch.device("meta"):
        network = CodeTransformer(TransformerShape(**config["transformer"]))
    tensors = {f"{PREFIX}{name}": one for name, one in network.state_dict().items()}
    return Expected(config, tensors, _as_they_are)


def _as_they_are(given: Weights) -> Weights:
    return given
