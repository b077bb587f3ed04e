"""A model on its way from a hub to a search, by the command line."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mmdesk.benchmark.random_vqgan import ARCHITECTURES
from mmdesk.cli.main import build_cli
from mmdesk.core.model_catalogue import RemoteFile
from mmdesk.core.places import Places
from mmdesk.fetching import catalogue
from tests.fetching.conftest import hub, offer_small_clip
from tests.fetching.server import HubServer, digest
from tests.models.clip_folders import OPENAI_LIKE, USUAL_WORDS, make_folder
from tests.models.importing.pipelines import decoder
from tests.models.importing.published import weights_of, write_checkpoint, write_yaml

__all__ = ["hub"]

NAME = "ViT-B-32-256-datacomp"


def run(places: Places, *words: str) -> Result:
    return CliRunner().invoke(build_cli(None), ["--data-dir", str(places.data_dir), "models", *words])


def listed(places: Places) -> dict[str, dict[str, object]]:
    return {model["name"]: model for model in json.loads(run(places, "list", "--json").stdout)["models"]}


@pytest.fixture
def stocked(hub: HubServer, tmp_path: Path) -> HubServer:
    """A small CLIP under the name of a real one, with its weights as they are published."""
    offer_small_clip(hub, str(catalogue.find_model(NAME).repository), tmp_path / "published")
    return hub


def test_a_model_is_listed_fetched_at_the_second_try_and_used(stocked: HubServer, places: Places) -> None:
    offer = listed(places)[NAME]
    assert (offer["state"], offer["licence"], offer["size_bytes"]) == ("available", "MIT", 605_200_000)
    path = next(path for path in stocked.files if path.endswith(".safetensors"))
    stocked.always[path] = 500
    assert "HTTP 500" in run(places, "fetch", NAME).stderr
    assert listed(places)[NAME]["state"] == "fetching", "it was broken off"
    del stocked.always[path]
    fetched = run(places, "fetch", NAME)
    assert fetched.exit_code == 0, fetched.output
    assert "Licence: MIT (https://huggingface.co/laion/" in fetched.stderr
    here = listed(places)[NAME]
    assert (here["state"], here["licence"]) == ("ready", "MIT")
    assert here["source"] == "laion/CLIP-ViT-B-32-256x256-DataComp-s34B-b86K@main"
    assert run(places, "use", NAME).exit_code == 0
    assert list(places.fetching.iterdir()) == []
    assert "already" in run(places, "fetch", NAME).stderr


def test_what_is_no_model_leaves_nothing(stocked: HubServer, places: Places) -> None:
    model = catalogue.find_model(NAME)
    stocked.offer(str(model.repository), "open_clip_model.safetensors", os.urandom(2_000_000))
    refused = run(places, "fetch", NAME)
    assert refused.exit_code == 1
    assert refused.stderr.splitlines()[-1].startswith("Error: ")
    assert listed(places)[NAME]["state"] == "available"
    assert list(places.fetching.iterdir()) == []


@pytest.mark.parametrize(
    "name", [model.name for model in catalogue.read_catalogue() if model.kind == "vqgan"]
)
def test_published_vqgans_are_fetched_from_their_own_addresses(
    hub: HubServer, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    model = catalogue.find_model(name)
    narrow = narrowed(ARCHITECTURES[name.removeprefix("vqgan-").removeprefix("imagenet-")])
    described = write_yaml(tmp_path / "narrow.yaml", narrow)
    checkpoint = write_checkpoint(tmp_path / "narrow.ckpt", weights_of(narrow))
    hub.files = {"/yaml": described.read_bytes(), "/ckpt": checkpoint.read_bytes()}
    here = tuple(served(file, hub) for file in model.files)
    moved = tuple(replace(one, files=here) if one == model else one for one in catalogue.read_catalogue())
    monkeypatch.setattr(catalogue, "read_catalogue", lambda: moved)
    fetched = run(places, "fetch", model.name)
    assert fetched.exit_code == 0, fetched.output
    here_now = listed(places)[model.name]
    assert (here_now["kind"], here_now["state"], here_now["licence"]) == ("vqgan", "ready", "not stated")


def narrowed(config: dict[str, Any]) -> dict[str, Any]:
    """A published VQGAN in all its layers, only not as wide."""
    return config | {"embed_dim": 32, "ddconfig": config["ddconfig"] | {"ch": 32, "z_channels": 32}}


def served(file: RemoteFile, hub: HubServer) -> RemoteFile:
    """The file as the hub of a test has it, with that one's checksum where the catalogue knows one."""
    path = f"/{file.names[0].rpartition('.')[2]}"
    sha256 = digest(hub.files[path]) if file.sha256 else None
    return replace(file, url=f"{hub.url}{path}", size=None, sha256=sha256)


def test_one_of_several_parts_is_fetched_or_taken_from_where_it_was_kept(
    hub: HubServer, places: Places, tmp_path: Path
) -> None:
    """Former versions kept models that they had no engine for."""
    model, published = catalogue.find_model("kandinsky-2-2-decoder"), decoder(tmp_path / "decoder")
    for file in model.files:
        hub.offer(str(model.repository), file.names[0], (published / file.names[0]).read_bytes())
    assert run(places, "fetch", model.name).exit_code == 0
    here = listed(places)[model.name]
    assert (here["state"], here["kind"], here["licence"]) == ("ready", "kandinsky", "Apache-2.0")
    assert list(places.fetching.iterdir()) == []
    assert run(places, "remove", model.name).exit_code == 0
    places.later_models.mkdir()
    published.rename(places.later_models / model.name)
    asked = len(hub.asked)
    assert run(places, "fetch", model.name).exit_code == 0
    assert listed(places)[model.name]["state"] == "ready"
    assert len(hub.asked) == asked
    assert not (places.later_models / model.name).exists()


def test_addresses_are_told_to_those_without_a_network(places: Places) -> None:
    told = run(places, "fetch", "ViT-B-16-SigLIP2", "--addresses").stdout
    assert "https://huggingface.co/timm/ViT-B-16-SigLIP2/resolve/main/tokenizer.json" in told
    assert told.startswith("Put these files, about 1,501 MB, into one folder, ViT-B-16-SigLIP2,")
    assert told.endswith("bring it here: mmdesk models import ViT-B-16-SigLIP2 --name ViT-B-16-SigLIP2\n")
    other = "open_clip_model.safetensors (where it is not there: open_clip_pytorch_model.bin)"
    assert other in run(places, "fetch", NAME, "--addresses").stdout
    document = json.loads(run(places, "fetch", "ViT-B-16-SigLIP2", "--addresses", "--json").stdout)
    assert [file["name"] for file in document["files"]][:2] == [
        "open_clip_config.json",
        "open_clip_model.safetensors",
    ]


def test_without_a_network_the_other_way_is_told(
    places: Places, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    told = run(places, "fetch", NAME).stderr.splitlines()[-1]
    assert told.endswith(
        f"mmdesk models fetch {NAME} --addresses tells what to carry over from another computer."
    )
    assert listed(places)[NAME]["state"] == "available"


def test_what_was_carried_over_has_its_licence(places: Places, tmp_path: Path) -> None:
    make_folder(tmp_path / NAME, USUAL_WORDS)
    assert run(places, "import", str(tmp_path / NAME)).exit_code == 0
    here = listed(places)[NAME]
    assert (here["state"], here["licence"]) == ("ready", "MIT")
    assert str(here["source"]).endswith("-b86K@main, carried over by hand")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "vqgan-imagenet-f16-16384.ckpt").write_bytes(b"of something else")
    refused = run(places, "import", str(tmp_path / "other"), "--name", "vqgan-imagenet-f16-16384")
    assert "is not the file that vqgan-imagenet-f16-16384 has; carry it over again." in refused.stderr


def test_a_model_without_its_vocabulary_is_refused(places: Places, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "mute", OPENAI_LIKE)
    (folder / "words.txt.gz").unlink()
    told = run(places, "import", str(folder)).stderr
    assert (
        told == "Error: The vocabulary of the model mute cannot be read: words.txt.gz is missing or broken.\n"
    )
    architecture = OPENAI_LIKE | {"text_cfg": OPENAI_LIKE["text_cfg"] | {"hf_tokenizer_name": "people/words"}}
    make_folder(tmp_path / "dumb", architecture)
    told = run(places, "import", str(tmp_path / "dumb")).stderr
    assert told == "Error: The model dumb cannot read words: tokenizer.json is missing.\n"
    assert not places.models.exists()
