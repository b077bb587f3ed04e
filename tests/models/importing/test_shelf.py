"""The shelf: what is on it, which is used, and how one comes and goes."""

import json
import shutil
from pathlib import Path

import pytest
import torch

from mmdesk.benchmark.random_vqgan import write_random_vqgan
from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.core.settings import Settings, load_settings, save_settings, save_window_choices
from mmdesk.models.clip_folder import WEIGHTS_NAME
from mmdesk.models.importing.importer import MANIFEST, _copy, sha256_of
from mmdesk.models.importing.source import ImportSource
from mmdesk.models.store import ModelStore

from ..clip_folders import OPENAI_LIKE, change_weights, make_folder
from .running import outcome


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a CLIP, "eyes", as an import leaves it, and a VQGAN put there by hand, "brush"."""
    places = Places(tmp_path_factory.mktemp("stock") / "data")
    eyes = make_folder(places.models / "eyes", OPENAI_LIKE)
    digest = outcome(sha256_of(eyes / WEIGHTS_NAME))
    (eyes / MANIFEST).write_text(json.dumps({"source": "/given/eyes", "sha256": digest}), "utf-8")
    write_random_vqgan("tiny", places.models / "brush")
    return places.data_dir


@pytest.fixture
def stocked(stock: Path, places: Places) -> ModelStore:
    shutil.copytree(stock, places.data_dir)
    return ModelStore(places)


def test_models_are_used_each_for_its_purpose(stocked: ModelStore, places: Places) -> None:
    assert stocked.find("starter-clip").used_for == ("search", "guidance")
    assert stocked.use("eyes").used_for == ("search", "guidance")
    assert stocked.use("brush").used_for == ("painting",)
    assert stocked.find("starter-clip").used_for == ()
    settings = load_settings(places.settings)
    assert (settings.model, settings.vqgan) == ("eyes", "brush")


def test_what_is_removed_is_no_longer_used(stocked: ModelStore, places: Places) -> None:
    stocked.use("eyes")
    stocked.remove("eyes")
    assert load_settings(places.settings).model == "starter-clip"
    assert not (places.models / "eyes").exists()
    with pytest.raises(UserError, match="no model eyes; there is brush"):
        stocked.find("eyes")


def test_what_comes_with_the_program_stays(shelf: ModelStore) -> None:
    with pytest.raises(UserError, match="comes with the program"):
        shelf.remove("starter-clip")
    assert shelf.find("starter-clip").is_ready


def test_changed_weights_are_noticed(stocked: ModelStore, places: Places) -> None:
    assert outcome(stocked.verify("eyes")).sha256 == stocked.find("eyes").sha256
    change_weights(places.models / "eyes", logit_scale=torch.tensor(1.5))
    with pytest.raises(UserError, match="have changed"):
        outcome(stocked.verify("eyes"))


def test_a_broken_model_is_listed_with_its_reason_and_not_used(stocked: ModelStore, places: Places) -> None:
    (places.models / "brush" / "vqgan.safetensors").write_bytes(b"no weights")
    entry = stocked.find("brush")
    assert "broken" in entry.state
    with pytest.raises(UserError, match="broken"):
        stocked.use("brush")


@pytest.mark.parametrize("name", ["../out", "", ".hidden", "a/b", "a b", "x" * 65, "CON."])
def test_a_name_leads_nowhere_else(shelf: ModelStore, published: Path, name: str) -> None:
    with pytest.raises(UserError, match="cannot be called"):
        outcome(shelf.bring_in(published / "narrow.yaml", name))


@pytest.mark.parametrize("name", ["starter-clip", "eyes"])
def test_no_name_is_taken_twice(stocked: ModelStore, published: Path, name: str) -> None:
    with pytest.raises(UserError, match="already"):
        outcome(stocked.bring_in(published / "narrow.yaml", name))


def test_a_closing_window_keeps_the_models_chosen_meanwhile(places: Places) -> None:
    save_settings(Settings(model="eyes", guidance=("a", "b"), vqgan="brush"), places.settings)
    save_window_choices(Settings(theme="light"), places.settings)
    kept = load_settings(places.settings)
    assert kept == Settings(theme="light", model="eyes", guidance=("a", "b"), vqgan="brush")


def test_a_folder_that_was_put_there_is_compared_from_then_on(stocked: ModelStore, places: Places) -> None:
    assert stocked.find("brush").source is None
    first = outcome(stocked.verify("brush"))
    assert (stocked.find("brush").source, stocked.find("brush").sha256) == ("put there by hand", first.sha256)
    weights = places.models / "brush" / "vqgan.safetensors"
    weights.write_bytes(weights.read_bytes()[:-4] + b"none")
    with pytest.raises(UserError, match="have changed since"):
        outcome(stocked.verify("brush"))


def test_files_are_copied_as_deep_as_they_lie(tmp_path: Path) -> None:
    given, out = tmp_path / "given", tmp_path / "out"
    (given / "unet").mkdir(parents=True)
    out.mkdir()
    files = (given / "index.json", given / "unet" / "config.json")
    for file in files:
        file.write_text(file.name)
    outcome(_copy(ImportSource("brush", "kandinsky", given, None, files=files), out))
    assert (out / "index.json").read_text() == "index.json"
    assert (out / "unet" / "config.json").read_text() == "config.json"
