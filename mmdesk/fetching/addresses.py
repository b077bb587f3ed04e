"""Addresses of the files of a model: what a person without a network carries over from another computer."""

import os
from urllib.parse import quote

from mmdesk.core.model_catalogue import CatalogueModel, RemoteFile

HUB = "https://huggingface.co"


def hub_endpoint() -> str:
    """Address of the hub, or of the mirror that HF_ENDPOINT names."""
    return os.environ.get("HF_ENDPOINT", HUB).rstrip("/")


def addresses(model: CatalogueModel) -> list[tuple[str, str]]:
    """File name and address of everything that belongs into the folder of `model`."""
    return [(file.names[0], _address(model, file)) for file in model.files]


def _address(model: CatalogueModel, file: RemoteFile) -> str:
    if file.url is not None:
        return file.url
    return f"{hub_endpoint()}/{model.repository}/resolve/{quote(model.revision)}/{quote(file.names[0])}"
