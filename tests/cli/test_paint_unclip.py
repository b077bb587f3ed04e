"""`mmdesk paint --engine unclip`, as a script sees it."""

import json
import os
import shutil
from pathlib import Path

import pytest
import skimage.data
from click.testing import CliRunner
from PIL import Image

from mmdesk.cli.main import build_cli
from mmdesk.core.places import Places
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.paintings.picture_file import read_painting
from mmdesk.tasks.clip_model import DEFAULT_MODEL
from tests.models.clip_folders import judge_folder
from tests.models.unclip.folders import unclip_folder


def run(places: Places, *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    done = CliRunner().invoke(build_cli(None), ["--data-dir", str(places.data_dir), *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def stocked(places: Places) -> Places:
    """A data folder with a quick CLIP and an unCLIP that knows its vectors."""
    places.create()
    clip = judge_folder(places.models / DEFAULT_MODEL)
    unclip_folder(places.models / "small", ClipFolder.read(clip))
    shutil.rmtree(places.models / "small-vqgan")
    return places


def test_a_photo_is_varied_with_words_and_gone_on_with(stocked: Places, tmp_path: Path) -> None:
    """All settings are in the picture, and `--like` takes them; what goes on from it has its own size."""
    out, photo = tmp_path / "night.png", tmp_path / "photo.png"
    Image.fromarray(skimage.data.astronaut()).save(photo)
    code, told, _ = run(
        stocked, "paint", "at night", "--unclip", "small", "--vary", str(photo), "--change", "0.5",
        "--finish", "1", "--candidates", "2", "--flow-steps", "3", "--seed", "3", "--size", "64",
        "--out", str(out), "--json",
    )  # fmt: skip
    assert code == 0
    document = json.loads(told)
    assert (document["engine"], document["steps"]) == ("unclip", 4)
    assert Path(document["candidates"]).is_file()
    spec = read_painting(out)
    assert (spec.width, spec.height, spec.seed) == (64, 64, 3)
    assert spec.unclip is not None
    assert (spec.unclip.model, spec.unclip.change, spec.unclip.finish) == ("small", 0.5, 1)
    assert [one.path for one in spec.image_prompts] == [os.fsencode(photo)]
    again = tmp_path / "again.png"
    code, _, _ = run(stocked, "paint", "--like", str(out), "--finish", "0", "--out", str(again))
    assert code == 0
    changed = read_painting(again).unclip
    assert changed is not None
    assert (changed.finish, changed.change) == (0, 0.5)


def test_words_look_like_the_nearest_photos_of_the_library(stocked: Places, tmp_path: Path) -> None:
    """They are in the settings; a library that shows nothing of it is told of."""
    words = (
        "paint",
        "a cat",
        "--engine",
        "unclip",
        "--unclip",
        "small",
        "--prior",
        "library",
        "--flow-steps",
        "2",
    )
    code, _, told = run(stocked, *words)
    assert (code, "No photo of the library shows that" in told) == (1, True)
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.fromarray(skimage.data.chelsea()).save(folder / "cat.png")
    assert run(stocked, "add", str(folder))[0] == 0
    out = tmp_path / "cat.png"
    assert run(stocked, *words, "--out", str(out))[0] == 0
    assert [one.path for one in read_painting(out).image_prompts] == [os.fsencode(folder / "cat.png")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--engine", "unclip", "--steps", "9"], "The engine unclip has no --steps."),
        (["--engine", "vqgan", "--vary", "x.png"], "--vary is of the engine unclip"),
        (["--engine", "unclip", "--top-k", "9"], "--top-k is of the engine tokens"),
        (["--engine", "unclip", "--stops", "3"], "add --between A B"),
        (["--vary", "x.png", "--between", "x.png", "y.png"], "Either one picture is varied"),
        (["a cat", "--engine", "unclip", "--frames", "2", "--film", "a.gif"], "unclip tells no stories"),
        (["--unclip", "nobody"], "no unCLIP called nobody"),
    ],
)
def test_settings_of_another_engine_are_refused(stocked: Places, words: list[str], sentence: str) -> None:
    """In a sentence; nothing is begun."""
    code, _, told = run(stocked, "paint", *words)
    assert code == 1
    assert sentence in told
    assert not stocked.runs.exists() or not any(stocked.runs.iterdir())
