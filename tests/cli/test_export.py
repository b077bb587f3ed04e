"""`mmdesk export` as people write it."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from mmdesk.cli.main import build_cli
from mmdesk.core.places import Places
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import open_library
from mmdesk.window_door import WindowDoor


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the sample pictures with an album of two of them."""
    here = tmp_path_factory.mktemp("export")
    make_sample_pictures(here / "pictures")
    places = Places(here / "data")
    with open_library(places) as library:
        for _ in index_folders(library, DummyClip(places), [os.fsencode(here / "pictures")]):
            pass
        library.albums.make("Two of them", library.photos.ids(order="name")[:2].tolist())
    return here / "data"


def run(data_dir: Path, *words: str) -> tuple[int, str, str]:
    command = ["--data-dir", str(data_dir), "--model", "dummy", "export", *words]
    done = CliRunner().invoke(build_cli(WindowDoor()), command)
    return done.exit_code, done.stdout, done.stderr


def test_an_album_is_copied_and_a_search_is_listed(data_dir: Path, tmp_path: Path) -> None:
    code, out, _ = run(data_dir, "--album", "two OF them", "--to", str(tmp_path / "out"), "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["found"], told["exported"], told["skipped"]) == (2, 2, [])
    assert told["out"] == str(tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 2
    code, out, _ = run(data_dir, "type:jpeg", "--paths", str(tmp_path / "list.txt"))
    assert code == 0
    lines = (tmp_path / "list.txt").read_text().splitlines()
    assert out.startswith(f"{len(lines)} photos listed in ")
    assert all(line.endswith((".jpg", ".jpeg")) for line in lines)


def test_what_is_left_out_is_told_and_ends_with_3(data_dir: Path, tmp_path: Path) -> None:
    gone = data_dir.parent / "pictures" / "chelsea.png"
    gone.rename(gone.with_suffix(".away"))
    try:
        code, out, err = run(data_dir, "name:chelsea.png", "--to", str(tmp_path))
    finally:
        gone.with_suffix(".away").rename(gone)
    assert code == 3
    assert out == f"0 photos copied to {tmp_path}. 1 file could not be copied.\n"
    assert err == f"left out {gone}: The file is not there.\n"


def test_mistakes_are_told_in_a_sentence(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    for words, code, sentence in (
        (["red"], 2, "one of --to FOLDER, --paths FILE and --csv FILE"),
        (["--to", str(tmp_path)], 2, "either a QUERY, or --album NAME"),
        (["red", "--album", "x", "--to", str(tmp_path)], 2, "either a QUERY"),
        (["--album", "x", "--to", str(tmp_path)], 1, "There is no album called x. Albums: Two of them."),
        (["type:jpeg", "--csv", str(tmp_path / "there")], 1, "nothing is overwritten"),
        (["rating:5", "--to", str(tmp_path)], 1, "There is nothing to export"),
    ):
        told = run(data_dir, *words)
        assert told[0] == code, told
        assert sentence in " ".join(told[2].split())
    assert (tmp_path / "there").read_text() == "mine"


def test_copies_are_made_anew_and_named(data_dir: Path, tmp_path: Path) -> None:
    shape = ("--format", "png", "--long-side", "50", "--facts", "no-position", "--rename", "two-{nr}")
    code, out, _ = run(data_dir, "--album", "two of them", "--to", str(tmp_path / "out"), *shape)
    assert (code, out) == (0, f"2 photos copied to {tmp_path / 'out'}.\n")
    assert sorted(os.listdir(tmp_path / "out")) == ["two-001.png", "two-002.png"]
    code, _, err = run(data_dir, "--album", "two of them", "--to", str(tmp_path), "--rename", "{x}")
    assert (code, "{x} cannot be filled in" in err) == (1, True)
    code, _, err = run(data_dir, "type:jpeg", "--paths", str(tmp_path / "list"), "--format", "png")
    assert code == 2
    code, _, err = run(data_dir, "type:jpeg", "--to", str(data_dir.parent / "pictures"))
    assert (code, "is in your library" in err) == (1, True)
