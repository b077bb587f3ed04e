"""The catalogue of models: whole, and true to what can be checked here."""

from pathlib import Path
from urllib.parse import urlsplit

import open_clip
import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.model_catalogue import CatalogueModel
from mmdesk.fetching.addresses import addresses
from mmdesk.fetching.catalogue import find_model, read_catalogue

MODELS = read_catalogue()
CAN_BE_USED = {"clip", "vqgan", "kandinsky", "kandinsky-prior", "janus"}


def test_there_are_ten_at_least_for_every_purpose() -> None:
    assert len(MODELS) >= 10
    assert len({model.name for model in MODELS}) == len(MODELS)
    assert {model.kind for model in MODELS} == CAN_BE_USED
    advice = [model.advice for model in MODELS if model.advice]
    assert {"Recommended for most", "Many languages", "Fastest"} <= set(advice)
    assert len(set(advice)) == len(advice)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_what_a_person_must_know_is_there(model: CatalogueModel) -> None:
    assert model.purpose.endswith(".")
    assert model.licence
    assert urlsplit(model.licence_url).scheme == "https"
    assert model.licence_note.endswith(".") or model.licence in {"MIT", "Apache-2.0"}
    assert 100_000_000 < model.size_bytes < model.memory_bytes * 1.7
    assert bool(model.languages) == (model.kind == "clip")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_every_file_has_an_address(model: CatalogueModel) -> None:
    listed = addresses(model)
    assert len(listed) == len(model.files) >= 2
    assert all(urlsplit(url).scheme == "https" for _, url in listed)


@pytest.mark.parametrize(
    "model",
    [model for model in MODELS if model.repository and model.kind == "clip"],
    ids=lambda model: model.name,
)
def test_open_clip_knows_the_same_repository(model: CatalogueModel) -> None:
    """What open_clip would fetch itself, though it fetches nothing here."""
    known = {
        (open_clip.get_pretrained_cfg(arch, tag) or {}).get("hf_hub", "").rstrip("/")
        for arch, tag in open_clip.list_pretrained()
    }
    assert model.repository in known


def test_a_name_that_is_unknown_is_told() -> None:
    with pytest.raises(UserError, match=r"The catalogue has no model nobody; it has ViT-B-32-256-datacomp"):
        find_model("nobody")


def test_one_room_alone_opens_addresses() -> None:
    """What the contracts of the rooms cannot see: a module that is allowed for another part of it."""
    rooms = Path(__file__).parents[2] / "mmdesk"
    users = [path for path in rooms.rglob("*.py") if "urllib.request" in path.read_text("utf-8")]
    assert users == [rooms / "fetching" / "web.py"]
