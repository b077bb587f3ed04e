"""`mmdesk paint --engine janus`, as a script sees it, from the import of a published folder on."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("transformers", reason="the extra diffusion is not installed")

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
from tests.models.janus.folders import janus_folder

pytestmark = pytest.mark.filterwarnings("ignore")
"""What the packages of others warn of when they are imported and called is theirs."""


def run(places: Places, *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    done = CliRunner().invoke(build_cli(None), ["--data-dir", str(places.data_dir), *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def stocked(places: Places, tmp_path: Path) -> Places:
    """A data folder with a quick CLIP, and a Janus that was imported."""
    places.create()
    judge_folder(places.models / DEFAULT_MODEL)
    code, told, noted = run(places, "models", "import", str(janus_folder(tmp_path / "writer")))
    assert (code, "writer is imported" in told) == (0, True)
    assert "DeepSeek Model License" in noted
    return places


def test_words_are_painted_stopped_and_gone_on_with(stocked: Places, tmp_path: Path) -> None:
    """A plan before; the same seed, the same bytes, also after it was stopped; what it has not is told."""
    words = ("paint", "a rose", "--engine", "janus", "--seed", "3", "--candidates", "2")
    code, told, _ = run(stocked, *words, "--plan", "--json")
    assert code == 0
    assert json.loads(told)["seconds"] > 0
    whole, out = tmp_path / "whole.png", tmp_path / "out.png"
    code, told, _ = run(stocked, *words, "--out", str(whole), "--json")
    assert code == 0
    document = json.loads(told)
    assert (document["engine"], document["steps"]) == ("janus", 4)
    assert Path(document["candidates"]).is_file()
    with open_library(stocked) as library:
        session = PaintingSession(library, clip_called(stocked, DEFAULT_MODEL, "cpu"), "cpu")
        begun = begin_run(session, read_painting(whole))
        steps = resume(session, begun.id, out)
        for value in steps:
            if isinstance(value, Progress) and value.done == 2:
                break
        steps.close()
        assert session.runs.get(begun.id).step == 2
    assert run(stocked, "paint", "--resume", begun.id, "--out", str(out))[0] == 0
    assert out.read_bytes() == whole.read_bytes()
    for more, sentence in (
        (["--size", "64"], "paints 16 × 16 pixels, and no other size"),
        (["--vary", str(whole)], "--vary is of the engine unclip or kandinsky"),
        (["--steps", "5"], "The engine janus has no --steps"),
    ):
        code, _, told = run(stocked, *words, *more)
        assert (code, sentence in told) == (1, True), told
