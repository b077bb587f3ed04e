"""The catalogue of models, read from the TOML file that comes with the program."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.model_catalogue import CatalogueModel, RemoteFile
from mmdesk.core.places import builtin_models


@cache
def read_catalogue(path: Path | None = None) -> tuple[CatalogueModel, ...]:
    """Every model of the catalogue, in the order in which they are offered."""
    text = (path or builtin_models() / "catalogue.toml").read_text("utf-8")
    return tuple(_model(told) for told in tomllib.loads(text)["models"])


def find_model(name: str) -> CatalogueModel:
    """The model called `name` in the catalogue. Raises UserError, naming those there are."""
    models = {model.name: model for model in read_catalogue()}
    if name not in models:
        raise UserError(
            tr("The catalogue has no model {name}; it has {models}.", name=name, models=", ".join(models))
        )
    return models[name]


def _model(told: dict[str, Any]) -> CatalogueModel:
    return CatalogueModel(**told | {"files": tuple(_file(file) for file in told["files"])})


def _file(told: str | dict[str, Any]) -> RemoteFile:
    """A file of the hub by its names ("a | b"), or a table of name, address and what else is known."""
    if isinstance(told, str):
        return RemoteFile(tuple(name.strip() for name in told.split("|")))
    return RemoteFile((told["name"],), told["url"], told.get("size"), told.get("sha256"))
