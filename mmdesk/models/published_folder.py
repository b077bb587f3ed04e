"""A published model that is kept in the files it came in: what can be told of it without torch.

Its weights are safetensors, in one file or in several with an index; all else is JSON and text.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.digest import model_digest
from mmdesk.models.weights_file import WeightsHeader, read_header

MAX_SIZE = 1 << 20
"""Largest size believed in a config."""


@dataclass(frozen=True)
class PublishedFiles:
    """The folder `path`; `key` is its name and eight hex digits that change with anything in its weights."""

    name: str
    path: Path
    key: str
    headers: tuple[WeightsHeader, ...] = field(repr=False, compare=False)

    @classmethod
    def read(cls, path: Path, config: str) -> "PublishedFiles":
        """What lies in `path`, which has our own `config`. Raises UserError for anything wrong with it."""
        if not (path / config).is_file():
            raise UserError(
                tr("The folder {path} is no such model: {config} is missing.", path=path, config=config)
            )
        weights = weights_below(path)
        if not weights:
            raise UserError(tr("The model {path} has no weights.", path=path))
        headers = tuple(map(read_header, weights))
        own = " ".join(model_digest(path / config, one) for one in weights)
        return cls(path.name, path, f"{path.name}-{hashlib.sha256(own.encode()).hexdigest()[:8]}", headers)

    @property
    def parameters(self) -> int:
        """Number of parameters in all files."""
        return sum(header.parameters for header in self.headers)

    def parameters_of(self, *parts: str) -> int:
        """Number of parameters in these folders below."""
        return sum(one.parameters for one in self.headers if one.path.parent.name in parts)


def weights_below(path: Path) -> list[Path]:
    """The files of weights in `path` and in the folders below it, in a fixed order."""
    return sorted(path.rglob("*.safetensors"))


def read_config(file: Path) -> dict[str, Any]:
    """The JSON object in `file`. Raises UserError."""
    try:
        config = json.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UserError(
            tr("The model {path} is incomplete: {file} is missing.", path=file.parent, file=file.name)
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(tr("The file {file} cannot be read as JSON.", file=file)) from error
    if not isinstance(config, dict):
        raise UserError(tr("The file {file} describes no model.", file=file))
    return config


def size_in(config: Mapping[str, Any], name: str, file: Path) -> int:
    """The positive whole number `name` in the `config` of `file`. Raises UserError."""
    value = config.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_SIZE:
        return value
    raise UserError(tr("The file {file} needs a positive whole number for {name}.", file=file, name=name))


def sizes_in(config: Mapping[str, Any], name: str, file: Path) -> Sequence[int]:
    """The positive whole numbers in the list `name` in the `config` of `file`. Raises UserError."""
    values = config.get(name)
    if isinstance(values, list) and values and all(isinstance(one, int) and one > 0 for one in values):
        return values
    raise UserError(tr("The file {file} needs a list of whole numbers for {name}.", file=file, name=name))
