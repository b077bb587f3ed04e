"""What becomes of photos whose files go away, and of a catalogue that is damaged."""

import os
import re
import shutil
import signal
from pathlib import Path

import pytest

from tests.flows.pictures import draw_pictures
from tests.flows.program import Program


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """Twelve pictures in three folders."""
    draw_pictures(tmp_path / "photos", 12)
    return tmp_path / "photos"


def found(program: Program) -> set[bytes]:
    return set(program.run("search", "anything", "--paths0", "--limit", "1000").stdout.split(b"\0")[:-1])


def test_a_folder_that_loses_much_is_asked_about_and_emptied_only_when_told(
    program: Program, drawn: Path
) -> None:
    program.run("add", drawn)
    everything = found(program)
    for path in (drawn / "roll-0").iterdir():
        path.unlink()
    told = program.run("add", drawn, code=3)
    assert "4 photos of this folder were not found" in told.stderr
    status = program.json("status")
    assert (status["photos"], status["missing"], status["folders"][0]["lost"]) == (12, 0, 4)
    assert found(program) == everything
    assert program.json("forget", drawn)["forgotten"] == 0  # nobody has agreed
    assert program.json("status")["photos"] == 12
    assert program.json("forget", drawn, "--yes")["forgotten"] == 4
    status = program.json("status")
    assert (status["photos"], status["missing"], status["folders"][0]["lost"]) == (8, 0, 0)
    assert len(found(program)) == 8
    assert program.json("add", drawn)["unchanged"] == 8


def test_a_few_photos_that_are_gone_are_missing_until_the_user_says_so(program: Program, drawn: Path) -> None:
    program.run("add", drawn)
    gone = next((drawn / "roll-1").iterdir())
    gone.unlink()
    program.run("add", drawn)
    status = program.json("status", "--missing")
    assert (status["photos"], status["missing"], status["missing_photos"]) == (11, 1, [str(gone)])
    assert str(gone) in program.run("status", "--missing").stdout.decode()
    assert program.json("forget", "--yes") == {"gone": [str(gone)], "forgotten": 1}
    assert program.json("status")["missing"] == 0


def test_a_folder_on_another_drive_is_followed_and_nothing_is_indexed_again(
    program: Program, drawn: Path, tmp_path: Path
) -> None:
    program.run("add", drawn)
    (tmp_path / "other").mkdir()
    refused = program.run("relocate", drawn, tmp_path / "other", code=1)
    assert "None of the photos" in refused.stderr
    here = tmp_path / "usb" / "photos"
    shutil.copytree(drawn, here, copy_function=shutil.copyfile)  # the times of the files are others
    shutil.rmtree(drawn)
    told = program.json("relocate", drawn, here)
    assert (told["old"], told["new"], told["photos"], told["found"]) == (str(drawn), str(here), 12, 12)
    assert (told["add"]["indexed"], told["add"]["unchanged"]) == (0, 12)
    status = program.json("status")
    assert ([folder["path"] for folder in status["folders"]], status["offline"]) == ([str(here)], 0)
    assert all(path.startswith(bytes(here)) for path in found(program))


def test_raw_files_beside_their_pictures_are_named(program: Program, drawn: Path) -> None:
    picture = next((drawn / "roll-1").iterdir())
    picture.with_suffix(".NEF").write_bytes(b"what the camera saw")
    assert program.json("add", drawn)["found"] == 12
    status = program.json("status", "--pairs")
    assert (status["photos"], status["skipped"], status["pairs"]) == (12, 0, 1)
    assert status["raw_files"] == [{"path": str(picture.with_suffix(".NEF")), "photo": str(picture)}]
    assert ".NEF of " in program.run("status", "--pairs").stdout.decode()


def test_what_is_left_out_is_remembered(program: Program, drawn: Path) -> None:
    assert program.json("add", drawn, "--exclude", "roll-0", "--exclude", "*-00001.jpg")["found"] == 7
    assert program.json("add", drawn)["found"] == 7
    assert program.json("status")["folders"][0]["excludes"] == ["roll-0", "*-00001.jpg"]
    assert "without roll-0, *-00001.jpg" in program.run("status").stdout.decode()
    assert program.json("add", drawn, "--exclude-nothing")["found"] == 12
    program.run("add", drawn, "--exclude", "x", "--exclude-nothing", code=2)


@pytest.mark.parametrize("damage", ["noise", "cut off", "emptied", "gone"])
def test_a_damaged_catalogue_is_told_with_the_way_back(program: Program, drawn: Path, damage: str) -> None:
    program.run("add", drawn)
    catalogue = program.data_dir / "catalogue.sqlite"
    whole = catalogue.read_bytes()
    damaged = {"noise": os.urandom(8192), "cut off": whole[:-5000], "emptied": b""}.get(damage)
    if damaged is None:
        catalogue.unlink()
    else:
        catalogue.write_bytes(damaged)
    told = program.run("status", code=1).stderr
    assert "mmdesk restore" in told
    assert len(told.splitlines()) == 1
    kept = program.json("restore")["kept"]
    assert (Path(kept).read_bytes() if kept else None) == damaged
    assert program.json("status")["photos"] == 12
    again = program.json("add", drawn)
    assert again["unchanged"] == 12, again


def test_a_restore_says_of_which_day_and_where_the_former_catalogue_is(program: Program, drawn: Path) -> None:
    program.run("add", drawn)
    catalogue = program.data_dir / "catalogue.sqlite"
    catalogue.write_bytes(b"noise" * 2000)
    told = program.run("restore").stdout.decode()
    former = r"The catalogue is as it was on \d{4}-\d\d-\d\d\. The former one is (.+)\.\n"
    kept = re.fullmatch(former, told)
    assert kept
    assert Path(kept[1]).read_bytes() == b"noise" * 2000
    catalogue.unlink()
    assert re.fullmatch(
        r"The catalogue is as it was on [\d-]{10}\.\n", program.run("restore").stdout.decode()
    )


def test_without_a_backup_there_is_nothing_to_restore(new_program: Program) -> None:
    assert "no good backup" in new_program.run("restore", code=1).stderr


def test_watching_brings_in_what_comes_and_ends_with_ctrl_c(program: Program, drawn: Path) -> None:
    aside = next((drawn / "roll-1").iterdir()).rename(drawn.parent / "aside.jpg")
    add = program.start("add", "--watch", drawn)
    assert add.stdout is not None
    assert b"11 indexed" in add.stdout.readline()
    shutil.copy(aside, drawn / "back.jpg")
    assert add.stdout.readline() == b"1 indexed, 0 renamed.\n"
    add.send_signal(signal.SIGINT)
    _, stderr = add.communicate(timeout=60)
    assert (add.returncode, b"Traceback" in stderr) == (0, False), stderr
    assert program.json("status")["photos"] == 12


def test_a_folder_that_is_taken_out_comes_back_until_it_is_forgotten(program: Program, drawn: Path) -> None:
    program.run("add", drawn)
    everything = found(program)
    assert program.json("remove", drawn) == {"removed": [{"path": str(drawn), "photos": 12}]}
    assert (program.json("status")["photos"], program.json("status")["folders"], found(program)) == (
        0,
        [],
        set(),
    )
    assert "not one of the library's folders" in program.run("remove", drawn, code=1).stderr
    again = program.json("add", drawn)
    assert (again["indexed"], again["unchanged"], found(program)) == (0, 12, everything)
    told = program.run("remove", drawn).stdout.decode()
    assert told == f"{drawn} is out of the library; what is known of 12 photos is kept.\n"
    assert program.json("forget", drawn, "--yes")["forgotten"] == 12
    assert program.json("add", drawn)["unchanged"] == 0
    assert len(found(program)) == 12
