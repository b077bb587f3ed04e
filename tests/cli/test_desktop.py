"""`mmdesk desktop`: the entry in the menu comes, works and goes without a trace."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.core.language import LANGUAGES
from mmdesk.core.places import desktop_files
from mmdesk.library.reading.formats import ALWAYS_READ
from mmdesk.tasks.desktop_entry import in_all_languages, own_command, with_command
from tests.flows.program import Program

pytestmark = pytest.mark.skipif(os.name == "nt", reason="not on this system: menus are another matter")

ENTRY = "applications/mmdesk.desktop"


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder for data of programs, with something in it."""
    share = tmp_path / "home" / "share"
    (share / "applications").mkdir(parents=True)
    (share / "applications" / "other.desktop").write_text("[Desktop Entry]\nType=Application\nName=Other\n")
    monkeypatch.setenv("XDG_DATA_HOME", str(share))
    monkeypatch.setattr("sys.platform", "linux")
    return share


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "data")


def files_of(folder: Path) -> dict[str, bytes | None]:
    """Everything below, folders too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def validate(tool: str, *arguments: str | Path) -> None:
    """Hold a file to the desktop's own validator."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_what_is_installed_goes_without_a_trace(share: Path, program: Program) -> None:
    before = files_of(share)
    program.run("desktop", "install")
    installed = files_of(share)
    assert {"man/man1/mmdesk.1", "icons/hicolor/48x48/apps/mmdesk.png", ENTRY} <= set(installed)
    for name, content in installed.items():
        if name.endswith(".png"):
            side = int(name.split("/")[2].partition("x")[0])
            with Image.open(share / name) as picture:
                assert picture.size == (side, side)
            assert content
    program.run("desktop", "install")  # once more is no trouble
    assert files_of(share) == installed
    program.run("desktop", "remove")
    assert files_of(share) == before
    assert "did not put itself" in program.run("desktop", "remove", code=1).stderr


def test_nothing_of_somebody_else_is_overwritten(share: Path, program: Program) -> None:
    (share / "man" / "man1").mkdir(parents=True)
    (share / "man" / "man1" / "mmdesk.1").write_text("Mine.")
    before = files_of(share)
    assert "not by mmdesk" in program.run("desktop", "install", code=1).stderr
    assert files_of(share) == before


def test_what_was_changed_meanwhile_stays(share: Path, program: Program) -> None:
    program.run("desktop", "install")
    (share / ENTRY).write_text("[Desktop Entry]\nType=Application\nName=Changed\n")
    assert "was changed" in program.run("desktop", "install", code=1).stderr
    assert str(share / ENTRY) in program.run("desktop", "remove").stderr
    assert "Changed" in (share / ENTRY).read_text()
    assert not (share / "icons").exists()


def test_the_entry_is_valid_and_starts_this_program(share: Path, program: Program) -> None:
    program.run("desktop", "install")
    entry = (share / ENTRY).read_text()
    assert shlex.split(re.findall(r"^Exec=(.*)$", entry, re.MULTILINE)[0]) == [*own_command(), "open", "%f"]
    validate("desktop-file-validate", share / ENTRY)


def test_the_entry_says_what_the_program_is_in_every_language() -> None:
    entry = in_all_languages(
        "Name=mmdesk\nComment=Find photographs by what they show, offline\n"
    ).splitlines()
    assert entry[0] == "Name=mmdesk"
    assert len({line.partition("=")[2] for line in entry}) == 1 + len(LANGUAGES)
    assert sum(line.startswith("Comment[fil]=") for line in entry) == 1


def test_a_command_of_any_name_is_quoted() -> None:
    entry = with_command("Exec=mmdesk open %f\nTryExec=mmdesk\n", ["/opt/50% $new/mm\\desk", "-m"])
    assert entry == (
        'Exec="/opt/50%% \\\\$new/mm\\\\\\\\desk" -m open %f\nTryExec=/opt/50% $new/mm\\\\desk\n'
    )


def test_a_software_centre_understands_the_description() -> None:
    validate("appstreamcli", "validate", "--no-net", desktop_files() / "mmdesk.metainfo.xml")


def test_what_always_is_read_is_offered_to_be_opened() -> None:
    offered = re.findall(r"^MimeType=(.*)$", (desktop_files() / "mmdesk.desktop").read_text(), re.MULTILINE)[
        0
    ]
    kinds = {
        b".jpg": "jpeg",
        b".png": "png",
        b".webp": "webp",
        b".gif": "gif",
        b".bmp": "bmp",
        b".tif": "tiff",
    }
    kinds |= {b".avif": "avif", b".jp2": "jp2", b".psd": "vnd.adobe.photoshop", b".tga": "x-tga"}
    assert set(kinds) <= ALWAYS_READ
    assert {f"image/{kind}" for kind in kinds.values()} <= set(offered.split(";"))


def test_the_manual_page_tells_of_every_command(program: Program) -> None:
    page = program.run("desktop", "man").stdout.decode()
    names = re.findall(
        r"^  (\w+) ", program.run("--help").stdout.decode().partition("Commands:")[2], re.MULTILINE
    )
    assert len(names) > 15
    assert [name for name in names if f'.SS "mmdesk {name} ' not in page] == []
    if shutil.which("man") is not None:
        told = subprocess.run(
            ["man", "--warnings", "-E", "UTF-8", "-l", "-"],
            input=page.encode(),
            capture_output=True,
            check=True,
        )
        assert told.stderr == b""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_complete(shell: str, program: Program) -> None:
    assert b"_MMDESK_COMPLETE" in program.run("desktop", "completion", shell).stdout
