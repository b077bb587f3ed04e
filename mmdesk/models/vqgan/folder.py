"""A VQGAN as it lies on disk: what can be told of it without torch.

A folder with `vqgan_config.json` and `vqgan.safetensors`. The config holds `model`, "vqmodel" or "gumbelvq",
`embed_dim`, `n_embed`, and `ddconfig` as in the published yaml files of taming-transformers. The names of
the tensors are those of the published checkpoints, without the losses.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trn
from mmdesk.models.digest import model_digest
from mmdesk.models.weights_file import WeightsHeader, read_header

CONFIG_NAME = "vqgan_config.json"
WEIGHTS_NAME = "vqgan.safetensors"

KINDS = ("vqmodel", "gumbelvq")

MAX_SIZE = 1 << 20
"""Largest size believed in a config; one beyond it was not written in earnest."""

GROUPS_KEY = "norm_groups"
"""Key of our own in ddconfig: the number of groups of the group norms; taming's 32 where it is missing."""

COLOURS = 3
"""Channels of a picture in colours."""

WHOLE_NUMBERS = ("z_channels", "resolution", "in_channels", "out_ch", "ch", "num_res_blocks")


@dataclass(frozen=True)
class VqganFolder:
    """One model folder, checked as far as possible without building the network.

    `key` is the folder's name and eight hex digits that change with config or weights. `codes` counts the
    entries of the codebook, each `embed_dim` numbers long; one stands for a square of `factor` pixels.
    """

    name: str
    path: Path
    key: str
    kind: str
    embed_dim: int
    codes: int
    ddconfig: Mapping[str, Any] = field(repr=False, compare=False)
    header: WeightsHeader = field(repr=False, compare=False)

    @classmethod
    def read(cls, path: Path, channels: int = COLOURS) -> "VqganFolder":
        """The model in the folder `path`, for pictures of so many `channels`.

        Raises UserError, in one sentence, for anything wrong with it.
        """
        config = _read_config(path, channels)
        weights = path / WEIGHTS_NAME
        if not weights.is_file():
            raise UserError(
                tr("The model {path} has no weights: {file} is missing.", path=path, file=WEIGHTS_NAME)
            )
        return cls(
            name=path.name,
            path=path,
            key=f"{path.name}-{model_digest(path / CONFIG_NAME, weights)}",
            kind=config["model"],
            embed_dim=config["embed_dim"],
            codes=config["n_embed"],
            ddconfig=config["ddconfig"],
            header=read_header(weights),
        )

    @property
    def factor(self) -> int:
        """Side, in pixels, of the square that one code stands for."""
        levels = len(self.ddconfig["ch_mult"])
        return int(2 ** (levels - 1))

    @property
    def parameters(self) -> int:
        """Number of parameters."""
        return self.header.parameters


def check_config(config: object, where: str, channels: int = COLOURS) -> dict[str, Any]:
    """`config` as a sound config of a VQGAN for pictures of so many `channels`.

    Raises UserError naming `where` for any other.
    """
    if not isinstance(config, dict) or config.get("model") not in KINDS:
        raise UserError(
            tr(
                "{where} describes no VQGAN: model must be one of {kinds}.",
                where=where,
                kinds=", ".join(KINDS),
            )
        )
    layers = config.get("ddconfig")
    if not isinstance(layers, dict):
        raise UserError(tr("{where} describes no network: ddconfig is missing.", where=where))
    for section, names in ((config, ("embed_dim", "n_embed")), (layers, WHOLE_NUMBERS)):
        for name in names:
            if not _is_size(section.get(name)):
                raise UserError(
                    tr("{where} needs a positive whole number for {name}.", where=where, name=name)
                )
    _check_levels(layers, where)
    if (layers["in_channels"], layers["out_ch"]) != (channels, channels):
        raise UserError(
            tr("{where} describes a model that is not for pictures of three colours.", where=where)
            if channels == COLOURS
            else trn(
                "{where} describes a model that is not for pictures of {n} channels.",
                "{where} describes a model that is not for pictures of {n} channels.",
                channels,
                where=where,
            )
        )
    if config["model"] == "gumbelvq" and config["embed_dim"] != layers["z_channels"]:
        raise UserError(
            tr("{where} cannot be a gumbelvq: embed_dim and z_channels must be the same.", where=where)
        )
    return config


def _check_levels(layers: Mapping[str, Any], where: str) -> None:
    """Check what is said of the levels of the network, from full size down. Raises UserError."""
    multiples = layers.get("ch_mult")
    if not (isinstance(multiples, list) and 0 < len(multiples) <= 8 and all(map(_is_size, multiples))):
        raise UserError(tr("{where} needs a list of positive whole numbers for ch_mult.", where=where))
    attended = layers.get("attn_resolutions")
    if not (isinstance(attended, list) and all(map(_is_size, attended))):
        raise UserError(
            tr("{where} needs a list of sizes for attn_resolutions; it may be empty.", where=where)
        )
    groups = layers.get(GROUPS_KEY, 32)
    if not _is_size(groups) or layers["ch"] % groups:
        raise UserError(tr("{where} needs a number for {key} that divides ch.", where=where, key=GROUPS_KEY))
    if layers.get("double_z"):
        raise UserError(
            tr("{where} describes a model without a codebook (double_z), which cannot be used.", where=where)
        )


def _is_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_SIZE


def _read_config(path: Path, channels: int) -> dict[str, Any]:
    """The parsed and checked config of the folder `path`."""
    if not path.is_dir():
        raise UserError(tr("There is no model folder {path}.", path=path))
    file = path / CONFIG_NAME
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UserError(
            tr("The folder {path} is no VQGAN: {file} is missing.", path=path, file=CONFIG_NAME)
        ) from error
    except (OSError, ValueError) as error:
        raise UserError(tr("The file {file} cannot be read as JSON.", file=file)) from error
    # translators: begins a sentence that says what the file lacks: “{where} needs …”
    return check_config(config, tr("The file {path}", path=file), channels)
