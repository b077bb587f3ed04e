"""`mmdesk duplicates`, as a script and a person see it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from mmdesk.cli.main import build_cli
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import make_sample_pictures
from tests.looked_before import know_machine


def run(data_dir: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(build_cli(None), ["--data-dir", str(data_dir), "duplicates", *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder beside an `album` of three sample pictures, one of which is there twice."""
    here = tmp_path_factory.mktemp("duplicates")
    everything = {path.stem: path for path in make_sample_pictures(here / "all")}
    album = here / "album"
    album.mkdir()
    for name in ("chelsea", "coffee", "rocket"):
        shutil.copy(everything[name], album)
    shutil.copy(everything["coffee"], album / "Copy of coffee.png")
    places = Places(here / "data")
    places.create()
    know_machine(places, ClipModel(places))
    added = CliRunner().invoke(build_cli(None), ["--data-dir", str(here / "data"), "add", str(album)])
    assert added.exit_code == 0
    return here


def test_the_document_proposes_what_to_keep_and_deletes_nothing(here: Path) -> None:
    before = sorted((here / "album").iterdir())
    code, out, _ = run(here / "data", "--json")
    assert code == 0
    document = json.loads(out)
    [group] = document["groups"]
    assert group["kind"] == "same-bytes"
    assert group["reasons"] == ["not a copy by name"]
    proposals = {Path(photo["path"]).name: photo["proposal"] for photo in group["photos"]}
    assert proposals == {next((here / "all").glob("coffee.*")).name: "keep", "Copy of coffee.png": "trash"}
    assert document["bytes_to_free"] == group["photos"][1]["size_bytes"]
    assert sorted((here / "album").iterdir()) == before


def test_kinds_and_folders_are_chosen(here: Path) -> None:
    assert "same bytes: keep the first" in run(here / "data", "--kind", "same-bytes", "--in", str(here))[1]
    assert json.loads(run(here / "data", "--kind", "burst", "--json")[1])["groups"] == []
    code, out, told = run(here / "data", "--in", str(here / "nowhere"))
    assert (code, out, told) == (0, "", "No duplicates were found.\n")


def test_hard_links_are_listed_as_one_file_and_free_nothing(here: Path) -> None:
    album = here / "album"
    [rocket] = album.glob("rocket.*")
    (album / "hard.png").hardlink_to(rocket)
    (album / "link.png").symlink_to(rocket.name)
    ran = CliRunner().invoke(build_cli(None), ["--data-dir", str(here / "data"), "add", str(here / "album")])
    assert "6 found: 0 indexed, 4 unchanged, 0 renamed, 2 other names of photos, 0 skipped" in ran.output
    [group] = json.loads(run(here / "data", "--kind", "same-file", "--json")[1])["groups"]
    assert (group["kind"], group["bytes_to_free"]) == ("same-file", 0)
    assert [Path(photo["path"]).name for photo in group["photos"]] == ["hard.png", rocket.name]
    assert {photo["proposal"] for photo in group["photos"]} == {None}
    told = run(here / "data")[1]
    assert "one file under several names; it takes no extra space" in " ".join(told.split())
    status = CliRunner().invoke(build_cli(None), ["--data-dir", str(here / "data"), "status", "--links"])
    assert f"link     {album / 'hard.png'} is {rocket}\n" in status.output
    assert f"link     {album / 'link.png'} is {rocket}\n" in status.output
