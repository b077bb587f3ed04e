"""`mmdesk library copy` as people write it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mmdesk.cli.main import build_cli
from mmdesk.core.places import Places
from mmdesk.core.preferences import load_preferences
from mmdesk.library import network_disk
from mmdesk.tasks.library import I_KNOW, open_library
from mmdesk.window_door import WindowDoor


def run(data_dir: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(build_cli(WindowDoor()), ["--data-dir", str(data_dir), *words])
    return done.exit_code, done.stdout, done.stderr


def test_a_library_is_copied_and_folders_are_called_by_other_names(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    with open_library(Places(tmp_path / "data")) as library:
        library.folders.add(bytes(photos))
    words = ["library", "copy", str(tmp_path / "to"), "--map", f"{photos}=D:\\Photos", "--json"]
    code, out, _ = run(tmp_path / "data", *words)
    assert code == 0
    told = json.loads(out)
    assert (told["to"], told["photos"]) == (str(tmp_path / "to"), 0)
    assert told["map"] == [{"old": str(photos), "new": "D:\\Photos", "photos": 0}]
    with open_library(Places(tmp_path / "to")) as library:
        assert [folder.path for folder in library.folders.roots()] == [b"D:\\Photos"]
    code, _, err = run(tmp_path / "data", *words[:3])
    assert (code, "holds something already" in err) == (1, True)


@pytest.mark.skipif(network_disk.sys.platform != "linux", reason="not on this system: it tells by other ways")
def test_a_data_folder_on_a_network_disk_is_refused_but_may_be_copied_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    with open_library(Places(share / "data")):
        pass
    mountinfo = tmp_path / "mountinfo"
    mountinfo.write_bytes(b"9 1 0:9 / %s rw - nfs4 nas:/ rw\n" % bytes(share))
    monkeypatch.setattr(network_disk, "MOUNTS", mountinfo)
    shown: list[str] = []
    monkeypatch.setattr("mmdesk.app.tell_refusal", shown.append)
    monkeypatch.setattr("mmdesk.window_door.has_display", lambda: True)
    for words in (["status"], ["doctor"], ["open"]):
        code, out, err = run(share / "data", *words)
        assert code == 1
        assert "lies on a network file system (nfs4), where SQLite's locks do not hold" in out + err
    assert [sentence in err for sentence in shown] == [True]  # a menu starts it without a terminal
    assert run(share / "new", "status")[0] == 1
    assert not (share / "new").exists()
    assert run(share / "data", "library", "copy", str(tmp_path / "to"))[0] == 0
    assert run(tmp_path / "to", "status")[0] == 0
    monkeypatch.setenv(I_KNOW, "yes")
    assert run(share / "data", "status")[0] == 0


def test_which_engine_searches_is_told_and_chosen(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, "--model", "dummy", "library", "index", "--engine", "exact", "--json")
    told = json.loads(out)
    assert (code, told["name"], told["reason"], told["due"]) == (0, "exact", "as was wished", False)
    assert load_preferences(Places(tmp_path).preferences).search_engine == "exact"
    code, out, _ = run(tmp_path, "--model", "dummy", "library", "index", "--engine", "auto")
    assert (code, out) == (0, "exact; 0 vectors fit into memory\n")
    assert "search   exact; 0 vectors" in run(tmp_path, "--model", "dummy", "status")[1]
