"""`mmdesk doctor`, and what is said where there is nobody to see a window."""

import json
from pathlib import Path

import pytest

from mmdesk.core.places import Places
from mmdesk.tasks.library import open_library
from tests.flows.program import Program


def test_a_new_library_is_well(tmp_path: Path) -> None:
    program = Program(tmp_path / "data")
    lines = program.run("doctor").stdout.decode().splitlines()
    document = program.json("doctor")
    assert document["ok"] is True
    names = [one["name"] for one in document["checks"]]
    assert [line[: line.index(":")] for line in lines] == [f"ok   {name}" for name in names]
    assert {"python", "data folder", "library", "model", "window"} <= set(names)


def test_a_damaged_catalogue_is_not(tmp_path: Path) -> None:
    with open_library(Places(tmp_path / "data")):
        pass
    Places(tmp_path / "data").catalogue.write_bytes(b"noise" * 2000)
    program = Program(tmp_path / "data")
    failed = [
        line for line in program.run("doctor", code=1).stdout.decode().splitlines() if line[:4] == "FAIL"
    ]
    assert [line[5:].partition(":")[0] for line in failed] == ["data folder", "library"]
    document = json.loads(program.run("doctor", "--json", code=1).stdout)
    assert document["ok"] is False
    assert [one["name"] for one in document["checks"] if not one["ok"]] == ["data folder", "library"]


@pytest.mark.parametrize("command", [(), ("open",)])
def test_without_a_display_no_window_is_opened(tmp_path: Path, command: tuple[str, ...]) -> None:
    told = Program(tmp_path / "data").run(*command, code=1).stderr
    assert told == (
        "Error: There is no display to open a window on; mmdesk --help lists what works without one.\n"
    )


def test_a_report_names_nobody(tmp_path: Path) -> None:
    secret = tmp_path / "Ann"
    program = Program(secret / "data")
    (secret / "data").mkdir(parents=True)
    Places(secret / "data").log.write_text("2026-11-29 WARNING mmdesk: /home/Ann/Beach 1.jpg is damaged\n")
    report = program.run("doctor", "--report").stdout.decode()
    assert report.startswith("mmdesk ")
    assert "ok   window: PySide6" in report
    assert "2026-11-29 WARNING mmdesk: …" in report
    assert [word for word in ("Ann", "Beach", str(tmp_path)) if word in report] == []
