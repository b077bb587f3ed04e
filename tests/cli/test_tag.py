"""`mmdesk tag`, as a script sees it."""

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from mmdesk.cli.main import build_cli
from mmdesk.core.places import Places
from mmdesk.library.xmp.merging import SidecarContent, merged
from mmdesk.library.xmp.packet import XmpPacket
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.library import open_library
from tests.looked_before import know_machine, know_nothing


def run(data_dir: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(build_cli(None), ["--data-dir", str(data_dir), *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose library has seen five sample pictures."""
    here = tmp_path_factory.mktemp("tags")
    everything = {path.stem: path for path in make_sample_pictures(here / "all")}
    album = here / "album"
    album.mkdir()
    for name in ("chelsea", "coffee", "flower", "rocket", "motorcycle_left"):
        shutil.copy(everything[name], album)
    places = Places(here / "data")
    know_machine(places, ClipModel(places))
    assert run(here / "data", "add", str(album))[0] == 0
    know_nothing(places, ClipModel(places))
    return here


@pytest.fixture
def library(looked_at: Path, tmp_path: Path) -> Path:
    """A copy of it, for a test to change: the data folder, beside its `album`."""
    shutil.copytree(looked_at / "data", tmp_path / "data")
    return tmp_path / "data"


def labels_file(folder: Path) -> str:
    path = folder / "mine.txt"
    path.write_text("cat\nmotorcycle\n", encoding="utf-8")
    return str(path)


def test_the_document_names_every_photo(library: Path, tmp_path: Path) -> None:
    code, out, _ = run(library, "tag", "--labels", labels_file(tmp_path), "--folders", "--json")
    document = json.loads(out)
    assert code == 0
    assert {"labels", "model", "photos", "folders"} <= set(document)
    assert document["model"].startswith("starter-clip")
    tags = {Path(photo["path"]).stem: [tag["label"] for tag in photo["tags"]] for photo in document["photos"]}
    assert len(tags) == 5
    assert tags["chelsea"] == ["cat"]
    states = {tag["state"] for photo in document["photos"] for tag in photo["tags"]}
    assert states == {"suggested"}


def test_what_is_sure_enough_is_accepted(library: Path, tmp_path: Path) -> None:
    code, out, told = run(
        library, "tag", "--labels", labels_file(tmp_path), "--accept-above", "0.1", "--json"
    )
    assert code == 0
    assert "tags accepted" in told
    states = {tag["state"] for photo in json.loads(out)["photos"] for tag in photo["tags"]}
    assert states == {"accepted"}


def test_sidecars_are_shown_written_and_taken_back(library: Path, looked_at: Path, tmp_path: Path) -> None:
    album, before = looked_at / "album", sorted(os.listdir(looked_at / "album"))
    wish = ("tag", "--labels", labels_file(tmp_path), "--accept-above", "0.1", "--write-xmp")
    code, out, _ = run(library, *wish, "--dry-run", "--json")
    planned = json.loads(out)["xmp"]
    assert (code, planned["dry_run"]) == (0, True)
    assert sorted(os.listdir(album)) == before
    code, out, _ = run(library, *wish, "--json")
    written = json.loads(out)["xmp"]
    assert written["files"] == planned["files"] != []
    assert all(Path(one["sidecar"]).is_file() for one in written["files"])
    assert "0 sidecars written" in run(library, *wish)[1]
    assert run(library, "tag", "--undo-xmp")[0] == 0
    assert sorted(os.listdir(album)) == before


def test_keywords_are_read(library: Path, looked_at: Path, tmp_path: Path) -> None:
    wish = ("tag", "--labels", labels_file(tmp_path), "--accept-above", "0.1", "--write-xmp", "--json")
    assert run(library, *wish)[0] == 0
    other = tmp_path / "other"
    shutil.copytree(looked_at / "data", other)
    code, out, _ = run(other, "tag", "--read-xmp")
    assert code == 0
    assert not out.startswith("0 tags")
    assert run(library, "tag", "--undo-xmp")[0] == 0


def test_keywords_of_new_photos_are_read_while_they_are_added(
    library: Path, looked_at: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    shutil.copy(looked_at / "album" / "flower.jpg", more)
    packet = XmpPacket.empty()
    merged(packet, SidecarContent((("breakfast",),), 4, {}))
    (more / "flower.jpg.xmp").write_bytes(packet.to_bytes())
    code, out, told = run(library, "add", str(more), "--read-xmp", "--json")
    assert (code, json.loads(out)["found"]) == (0, 1)
    assert "1 tag for 1 photo, and stars or flags for 1, were read." in told
    with open_library(Places(library)) as opened:
        [photo] = opened.photos.by_ids(opened.tags.decided("breakfast")[0])
    assert os.path.dirname(photo.path) == os.fsencode(more)
    assert photo.rating == 4
    assert "0 tags for 0 photos" in run(library, "add", str(more), "--read-xmp")[2]


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--dry-run",), 2), (("--labels", "nobody"), 1), (("--accept-above", "1.5"), 2)],
)
def test_what_cannot_be_done_is_said(places: Places, words: tuple[str, ...], code: int) -> None:
    done, _, told = run(places.data_dir, "tag", *words)
    assert done == code
    assert told
