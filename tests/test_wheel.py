"""The wheel: everything the program needs is inside, and is found there."""

import subprocess
import sys
import zipfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from tests.source import ROOT, modules

RESOURCES = ROOT / "resources"
MANUAL = ROOT / "packaging" / "MANUAL.md"

FIND = """
from pathlib import Path
from mmdesk.core import places
found = (places.builtin_models(), places.builtin_labels())
assert all(str(path).startswith(FOLDER) for path in found), found
print(*(name.relative_to(Path(FOLDER) / "mmdesk" / "resources").as_posix()
        for path in found for name in path.rglob("*") if name.is_file()), sep="\\n")
assert places.debian_packages()
manual = places.manual_page()
assert str(manual).startswith(FOLDER) and "](manual/search.png)" in manual.read_text("utf-8"), manual
assert (manual.parent / "manual" / "search.png").is_file()
"""
"""Asks a program in FOLDER for its resources."""


def _resources() -> set[str]:
    there = {path.relative_to(ROOT).as_posix() for path in RESOURCES.rglob("*") if path.is_file()}
    manual = {f"resources/manual/{picture.name}" for picture in (MANUAL.parent / "manual").glob("*.png")}
    return there | manual | {"resources/MANUAL.md"}


def test_the_wheel_lists_every_module_and_every_resource() -> None:
    listed = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    wanted = {path.as_posix() for path in modules()} | {f"mmdesk/{name}" for name in _resources()}
    assert "mmdesk/resources/models/starter-clip/open_clip_model.safetensors" in wanted
    assert wanted - listed == set()
    assert {name for name in listed - wanted if not name.endswith((".py", ".pyc"))} == set()


def test_an_installed_program_finds_its_resources(tmp_path: Path) -> None:
    """Unpacked elsewhere, far from the checkout, as pip does it."""
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    place = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    ask = FIND.replace("FOLDER", repr(str(place)))
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=place, capture_output=True, text=True, check=True, env=_bare(place)
    )
    told = {f"resources/{line}" for line in done.stdout.splitlines()}
    kept = {name for name in _resources() if name.startswith(("resources/models/", "resources/labels/"))}
    assert kept - told == set()


def _bare(place: Path) -> dict[str, str]:
    """An environment in which the program of `place` is found before that of the checkout."""
    return {"PYTHONPATH": str(place)}
