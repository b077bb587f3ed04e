"""The yaml beside a checkpoint of taming-transformers, as a config of ours.

Esser et al. 2021, "Taming Transformers for High-Resolution Image Synthesis": a config names a class
(`target`) and what it is built with (`params`). The name is only compared, never imported.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mmdesk.core.errors import UserError
from mmdesk.models.importing.net2net_yaml import NotPaintableError, tokens_config
from mmdesk.models.vqgan.folder import check_config

MAX_BYTES = 1_000_000

TARGETS = {
    "taming.models.vqgan.VQModel": "vqmodel",
    "taming.models.vqgan.GumbelVQ": "gumbelvq",
}
TRANSFORMER = "taming.models.cond_transformer.Net2NetTransformer"


@dataclass(frozen=True, slots=True)
class TamingModel:
    """A model as a yaml describes it: the config of a VQGAN, and that of a transformer over its codes.

    `tokens` is None where there is none that can be painted with; then `note` may say why, in a sentence.
    """

    vqgan: dict[str, Any]
    tokens: dict[str, Any] | None = None
    note: str = ""


def read_taming_yaml(path: Path) -> TamingModel:
    """The model that `path` describes.

    Raises UserError for yaml with tags, for a file of absurd size, and for anything but these models.
    """
    document = _load(path)
    described = _section(document.get("model"), path)
    if described.get("target") != TRANSFORMER:
        return TamingModel(_vqgan(described, path))
    params = _section(described.get("params"), path)
    vqgan = _vqgan(_section(params.get("first_stage_config"), path), path)
    try:
        return TamingModel(vqgan, tokens_config(params, vqgan, path))
    except NotPaintableError as error:
        return TamingModel(vqgan, note=f"{error}; its VQGAN is imported alone.")


def _vqgan(described: Mapping[Any, Any], path: Path) -> dict[str, Any]:
    params = _section(described.get("params"), path)
    kind = TARGETS.get(str(described.get("target")))
    if kind is None:
        raise UserError(f"{path} describes no VQModel, GumbelVQ or Net2NetTransformer.")
    layers = {"double_z": False, "dropout": 0.0, **_section(params.get("ddconfig"), path)}
    config = {
        "model": kind,
        "embed_dim": params.get("embed_dim"),
        "n_embed": params.get("n_embed"),
        "ddconfig": layers,
        "pixels": "-1..1",
    }
    return check_config(config, f"The file {path}")


def _load(path: Path) -> dict[Any, Any]:
    """The document, by the loader that makes nothing but plain values."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(f"The file {path} is far too long for a config.")
        document = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise UserError(f"The file {path} cannot be read as plain yaml.") from error
    return dict(_section(document, path))


def _section(value: object, path: Path) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise UserError(f"{path} describes no model of taming-transformers.")
    return value
