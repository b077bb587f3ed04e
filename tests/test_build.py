"""What is built for people who have no Python: its files, its package, its list of what is inside."""

import importlib
import os
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from mmdesk import __version__
from mmdesk.tasks.desktop_entry import COMPONENT
from tests.source import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="not on this system: packages are for Linux")

PROGRAM = "#!/bin/sh\necho told by $*\n"
"""Stands for the program, which takes a quarter of an hour to build."""


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return importlib.import_module("build")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder in which the program is built already."""
    folder = tmp_path / "mmdesk"
    (folder / "_internal" / "torch" / "lib").mkdir(parents=True)
    for name in ("libtorch.so", "torch/lib/libtorch.so"):
        (folder / "_internal" / name).write_bytes(b"library" * 1000)
    (folder / "_internal" / "libother.so").write_bytes(b"other")
    (folder / "mmdesk").write_text(PROGRAM)
    (folder / "mmdesk").chmod(0o755)
    return tmp_path


def test_a_library_is_kept_once(build: ModuleType, out: Path) -> None:
    inside = out / "mmdesk" / "_internal"
    before = build.size_of(out)
    build.keep_once(inside)
    assert (inside / "libtorch.so").readlink() == Path("torch/lib/libtorch.so")
    assert (inside / "libtorch.so").read_bytes() == b"library" * 1000
    assert not (inside / "libother.so").is_symlink()
    assert build.size_of(out) < before - 6000


def test_an_appdir_starts_the_program(build: ModuleType, out: Path) -> None:
    folder = build.app_dir(out)
    told = subprocess.run([folder / "AppRun", "demo"], capture_output=True, text=True, check=True).stdout
    assert told == "told by demo\n"
    assert "Exec=mmdesk open %f" in (folder / "mmdesk.desktop").read_text()
    assert (folder / "mmdesk.svg").exists()
    assert (folder / "usr/share/man/man1/mmdesk.1").read_text() == "told by desktop man\n"


def test_a_package_has_the_program_its_command_and_its_entry(build: ModuleType, out: Path) -> None:
    if shutil.which("dpkg-deb") is None:
        pytest.skip("not on this system: packages of Debian")
    made = build.deb(out)
    listed = subprocess.run(["dpkg-deb", "-c", made], capture_output=True, text=True, check=True).stdout
    assert "./usr/bin/mmdesk -> /opt/mmdesk/mmdesk" in listed
    assert "./usr/share/applications/mmdesk.desktop" in listed
    assert "root/root" in listed.splitlines()[0]
    field = subprocess.run(["dpkg-deb", "-f", made, "Version"], capture_output=True, text=True, check=True)
    assert field.stdout.strip() == __version__
    [command] = build.command_of("deb", made, out)
    assert subprocess.run([command, "x"], capture_output=True, check=True).stdout == b"told by x\n"


def test_what_is_inside_is_listed_for_machines(build: ModuleType) -> None:
    document = build.sbom()
    assert document == build.sbom()
    by_name = {one["name"].lower(): one for one in document["components"]}
    assert {"torch", "numpy", "click"} <= set(by_name)
    assert "pytest" not in by_name
    assert by_name["click"]["purl"].startswith("pkg:pypi/click@")
    assert by_name["click"]["licenses"] == [{"license": {"name": "BSD-3-Clause"}}]


def test_the_flatpak_takes_what_the_appdir_has(build: ModuleType, out: Path) -> None:
    manifest = yaml.safe_load((ROOT / "packaging" / "org.mmdesk.mmdesk.yml").read_text("utf-8"))
    assert manifest["app-id"] == COMPONENT
    module = manifest["modules"][0]
    folder = build.app_dir(out)
    assert Path(module["sources"][0]["path"]).name == folder.name
    for command in module["build-commands"]:
        words = command.split()
        if words[0] == "cp":
            assert (folder / words[2]).is_dir()
    for name in (manifest["rename-desktop-file"], f"{manifest['rename-icon']}.svg"):
        assert list((folder / "usr" / "share").rglob(name))
