"""`mmdesk paint --engine kandinsky`, as a script sees it, from the import of published folders on."""

import json
import shutil
from pathlib import Path

import pytest
import skimage.data
from click.testing import CliRunner
from PIL import Image

pytest.importorskip("diffusers", reason="the extra diffusion is not installed")

from mmdesk.cli.main import build_cli
from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.paintings.picture_file import read_painting
from mmdesk.tasks.clip_model import DEFAULT_MODEL
from mmdesk.tasks.dummy_clip import clip_called
from mmdesk.tasks.library import open_library
from mmdesk.tasks.painting.paint import begin_run, resume
from mmdesk.tasks.painting.session import PaintingSession
from tests.models.clip_folders import judge_folder
from tests.models.kandinsky.folders import decoder_folder, prior_folder

pytestmark = pytest.mark.filterwarnings("ignore")
"""What the packages of others warn of when they are imported and called is theirs."""

FEW = ("--denoising-steps", "3", "--prior-steps", "2", "--seed", "3")


def run(places: Places, *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    done = CliRunner().invoke(build_cli(None), ["--data-dir", str(places.data_dir), *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a decoder and a prior as they are published."""
    folder = tmp_path_factory.mktemp("published")
    decoder_folder(folder / "decoder")
    prior_folder(folder / "prior")
    return folder


@pytest.fixture
def stocked(places: Places, published: Path) -> Places:
    """A data folder with a quick CLIP, and a Kandinsky that was imported."""
    places.create()
    judge_folder(places.models / DEFAULT_MODEL)
    for name in ("decoder", "prior"):
        code, told, noted = run(places, "models", "import", str(published / name))
        assert (code, f"{name} is imported" in told) == (0, True)
        assert "names the licence apache-2.0" in noted
    return places


def test_words_are_painted_from_the_import_to_the_gallery(stocked: Places, tmp_path: Path) -> None:
    """A plan before; the same seed, the same bytes; all settings in the picture; candidates ranked."""
    code, told, _ = run(stocked, "paint", "a rose", "--engine", "kandinsky", *FEW, "--plan", "--json")
    assert code == 0
    assert json.loads(told)["memory_bytes"] > 1_000_000
    first, second = tmp_path / "first.png", tmp_path / "second.png"
    words = ("paint", "a rose", "--engine", "kandinsky", *FEW, "--candidates", "2", "--json")
    code, told, _ = run(stocked, *words, "--out", str(first))
    assert code == 0
    document = json.loads(told)
    assert (document["engine"], document["steps"], document["seed"]) == ("kandinsky", 5, 3)
    assert Path(document["candidates"]).is_file()
    assert run(stocked, "paint", "--like", str(first), "--out", str(second))[0] == 0
    assert first.read_bytes() == second.read_bytes()
    settings = read_painting(first).kandinsky
    assert settings is not None
    assert (settings.model, settings.prior, settings.candidates) == ("decoder", "prior", 2)


def test_photos_are_varied_and_completed(stocked: Places, tmp_path: Path) -> None:
    photo, out = tmp_path / "photo.png", tmp_path / "out.png"
    Image.fromarray(skimage.data.astronaut()[::8, ::8]).save(photo)
    words = ("--engine", "kandinsky", *FEW, "--size", "16", "--out", str(out))
    assert run(stocked, "paint", "--vary", str(photo), *words)[0] == 0
    assert run(stocked, "paint", "--between", str(photo), str(photo), "--stops", "2", *words)[0] == 0
    assert Image.open(out).width == 2 * 16 + 2
    assert run(stocked, "paint", "a rose", "--complete", str(photo), "--keep", "left", *words)[0] == 0
    code, _, told = run(stocked, "paint", "--engine", "kandinsky")
    assert (code, "There is nothing to paint" in told or "Say what to paint" in told) == (1, True)


def test_one_that_is_stopped_goes_on_to_the_same_bytes(stocked: Places, tmp_path: Path) -> None:
    """Closing the generator is what cancelling is; the run then goes on from what was saved."""
    whole, out = tmp_path / "whole.png", tmp_path / "out.png"
    assert run(stocked, "paint", "a rose", "--engine", "kandinsky", *FEW, "--out", str(whole))[0] == 0
    with open_library(stocked) as library:
        session = PaintingSession(library, clip_called(stocked, DEFAULT_MODEL, "cpu"), "cpu")
        begun = begin_run(session, read_painting(whole))
        steps = resume(session, begun.id, out)
        for value in steps:
            if isinstance(value, Progress) and value.done == 4:
                break
        steps.close()
        assert session.runs.get(begun.id).step == 4
    assert run(stocked, "paint", "--resume", begun.id, "--out", str(out))[0] == 0
    assert out.read_bytes() == whole.read_bytes()


def test_the_prior_can_be_missing_and_is_asked_for(stocked: Places) -> None:
    shutil.rmtree(stocked.models / "prior")
    code, _, told = run(stocked, "paint", "a rose", "--engine", "kandinsky")
    assert (code, "A Kandinsky needs a prior; fetch or import kandinsky-2-2-prior" in told) == (1, True)
