"""Films: their formats, and whose place they never take."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.core.errors import UserError
from mmdesk.paintings.animation import formats, write_film


def gradient() -> Image.Image:
    """Every pixel of another colour."""
    picture = Image.new("RGB", (32, 24))
    picture.putdata([(8 * x, 10 * y, 128) for y in range(24) for x in range(32)])
    return picture


def test_mp4_is_offered_only_with_ffmpeg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert formats() == (".webp", ".gif", ".png")
    with pytest.raises(UserError, match="needs ffmpeg"):
        write_film([gradient()], tmp_path / "a.mp4", 1)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_ffmpeg_makes_an_mp4(tmp_path: Path) -> None:
    write_film([gradient(), gradient()], tmp_path / "a.mp4", 1)
    assert b"ftyp" in (tmp_path / "a.mp4").read_bytes()[:16]


def test_a_film_takes_nobodys_place(tmp_path: Path) -> None:
    (tmp_path / "a.webp").write_bytes(b"mine")
    for name, reason in (
        ("a.webp", "there already"),
        ("a.txt", "none of the kinds"),
        ("no/a.gif", "no folder"),
    ):
        with pytest.raises(UserError, match=reason):
            write_film([gradient()], tmp_path / name, 1)
    assert (tmp_path / "a.webp").read_bytes() == b"mine"
