"""The yaml of a Net2NetTransformer of taming-transformers, as a config of ours.

It names three parts: the transformer, the first stage (a VQGAN) and the condition stage, which makes of a
label, a depth map or nothing at all the tokens that come before the codes. Names are only compared, never
imported.
"""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.tokens.folder import check_tokens_config, prefix_length
from mmdesk.models.vqgan.folder import COLOURS, check_config

VQGANS = {"taming.models.vqgan.VQModel": "vqmodel", "taming.models.vqgan.GumbelVQ": "gumbelvq"}
MAPS = "taming.models.vqgan.VQSegmentationModel"
"""A VQModel of maps of what is where."""

GPT = "taming.modules.transformer.mingpt.GPT"
IDENTITY = "taming.modules.transformer.permuter.Identity"
LABELS = "taming.modules.util.Labelator"
START = "taming.modules.util.SOSProvider"
COORDINATES = "taming.modules.misc.coord.CoordStage"
UNCONDITIONAL = "__is_unconditional__"


class NotPaintableError(UserError):
    """A transformer that cannot be painted with here, and why; its VQGAN can."""


def tokens_config(params: Mapping[Any, Any], first_stage: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The config of the transformer with `params`, over the codes of the VQGAN config `first_stage`.

    Raises NotPaintableError for one of another kind, UserError for one that is not sound.
    """
    shape = _shape(params, path)
    condition = _condition(params, path)
    config = {
        "model": "tokens",
        "transformer": shape,
        "side": _side(shape, condition, first_stage["ddconfig"]),
        "condition": condition,
    }
    # translators: begins a sentence that says what the file lacks: “{where} needs …”
    return check_tokens_config(config, first_stage["n_embed"], tr("The file {path}", path=path))


def _shape(params: Mapping[Any, Any], path: Path) -> dict[str, Any]:
    """Sizes of the network, taming's own defaults where the yaml says nothing."""
    described = params.get("transformer_config")
    if not isinstance(described, Mapping) or described.get("target") != GPT:
        raise NotPaintableError(
            tr("{name} describes no transformer that can be painted with", name=path.name)
        )
    if _target(params.get("permuter_config")) not in (None, IDENTITY):
        raise NotPaintableError(
            tr("{name} orders its codes in another way than line by line", name=path.name)
        )
    keep = params.get("pkeep", 1.0)
    if isinstance(keep, int | float) and keep <= 0:
        raise NotPaintableError(
            tr("{name} draws all codes at once, and not one after the other", name=path.name)
        )
    sizes = described.get("params")
    given = dict(sizes) if isinstance(sizes, Mapping) else {}
    defaults = {"n_layer": 12, "n_head": 8, "n_embd": 256, "n_unmasked": 0}
    names = ("vocab_size", "block_size", *defaults)
    return {name: given.get(name, defaults.get(name)) for name in names}


def _condition(params: Mapping[Any, Any], path: Path) -> dict[str, Any]:
    stage = params.get("cond_stage_config")
    target = _target(stage)
    settings = stage.get("params") if isinstance(stage, Mapping) else None
    settings = settings if isinstance(settings, Mapping) else {}
    if params.get("unconditional") is True or stage == UNCONDITIONAL:
        return {"kind": "start", "token": params.get("sos_token", 0)}
    if target == START:
        return {"kind": "start", "token": settings.get("sos_token", 0)}
    if target == LABELS:
        return {"kind": "label", "classes": settings.get("n_classes")}
    if target == COORDINATES:
        return {"kind": "coordinates", "codes": settings.get("n_embed")}
    if target in (*VQGANS, MAPS) and params.get("downsample_cond_size", -1) in (-1, None):
        layers = settings.get("ddconfig")
        channels = layers.get("in_channels") if isinstance(layers, Mapping) else None
        return {"kind": "picture", "channels": channels, "codes": settings.get("n_embed")}
    key = str(params.get("cond_stage_key", "depth"))[:40]
    raise NotPaintableError(
        tr("{name} paints from something ({key}) that cannot be given here", name=path.name, key=key)
    )


def vqgan_config(described: Mapping[Any, Any], where: str, channels: int = COLOURS) -> dict[str, Any]:
    """The config of the VQGAN that is `described`, for pictures of so many `channels`. Raises UserError."""
    params, kind = described.get("params"), VQGANS.get(str(described.get("target")))
    kind = "vqmodel" if described.get("target") == MAPS and channels != COLOURS else kind
    if kind is None or not isinstance(params, Mapping):
        raise UserError(tr("{where} describes no VQModel, GumbelVQ or Net2NetTransformer.", where=where))
    layers = params.get("ddconfig")
    if not isinstance(layers, Mapping):
        raise UserError(tr("{where} describes no model of taming-transformers.", where=where))
    config = {
        "model": kind,
        "embed_dim": params.get("embed_dim"),
        "n_embed": params.get("n_embed"),
        "ddconfig": {"double_z": False, "dropout": 0.0, **layers},
        "pixels": "-1..1",
    }
    # translators: begins a sentence that says what the file lacks: “{where} needs …”
    return check_config(config, tr("The file {path}", path=where), channels)


def _side(shape: Mapping[str, Any], condition: Mapping[str, Any], layers: Mapping[str, Any]) -> int:
    """Rows and columns of the pictures it was trained on: those of its VQGAN, unless these are too many."""
    side = int(layers["resolution"]) // int(2 ** (len(layers["ch_mult"]) - 1))
    block = shape["block_size"] if isinstance(shape["block_size"], int) else 0
    most = math.isqrt(max(1, block + 1 - min(block, prefix_length(condition, 0))))
    if condition["kind"] in ("coordinates", "picture"):
        most = math.isqrt(max(1, (block + 1) // 2))
    return max(1, min(side, most))


def _target(described: object) -> str | None:
    return str(described.get("target")) if isinstance(described, Mapping) else None
