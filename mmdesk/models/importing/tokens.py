"""Conversion of a published transformer over codes: its own weights, and its VQGANs in folders below."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from mmdesk.core.language import tr
from mmdesk.models.importing.convert import Tell, convert
from mmdesk.models.importing.expected import Expected, Weights
from mmdesk.models.importing.source import ImportSource
from mmdesk.models.importing.vqgan import convert_vqgan
from mmdesk.models.tokens.folder import (
    CODEBOOKS,
    COND_STAGE,
    FIRST_STAGE,
    PREFIX,
    codebook_sizes,
    first_stage_of,
)
from mmdesk.models.tokens.network import HEAD, CodeTransformer, TransformerShape
from mmdesk.models.vqgan import folder as vqgan_folder


def convert_tokens(source: ImportSource, out: Path, tell: Tell) -> dict[str, Any]:
    """Write the weights of `source` to the safetensors file `out`, and its VQGANs to folders beside it.

    In a published checkpoint all lie in one file; in a folder of ours each VQGAN has a folder of its own.

    Returns the config. Raises UserError.
    """
    parts = dict(source.config or {})
    first_stage = first_stage_of(source.weights.parent, parts["tokens"])
    _convert_stage(source, parts["first_stage"], first_stage, out.parent / FIRST_STAGE, tell)
    if COND_STAGE in parts:
        apart = source.weights.parent / COND_STAGE
        _convert_stage(source, parts[COND_STAGE], apart, out.parent / COND_STAGE, tell)
    expected = expected_transformer(
        {name: one for name, one in parts["tokens"].items() if name != FIRST_STAGE}, parts["first_stage"]
    )
    convert(source.weights, expected, out, tell)
    return dict(expected.config)


def _convert_stage(
    source: ImportSource, config: Mapping[str, Any], apart: Path, below: Path, tell: Tell
) -> None:
    """Write the VQGAN with `config` to the folder `below`; where `source` is ours, it lies in `apart`."""
    below.mkdir()
    is_ours = source.weights.suffix == ".safetensors"
    weights = apart / vqgan_folder.WEIGHTS_NAME if is_ours else source.weights
    stage = replace(source, kind="vqgan", config=config, weights=weights)
    converted = convert_vqgan(stage, below / vqgan_folder.WEIGHTS_NAME, tell, f"{below.name}_model.")
    (below / vqgan_folder.CONFIG_NAME).write_text(json.dumps(converted, indent=2) + "\n", "utf-8")


def expected_transformer(config: dict[str, Any], first_stage: Mapping[str, Any]) -> Expected:
    """The tensors of the transformer that `config` describes, under the published names.

    The masks of attention that lie in published checkpoints say nothing new, and are left out. One that was
    trained here has codebooks of its own, and no head beside its embedding.
    """
    with torch.device("meta"):
        network = CodeTransformer(TransformerShape(**config["transformer"]))
    tensors = {f"{PREFIX}{name}": one for name, one in network.state_dict().items()}
    if CODEBOOKS in config:
        # translators: begins a sentence that says what the file lacks: “{where} needs …”
        sizes = codebook_sizes(config, first_stage["n_embed"], tr("The config"))
        numbers = sizes.side**2 * first_stage["embed_dim"]
        tensors[CODEBOOKS] = torch.empty(sizes.levels, sizes.codes, numbers, device="meta")
        del tensors[PREFIX + HEAD]
    return Expected(config, tensors, _as_they_are)


def _as_they_are(given: Weights) -> Weights:
    return given
