"""`mmdesk add --cluster`: what is said before anything is done."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from mmdesk.cli.main import build_cli
from mmdesk.models import extras
from mmdesk.window_door import WindowDoor


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(build_cli(WindowDoor()), ["add", *arguments])
    return done.exit_code, done.stderr


@pytest.mark.parametrize("address", ["nowhere", "local:0", "host:99999", "local:x", ":6379", "a b:1"])
def test_an_address_that_is_none_is_refused(address: str, tmp_path: Path) -> None:
    code, words = said(str(tmp_path), "--cluster", address, "--data-dir", str(tmp_path / "data"))
    assert code == 1
    assert f"{address} is no cluster" in words
    assert not (tmp_path / "data").exists()


def test_a_map_needs_a_cluster_and_two_folders(tmp_path: Path) -> None:
    code, words = said(str(tmp_path), "--map", "/a=/b")
    assert (code, "needs --cluster" in words) == (2, True)
    code, words = said(str(tmp_path), "--cluster", "local:1", "--map", "a=b")
    assert (code, "does not name two folders" in words) == (1, True)


def test_without_ray_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "ray" else object())
    code, words = said(str(tmp_path), "--cluster", "local:2", "--data-dir", str(tmp_path / "data"))
    assert code == 1
    assert "pip install 'mmdesk[cluster]'" in words
    assert not (tmp_path / "data").exists()
