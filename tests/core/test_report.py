"""Reports say where the program failed, and nothing of whose photos it was."""

import logging
from pathlib import Path

import pytest

from mmdesk.core.log_file import KEPT, LARGEST, last_lines, logging_to
from mmdesk.core.report import fault, without_names

SECRETS = ("Ann", "Beach", "My cat", "IMG_1234", "holiday")


@pytest.mark.parametrize(
    "text",
    [
        "FileNotFoundError: [Errno 2] No such file or directory: '/home/Ann/My cat/Beach 1.jpg'",
        "The file /home/Ann/Beach day/IMG_1234.JPG cannot be read: it is empty.",
        r"cannot open C:\Users\Ann\Beach.png",
        "~/holiday/x.tif is gone",
        "IMG_1234.heic and My cat.jpeg are the same",
        "KeyError: b'/media/Ann/Beach.webp'",
        'the folder "Beach house of Ann" is away',
        "kept as <data>/pasted/My cat.png",
    ],
)
def test_names_are_left_out(text: str) -> None:
    told = without_names(text, {"/home/Ann/.local/share/mmdesk": "<data>"})
    assert [secret for secret in SECRETS if secret in told] == []


@pytest.mark.parametrize(
    "text",
    [
        "AttributeError: 'NoneType' object has no attribute 'path'",
        "ok   library: 20 of 20 photos indexed, 0 files skipped, catalogue 0.3 MB",
        "ok   seeing: encodes with EncodingPlan(dtype='float32', batch=16)",
        "1/2 of it, 3.5 and/or more",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert without_names(text) == text


def test_known_places_are_called_by_a_word() -> None:
    assert without_names("/home/Ann/data, 60 GB free", {"/home/Ann/data": "<data>"}) == "<data>, 60 GB free"


def test_a_fault_is_told_by_its_place_in_the_program() -> None:
    try:
        last_lines(Path("/home/Ann/Beach.jpg"), "x")  # type: ignore[arg-type]
        Path("/home/Ann/Beach.jpg").read_bytes()
    except OSError as error:
        told = fault(type(error), error, error.__traceback__)
    assert told.endswith("FileNotFoundError: No such file or directory")
    assert "tests/core/test_report.py" in told


def test_the_log_is_written_and_turned_over(tmp_path: Path) -> None:
    path, log = tmp_path / "mmdesk.log", logging.getLogger("mmdesk.tests")
    with logging_to(path):
        for number in range(5):
            log.info("%d %s", number, "x" * (LARGEST - 100))
    assert {file.name for file in tmp_path.iterdir()} == {
        "mmdesk.log", *(f"mmdesk.log.{number}" for number in range(1, KEPT + 1))
    }  # fmt: skip
    assert last_lines(path, 1)[0].startswith("xxx")
    log.info("no longer")
    assert "no longer" not in path.read_text()
    assert last_lines(tmp_path / "none", 3) == []
