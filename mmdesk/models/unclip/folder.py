"""An unCLIP as it lies on disk: what can be told of it without torch.

A folder with `unclip_config.json` and `unclip.safetensors`, the decoder, and `prior.safetensors`, the prior,
as soon as one was trained. The VQGAN that makes pictures of its latents is in a folder `first_stage`, or in
the one beside it that the config names. The config holds

- `decoder` and `prior`, the sizes of the networks (`DecoderShape`, `PriorShape`)
- `latents`, {"embed_dim", "components", "patch"}, the sizes of the `LatentSpace`
- `side`, that of its pictures in pixels
- `clip`, {"name", "key"}, the CLIP whose vectors it knows, and `first_stage`, the same of the VQGAN
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.digest import model_digest
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.weights_file import WeightsHeader, read_header

CONFIG_NAME = "unclip_config.json"
WEIGHTS_NAME = "unclip.safetensors"
PRIOR_NAME = "prior.safetensors"
FIRST_STAGE = "first_stage"

MAX_SIZE = 1 << 16
"""Largest size believed in a config."""


@dataclass(frozen=True)
class DecoderShape:
    """Sizes of the decoder: channels of what goes in and out, numbers of a vector, and the widths of its two
    levels, with `blocks` a level and `heads` of attention.
    """

    channels: int = 16
    vector: int = 256
    width: int = 128
    wide: int = 192
    blocks: int = 2
    heads: int = 4


@dataclass(frozen=True)
class PriorShape:
    """Sizes of the prior: numbers of a vector, the width of its layers, and how many there are."""

    vector: int = 256
    width: int = 160
    blocks: int = 2


@dataclass(frozen=True)
class LatentSizes:
    """Sizes of the `LatentSpace`: channels of a latent, components kept of them, and the side of a patch."""

    embed_dim: int
    components: int
    patch: int


@dataclass(frozen=True)
class ModelMark:
    """The name of another model that this one was trained with, and the key that tells its weights."""

    name: str
    key: str

    def document(self) -> dict[str, str]:
        """The mark as the config has it."""
        return {"name": self.name, "key": self.key}


@dataclass(frozen=True)
class UnclipFolder:
    """One model folder, checked as far as possible without building the networks.

    `key` is the folder's name and eight hex digits that change with anything in it. `prior` is None where no
    prior was trained.
    """

    name: str
    path: Path
    key: str
    side: int
    clip: ModelMark
    decoder: DecoderShape = field(compare=False)
    prior: PriorShape | None = field(compare=False)
    latents: LatentSizes = field(compare=False)
    first_stage: VqganFolder = field(repr=False)
    headers: tuple[WeightsHeader, ...] = field(repr=False, compare=False)

    @classmethod
    def read(cls, path: Path) -> "UnclipFolder":
        """The model in the folder `path`. Raises UserError, in one sentence, for anything wrong with it."""
        # translators: begins a sentence that says what the file lacks: “{where} needs …”
        config, where = _read_config(path), tr("The file {path}", path=path / CONFIG_NAME)
        weights = [path / WEIGHTS_NAME] + ([path / PRIOR_NAME] if config.get("prior") else [])
        for one in weights:
            if not one.is_file():
                raise UserError(
                    tr("The model {path} has no weights: {name} is missing.", path=path, name=one.name)
                )
        first_stage = _first_stage(path, _mark(config.get("first_stage"), where))
        own = " ".join(model_digest(path / CONFIG_NAME, one) for one in weights)
        digest = hashlib.sha256(f"{own} {first_stage.key}".encode()).hexdigest()[:8]
        found = cls(
            name=path.name,
            path=path,
            key=f"{path.name}-{digest}",
            side=_number(config.get("side"), "side", where),
            clip=_mark(config.get("clip"), where),
            decoder=DecoderShape(**_sizes(config.get("decoder"), DecoderShape, where)),
            prior=PriorShape(**_sizes(config["prior"], PriorShape, where)) if config.get("prior") else None,
            latents=LatentSizes(**_sizes(config.get("latents"), LatentSizes, where)),
            first_stage=first_stage,
            headers=tuple(map(read_header, weights)),
        )
        found.check_sizes(where)
        return found

    @property
    def cell(self) -> int:
        """Side, in pixels, of the square that one place of the decoder stands for."""
        return self.first_stage.factor * self.latents.patch

    @property
    def parameters(self) -> int:
        """Number of parameters, those of its VQGAN included."""
        return sum(header.parameters for header in self.headers) + self.first_stage.parameters

    def check_clip(self, key: str) -> None:
        """Raises UserError where the CLIP with that `key` is not the one whose vectors it knows."""
        if key.rpartition("-")[2] != self.clip.key.rpartition("-")[2]:
            raise UserError(
                tr(
                    "The model {name} knows the vectors of the CLIP {clip} alone, as it was when the "
                    "model was trained.",
                    name=self.name,
                    clip=self.clip.name,
                )
            )

    def check_sizes(self, where: str) -> None:
        """Raises UserError naming `where` for sizes that do not go together."""
        if self.latents.embed_dim != self.first_stage.embed_dim:
            raise UserError(
                tr(
                    "{where} needs a VQGAN whose latents have {embed_dim} channels.",
                    where=where,
                    embed_dim=self.latents.embed_dim,
                )
            )
        if self.latents.components * self.latents.patch**2 != self.decoder.channels:
            raise UserError(tr("{where} has a decoder for other latents than its own.", where=where))
        if self.prior is not None and self.prior.vector != self.decoder.vector:
            raise UserError(tr("{where} has a prior for other vectors than its decoder's.", where=where))
        if self.side % (2 * self.cell):
            raise UserError(
                tr(
                    "{where} needs a side that is a multiple of {pixels} pixels.",
                    where=where,
                    pixels=2 * self.cell,
                )
            )
        if self.decoder.width % self.decoder.heads or self.decoder.wide % self.decoder.heads:
            raise UserError(tr("{where} needs a number of heads that divides the widths.", where=where))


def _first_stage(path: Path, mark: ModelMark) -> VqganFolder:
    """The VQGAN below `path`, or else beside it. Raises UserError where there is none, or another one."""
    below = path / FIRST_STAGE
    folder = VqganFolder.read(below if below.is_dir() else path.parent / mark.name)
    if folder.key.rpartition("-")[2] != mark.key.rpartition("-")[2]:
        raise UserError(
            tr("The model {path} was trained with another VQGAN than {vqgan}.", path=path, vqgan=folder.path)
        )
    return folder


def _read_config(path: Path) -> dict[str, Any]:
    if not path.is_dir():
        raise UserError(tr("There is no model folder {path}.", path=path))
    file = path / CONFIG_NAME
    try:
        config = json.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UserError(
            tr("The folder {path} is no unCLIP: {file} is missing.", path=path, file=CONFIG_NAME)
        ) from error
    except (OSError, ValueError) as error:
        raise UserError(tr("The file {file} cannot be read as JSON.", file=file)) from error
    if not isinstance(config, dict) or config.get("model") != "unclip":
        raise UserError(tr("The file {file} describes no unCLIP.", file=file))
    return config


def _sizes(section: object, shape: type, where: str) -> dict[str, int]:
    """The fields of the dataclass `shape` in `section`."""
    named = section if isinstance(section, Mapping) else {}
    return {one.name: _number(named.get(one.name), one.name, where) for one in fields(shape)}


def _number(value: object, name: str, where: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_SIZE:
        return value
    raise UserError(tr("{where} needs a positive whole number for {name}.", where=where, name=name))


def _mark(section: object, where: str) -> ModelMark:
    named = section if isinstance(section, Mapping) else {}
    name, key = named.get("name"), named.get("key")
    if isinstance(name, str) and isinstance(key, str) and name and Path(name).name == name:
        return ModelMark(name, key)
    raise UserError(
        tr("{where} does not say with which CLIP and which VQGAN the model was trained.", where=where)
    )
