"""`mmdesk paint --engine tokens`, as a script sees it."""

import json
import shutil
from pathlib import Path

import pytest
import skimage.data
from click.testing import CliRunner
from PIL import Image

from mmdesk.cli.main import build_cli
from mmdesk.core.painting.token_settings import TokenSettings
from mmdesk.core.places import Places
from mmdesk.paintings.picture_file import read_painting
from mmdesk.tasks.clip_model import DEFAULT_MODEL
from tests.models.clip_folders import OPENAI_LIKE, make_folder
from tests.models.tokens.folders import LABEL, WORDS, tokens_folder


def run(places: Places, *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    done = CliRunner().invoke(build_cli(None), ["--data-dir", str(places.data_dir), "paint", *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def stocked(places: Places) -> Places:
    """A data folder with a quick CLIP and a transformer that paints classes."""
    places.create()
    make_folder(places.models / DEFAULT_MODEL, OPENAI_LIKE)
    tokens_folder(places.models / "kinds", LABEL)
    shutil.rmtree(places.models / "kinds-vqgan")
    return places


def test_a_class_is_painted_and_its_picture_completed(stocked: Places, tmp_path: Path) -> None:
    """By its name; the size is the model's, all settings are in the picture, and `--like` takes them."""
    out, photo = tmp_path / "fox.png", tmp_path / "photo.png"
    Image.fromarray(skimage.data.astronaut()).save(photo)
    code, told, _ = run(
        stocked, "a fox", "--engine", "tokens", "--label", "red fox", "--candidates", "2", "--top-k", "9",
        "--seed", "3", "--complete", str(photo), "--keep", "left", "--out", str(out), "--json",
    )  # fmt: skip
    assert code == 0
    document = json.loads(told)
    assert (document["engine"], document["steps"]) == ("tokens", 8)
    assert Path(document["candidates"]).is_file()
    spec = read_painting(out)
    assert (spec.width, spec.height, spec.seed) == (32, 32, 3)
    assert spec.tokens is not None
    assert (spec.tokens.model, spec.tokens.label, spec.tokens.keep) == ("kinds", "red fox", "left")
    again = tmp_path / "again.png"
    code, _, told = run(stocked, "--like", str(out), "--top-k", "5", "--out", str(again))
    assert code == 0
    assert "All candidates, the best first" in told
    changed = read_painting(again).tokens
    assert changed is not None
    assert (changed.top_k, changed.label, changed.keep) == (5, "red fox", "left")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--engine", "tokens", "--steps", "9"], "The engine tokens has no --steps."),
        (["--tokens", "kinds", "--cutouts", "9"], "The engine tokens has no --cutouts."),
        (["a fox", "--candidates", "9"], "--candidates is of the engine tokens"),
        (["--engine", "tokens"], "say which with --label, 0 to 3"),
        (["--engine", "tokens", "--label", "1", "--keep", "top"], "add --complete FILE"),
        (["--engine", "tokens", "--label", "1", "--guidance", "3"], "not trained for guidance"),
        (["--engine", "tokens", "--label", "1", "--frames", "2", "--film", "a.gif"], "tells no stories"),
        (["--tokens", "nobody"], "no transformer called nobody"),
    ],
)
def test_settings_of_another_engine_are_refused(stocked: Places, words: list[str], sentence: str) -> None:
    """In a sentence; nothing is begun."""
    code, _, told = run(stocked, *words)
    assert code == 1
    assert sentence in told
    assert not stocked.runs.exists() or not any(stocked.runs.iterdir())


def test_where_no_transformer_is_named_the_one_that_comes_along_paints(
    places: Places, tmp_path: Path
) -> None:
    """As it advises."""
    places.create()
    make_folder(places.models / DEFAULT_MODEL, OPENAI_LIKE)
    out = tmp_path / "rose.png"
    code, _, told = run(places, "a rose", "--engine", "tokens", "--candidates", "1", "--out", str(out))
    assert code == 0, told
    spec = read_painting(out)
    assert spec.tokens == TokenSettings("starter-tokens", candidates=1, guidance=3.0, temperature=0.8)
    assert (spec.width, spec.height) == (128, 128)


def test_what_a_model_advises_is_usual_and_what_is_said_counts(places: Places, tmp_path: Path) -> None:
    """A guidance that it advises leads nowhere where there are no words."""
    places.create()
    make_folder(places.models / DEFAULT_MODEL, OPENAI_LIKE)
    tokens_folder(places.models / "reader", WORDS, {"guidance": 3.0, "temperature": 0.5})
    shutil.rmtree(places.models / "reader-vqgan")
    painted = {}
    for name, words in {
        "advised": ["a fox"],
        "said": ["a fox", "--guidance", "2"],
        "silent": ["--seed", "5"],
    }.items():
        out = tmp_path / f"{name}.png"
        code, _, told = run(places, *words, "--engine", "tokens", "--candidates", "1", "--out", str(out))
        assert code == 0, told
        painted[name] = read_painting(out).tokens
    assert [(one.guidance, one.temperature) for one in painted.values() if one is not None] == [
        (3.0, 0.5), (2.0, 0.5), (1.0, 0.5),
    ]  # fmt: skip
