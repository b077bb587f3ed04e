"""A network from a config and a weights file, without the internet.

open_clip would fetch parts of some models from the internet: towers of transformers by name, timm
backbones behind `hf-hub:`. Here such names are refused or turned to the model's own folder, and the
weights come from safetensors alone.
"""

import copy
import dataclasses
import inspect
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import open_clip
from open_clip.factory import load_checkpoint
from open_clip.model import CLIPTextCfg, CLIPVisionCfg
from torch import nn
from torch.overrides import TorchFunctionMode

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.clip_folder import ClipFolder

RANDOM_FILLS = frozenset(
    {"normal_", "uniform_", "trunc_normal_"}
    | {f"{rule}_{shape}_" for rule in ("kaiming", "xavier") for shape in ("normal", "uniform")}
)
"""Names of the torch functions that fill new weights, as tensor methods and in `torch.nn.init`."""

BROKEN = (TypeError, ValueError, RuntimeError, AssertionError, ArithmeticError, AttributeError, LookupError)
"""What open_clip and timm raise on a config that makes no sense."""


def load_network(folder: ClipFolder) -> nn.Module:
    """The network of `folder` with its weights, in fp32 on the processor, ready to encode.

    Raises UserError for an architecture open_clip does not know and for weights that do not fit it.
    """
    with _SkipInit():
        network = build_network(folder.architecture, folder.name, folder.path)
    try:
        load_checkpoint(network, str(folder.weights), strict=True)
    except (RuntimeError, KeyError, ValueError, AssertionError) as error:
        raise UserError(
            tr(
                "The weights of the model {name} do not fit its config: {brief}.",
                name=folder.name,
                brief=_brief(error),
            )
        ) from error
    return network.eval().requires_grad_(requires_grad=False)


def build_network(architecture: Mapping[str, Any], name: str, path: Path) -> nn.Module:
    """A network with random weights for the `model_cfg` of the model `name` in the folder `path`."""
    config = copy.deepcopy(dict(architecture))
    vision, text = config.get("vision_cfg") or {}, config.get("text_cfg") or {}
    kind = _network_class(config)
    _check_keys(name, "model_cfg", config, inspect.signature(kind.__init__).parameters)
    _check_keys(name, "vision_cfg", vision, _field_names(CLIPVisionCfg))
    _check_keys(name, "text_cfg", text, _field_names(CLIPTextCfg))
    _stay_offline(name, path, vision, text)
    try:
        return kind(**config)
    except BROKEN as error:
        raise UserError(
            tr("The model {name} cannot be built from its config: {brief}.", name=name, brief=_brief(error))
        ) from error


def _network_class(config: dict[str, Any]) -> type[nn.Module]:
    """The class open_clip would take; `custom_text` is used up."""
    custom_text = config.pop("custom_text", False) or "hf_model_name" in (config.get("text_cfg") or {})
    if not custom_text:
        return open_clip.CLIP  # type: ignore[no-any-return]
    return open_clip.CoCa if "multimodal_cfg" in config else open_clip.CustomTextCLIP  # type: ignore[no-any-return]


def _field_names(config_class: Any) -> list[str]:
    return [entry.name for entry in dataclasses.fields(config_class)]


def _check_keys(name: str, section: str, given: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise UserError(
            tr(
                "The config of the model {name} has an unknown key in {section}: {unknown}.",
                name=name,
                section=section,
                unknown=", ".join(unknown),
            )
        )


def _stay_offline(name: str, path: Path, vision: dict[str, Any], text: dict[str, Any]) -> None:
    """Make both towers come from this machine alone, or say why that is impossible."""
    backbone = vision.get("timm_model_name") or ""
    if ":" in backbone or "/" in backbone:
        raise UserError(
            tr(
                "The model {name} wants to fetch its image tower {backbone} from the internet.",
                name=name,
                backbone=backbone,
            )
        )
    vision["timm_model_pretrained"] = False
    if text.get("hf_model_name"):
        if not (path / "config.json").is_file():
            raise UserError(
                tr(
                    "The model {name} needs the config.json of its text tower {tower}.",
                    name=name,
                    tower=text["hf_model_name"],
                )
            )
        text.update(hf_model_name=str(path), hf_model_pretrained=False)


def _brief(error: Exception) -> str:
    """The beginning of torch's often very long message, as the end of a sentence."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:2])[:300].rstrip(".:") or type(error).__name__


class _SkipInit(TorchFunctionMode):
    """Leaves new weights uninitialised, which saves seconds: each is about to be read from a file."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        del types
        named = kwargs or {}
        if getattr(func, "__name__", "") in RANDOM_FILLS:
            return args[0] if args else named["tensor"]
        return func(*args, **named)
