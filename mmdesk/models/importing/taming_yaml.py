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
from mmdesk.core.language import tr
from mmdesk.models.importing.net2net_yaml import NotPaintableError, tokens_config, vqgan_config

MAX_BYTES = 1_000_000

TRANSFORMER = "taming.models.cond_transformer.Net2NetTransformer"


@dataclass(frozen=True, slots=True)
class TamingModel:
    """A model as a yaml describes it: the config of a VQGAN, and that of a transformer over its codes.

    `tokens` is None where there is none that can be painted with; then `note` may say why, in a sentence.
    `followed` is the config of the VQGAN for the pictures that the transformer follows, where it does.
    """

    vqgan: dict[str, Any]
    tokens: dict[str, Any] | None = None
    note: str = ""
    followed: dict[str, Any] | None = None


def read_taming_yaml(path: Path) -> TamingModel:
    """The model that `path` describes.

    Raises UserError for yaml with tags, for a file of absurd size, and for anything but these models.
    """
    document = _load(path)
    described = _section(document.get("model"), path)
    if described.get("target") != TRANSFORMER:
        return TamingModel(vqgan_config(described, str(path)))
    params = _section(described.get("params"), path)
    vqgan = vqgan_config(_section(params.get("first_stage_config"), path), str(path))
    try:
        tokens = tokens_config(params, vqgan, path)
        return TamingModel(vqgan, tokens, followed=_followed(params, tokens["condition"], vqgan, path))
    except NotPaintableError as error:
        return TamingModel(vqgan, note=tr("{error}; its VQGAN is imported alone.", error=error))


def _followed(
    params: Mapping[Any, Any], condition: Mapping[str, Any], vqgan: Mapping[str, Any], path: Path
) -> dict[str, Any] | None:
    """The config of the VQGAN of pictures that are followed; None where none are.

    Raises NotPaintableError where its codes stand for larger or smaller squares than those of `vqgan`.
    """
    if condition["kind"] != "picture":
        return None
    found = vqgan_config(_section(params["cond_stage_config"], path), str(path), condition["channels"])
    if len(found["ddconfig"]["ch_mult"]) != len(vqgan["ddconfig"]["ch_mult"]):
        raise NotPaintableError(tr("{name} follows pictures whose codes are of another size", name=path.name))
    return found


def _load(path: Path) -> dict[Any, Any]:
    """The document, by the loader that makes nothing but plain values."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(tr("The file {path} is far too long for a config.", path=path))
        document = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise UserError(tr("The file {path} cannot be read as plain yaml.", path=path)) from error
    return dict(_section(document, path))


def _section(value: object, path: Path) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise UserError(tr("{path} describes no model of taming-transformers.", path=path))
    return value
