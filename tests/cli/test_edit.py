"""`mmdesk edit`, as a script sees it."""

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.test_tag import run


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    photo = tmp_path / "photos" / "a.jpg"
    photo.parent.mkdir()
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2019:07:14 18:03:22"
    Image.new("RGB", (60, 40), "teal").save(photo, exif=exif)
    assert run(tmp_path / "data", "--model", "dummy", "add", str(photo.parent))[0] == 0
    return photo


def test_captions_dates_and_turns_by_script(photo: Path, tmp_path: Path) -> None:
    words = (
        "--model",
        "dummy",
        "edit",
        str(photo),
        "--caption",
        "Sea",
        "--shift",
        "-1 h",
        "--rotate",
        "left",
    )
    code, out, _ = run(tmp_path / "data", *words, "--dry-run", "--json")
    wanted = [
        {"fact": "caption", "before": None, "after": "Sea"},
        {"fact": "taken_at", "before": "2019-07-14T18:03:22", "after": "2019-07-14T17:03:22"},
        {"fact": "turn", "before": "1", "after": "8"},
    ]
    assert (code, json.loads(out)["files"][0]["facts"]) == (0, wanted)
    sidecar = photo.with_name("a.jpg.xmp")
    assert not sidecar.exists()
    code, out, _ = run(tmp_path / "data", *words)
    assert code == 0
    assert "1 sidecar written" in out
    assert b"Sea" in sidecar.read_bytes()
    code, _, told = run(tmp_path / "data", "--model", "dummy", "edit", "--undo")
    assert (code, sidecar.exists()) == (0, False)
    assert "Taken back" in told
    code, _, told = run(tmp_path / "data", "edit", "--undo")
    assert (code, told) == (1, "Error: There is no edit to take back. Nothing was done yet.\n")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("a.jpg", "--caption", "x"), 1, "is not in the library"),
        (("a.jpg",), 2, "Give files and what to change"),
        (("--undo", "a.jpg"), 2, "Give files and what to change"),
        (("a.jpg", "--shift", "soon"), 1, "no distance in time"),
        (("a.jpg", "--date", "soon"), 1, "is no date"),
        (("a.jpg", "--zone", "Middle/Earth"), 1, "no time zone"),
        (("a.jpg", "--shift", "1 h", "--date", "2019-01-01"), 2, "contradict"),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    got, _, told = run(tmp_path / "data", "edit", *words)
    assert got == code
    assert sentence in told
