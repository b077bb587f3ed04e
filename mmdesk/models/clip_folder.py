"""A CLIP model as it lies on disk: what can be told of it without torch.

The format is open_clip's own: a folder with `open_clip_config.json` (architecture under `model_cfg`,
preparation of pictures under `preprocess_cfg`) and `open_clip_model.safetensors`. Weights in a pickle
are refused: reading one can run code. An optional `calibration.json` lies beside them.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.pixels import PixelRecipe
from mmdesk.models.calibration import Calibration
from mmdesk.models.digest import model_digest
from mmdesk.models.pixel_recipe import read_recipe
from mmdesk.models.weights_file import WeightsHeader, read_header

CONFIG_NAME = "open_clip_config.json"
WEIGHTS_NAME = "open_clip_model.safetensors"
CALIBRATION_NAME = "calibration.json"

DEFAULT_CONTEXT_LENGTH = 77
"""Tokens the text tower sees where the config does not say: that of the first CLIP."""


@dataclass(frozen=True)
class ClipFolder:
    """One model folder, checked as far as possible without building the network.

    `key` names the model in the catalogue: the folder's name and eight hex digits that change with
    config or weights. `dim` is the length of an embedding, `context_length` counts tokens, and
    `config` is the parsed config file.
    """

    name: str
    path: Path
    key: str
    recipe: PixelRecipe
    dim: int
    context_length: int
    config: Mapping[str, Any] = field(repr=False, compare=False)
    header: WeightsHeader = field(repr=False, compare=False)

    @classmethod
    def read(cls, path: Path) -> "ClipFolder":
        """The model in the folder `path`. Raises UserError, in one sentence, for anything wrong with it."""
        config = _read_config(path)
        architecture = config["model_cfg"]
        weights = find_weights(path)
        return cls(
            name=path.name,
            path=path,
            key=f"{path.name}-{model_digest(path / CONFIG_NAME, weights)}",
            recipe=read_recipe(config, path),
            dim=_whole_number(architecture, "embed_dim", path),
            context_length=_context_length(architecture, path),
            config=config,
            header=read_header(weights),
        )

    @property
    def architecture(self) -> Mapping[str, Any]:
        """The `model_cfg` part of the config: what open_clip builds the network from."""
        return dict(self.config["model_cfg"])

    @property
    def weights(self) -> Path:
        """The safetensors file."""
        return self.header.path

    @property
    def parameters(self) -> int:
        """Number of parameters."""
        return self.header.parameters

    @cached_property
    def calibration(self) -> Calibration:
        """The model's own curve where it has one, else a guess from its logit scale and bias."""
        stored = self.path / CALIBRATION_NAME
        if stored.exists():
            return Calibration.read(stored)
        scale = self.header.number("logit_scale")
        return Calibration.of_scale(
            math.exp(min(scale, 10.0)) if scale is not None else 100.0, self.header.number("logit_bias")
        )


def find_clip_folders(roots: Sequence[Path]) -> list[ClipFolder]:
    """Every sound CLIP folder directly below one of `roots`, by name; of equal names the first root's."""
    found: dict[str, ClipFolder] = {}
    for root in roots:
        for config in sorted(root.glob(f"*/{CONFIG_NAME}")):
            try:
                folder = ClipFolder.read(config.parent)
            except UserError:  # `ClipFolder.read` of that very folder says what is wrong with it
                continue
            found.setdefault(folder.name, folder)
    return sorted(found.values(), key=lambda folder: folder.name)


def find_weights(path: Path) -> Path:
    """The weights in the folder `path`: the usual name, or the only safetensors file there is."""
    usual = path / WEIGHTS_NAME
    others = sorted(path.glob("*.safetensors"))
    if usual.is_file() or len(others) == 1:
        return usual if usual.is_file() else others[0]
    if any(path.glob("*.bin")) or any(path.glob("*.pt*")):
        raise UserError(
            tr(
                "The model {path} has its weights only as a pickle; it needs {file}.",
                path=path,
                file=WEIGHTS_NAME,
            )
        )
    raise UserError(tr("The model {path} has no weights: {file} is missing.", path=path, file=WEIGHTS_NAME))


def _read_config(path: Path) -> dict[str, Any]:
    """The parsed config of the folder `path`, with a `model_cfg` inside."""
    if not path.is_dir():
        raise UserError(tr("There is no model folder {path}.", path=path))
    try:
        config = json.loads((path / CONFIG_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UserError(
            tr("The folder {path} is no CLIP model: {file} is missing.", path=path, file=CONFIG_NAME)
        ) from error
    except (OSError, ValueError) as error:
        raise UserError(tr("The file {path} cannot be read as JSON.", path=path / CONFIG_NAME)) from error
    if not isinstance(config, dict) or not isinstance(config.get("model_cfg"), dict):
        raise UserError(
            tr("The file {path} describes no model: model_cfg is missing.", path=path / CONFIG_NAME)
        )
    return config


def _context_length(architecture: Mapping[str, Any], path: Path) -> int:
    text = architecture.get("text_cfg")
    if not isinstance(text, dict):
        raise UserError(
            tr("The file {path} describes no text tower: text_cfg is missing.", path=path / CONFIG_NAME)
        )
    return _whole_number({"context_length": DEFAULT_CONTEXT_LENGTH} | text, "context_length", path)


def _whole_number(section: Mapping[str, Any], key: str, path: Path) -> int:
    value = section.get(key)
    if isinstance(value, int) and value > 0:
        return value
    raise UserError(
        tr("The file {path} needs a positive whole number for {key}.", path=path / CONFIG_NAME, key=key)
    )
