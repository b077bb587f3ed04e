"""`mmdesk models`, as a script sees it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mmdesk.benchmark.random_vqgan import write_random_vqgan
from mmdesk.cli.choices import Choices
from mmdesk.cli.main import build_cli
from mmdesk.cli.models import models_group
from mmdesk.core.places import Places
from tests.models.clip_folders import OPENAI_LIKE, make_folder


def run(places: Places, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(build_cli(None), ["--data-dir", str(places.data_dir), "models", *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def stocked(places: Places) -> Places:
    write_random_vqgan("tiny", places.models / "brush")
    return places


def test_the_list_is_a_document(stocked: Places) -> None:
    code, out, _ = run(stocked, "list", "--json")
    assert code == 0
    models = {model["name"]: model for model in json.loads(out)["models"]}
    assert models["starter-clip"]["used_for"] == ["search", "guidance"]
    assert "Apache-2.0" in models["starter-clip"]["licence"]
    assert models["starter-vqgan"]["licence"] == "MIT"
    assert (models["brush"]["kind"], models["brush"]["builtin"]) == ("vqgan", False)
    assert len(models["brush"]["sha256"]) == 64
    assert "brush" in run(stocked, "list")[1]


def test_models_that_come_along_are_as_they_were_noted(places: Places) -> None:
    code, out, _ = run(places, "verify", "--json")
    assert code == 0
    assert {model["name"] for model in json.loads(out)["models"]} == {
        "starter-clip", "starter-tokens", "starter-unclip", "starter-vqgan",
    }  # fmt: skip


def test_use_is_followed_by_the_defaults(stocked: Places) -> None:
    assert run(stocked, "use", "brush")[0] == 0
    assert Choices(data_dir=stocked.data_dir).vqgan_name == "brush"
    code, _, told = run(stocked, "use", "nobody")
    assert code == 1
    assert told.startswith("Error: There is no model nobody; there is brush, starter-clip")
    assert told.count("\n") == 1


def test_a_clip_can_guide_alone_and_search_alone(stocked: Places) -> None:
    make_folder(stocked.models / "eyes", OPENAI_LIKE)
    assert run(stocked, "use", "eyes", "--for", "guidance")[0] == 0
    choices = Choices(data_dir=stocked.data_dir)
    assert (choices.model_name, choices.guidance_names) == ("starter-clip", ("eyes",))
    assert run(stocked, "use", "eyes", "--for", "search")[0] == 0
    assert run(stocked, "use", "starter-clip", "--for", "guidance")[0] == 0
    assert (choices.model_name, choices.guidance_names) == ("eyes", ("starter-clip",))
    assert "cannot be used for search" in run(stocked, "use", "brush", "--for", "search")[2]


def test_a_path_that_is_no_model_is_told(stocked: Places, tmp_path: Path) -> None:
    code, _, told = run(stocked, "import", str(tmp_path / "nothing.ckpt"))
    assert code == 1
    assert "There is no file or folder" in told
    (tmp_path / "words.txt").write_text("words")
    assert "is no model" in run(stocked, "import", str(tmp_path / "words.txt"))[2]


def test_verify_and_remove(stocked: Places) -> None:
    code, out, _ = run(stocked, "verify", "--json")
    assert code == 0
    assert {model["name"] for model in json.loads(out)["models"]} >= {"brush", "starter-clip"}
    assert run(stocked, "remove", "brush")[0] == 0
    assert not (stocked.models / "brush").exists()
    assert run(stocked, "remove", "starter-clip")[0] == 1


def test_the_group_has_its_commands() -> None:
    assert set(models_group.commands) == {"list", "fetch", "import", "use", "measure", "verify", "remove"}
