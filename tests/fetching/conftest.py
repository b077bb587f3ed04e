"""A hub on this machine, with a small CLIP under the names of the real ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fetching.server import HubServer, serving
from tests.models.clip_folders import USUAL_WORDS, make_folder

CONFIG, WEIGHTS = "open_clip_config.json", "open_clip_model.safetensors"


def offer_small_clip(hub: HubServer, repository: str, folder: Path) -> str:
    """Put a CLIP, made in `folder`, into a repository of the hub; returns the path of its weights there."""
    make_folder(folder, USUAL_WORDS)
    hub.offer(repository, CONFIG, (folder / CONFIG).read_bytes())
    return hub.offer(repository, WEIGHTS, (folder / WEIGHTS).read_bytes())


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    """A hub that HF_ENDPOINT names; no line goes anywhere else."""
    with serving() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        monkeypatch.setenv("HF_HUB_DISABLE_XET", "1")
        monkeypatch.setenv("HF_HUB_DOWNLOAD_TIMEOUT", "2")
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "HF_TOKEN"):
            monkeypatch.delenv(name, raising=False)
        yield server
