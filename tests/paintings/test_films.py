"""Films of a painting's history, and stories painted frame by frame."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.core.errors import UserError
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.painting.story import Story
from mmdesk.paintings.animation import animate, formats, write_film
from mmdesk.tasks.painting.paint import paint
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.painting.story import moved_on, tell


def gradient() -> Image.Image:
    """Every pixel of another colour."""
    picture = Image.new("RGB", (32, 24))
    picture.putdata([(8 * x, 10 * y, 128) for y in range(24) for x in range(32)])
    return picture


def test_a_run_becomes_a_film_in_every_format(
    studio: PaintingSession, spec: PaintSpec, tmp_path: Path
) -> None:
    list(paint(studio, spec))
    run = studio.runs.all()[0]
    assert [moment.step for moment in run.history()] == [1, 2, 3, 4, 5]
    for ending in formats():
        out = tmp_path / f"film{ending}"
        *_, _last = animate(run, out, 1.0)
        if ending != ".mp4":
            with Image.open(out) as film:
                assert (film.size, film.n_frames) == ((32, 32), 5)
        assert out.stat().st_size > 100
    assert {path.name for path in tmp_path.glob("*film*")} == {f"film{ending}" for ending in formats()}


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


def test_the_camera_stands_still_zooms_pans_and_turns() -> None:
    picture = gradient()
    assert moved_on(picture, Story(zoom=1)).tobytes() == picture.tobytes()
    panned = moved_on(picture, Story(zoom=1, pan_x=0.25))
    assert panned.getpixel((4, 12)) == picture.getpixel((12, 12))
    assert panned.getpixel((24, 12)) == picture.getpixel((31, 12)), "beyond the edge is its mirror image"
    zoomed = moved_on(picture, Story(zoom=2))
    assert zoomed.getpixel((0, 12))[0] == pytest.approx(8 * 8, abs=8)
    upside_down = moved_on(moved_on(picture, Story(zoom=1, turn=90)), Story(zoom=1, turn=90))
    assert upside_down.getpixel((16, 2))[1] > upside_down.getpixel((16, 20))[1]


def test_scenes_pass_into_each_other() -> None:
    story = Story({4: "a city:2"}, frames=8)
    assert story.prompt(0, "a forest") == "a forest"
    assert story.prompt(5, "a forest") == "a city:2"
    halfway = {part.text: part.weight for part in parse_prompt(story.prompt(2, "a forest"))}
    assert halfway == {"a forest": 0.5, "a city": 1.0}
    with pytest.raises(UserError, match="begins with frame 9"):
        Story({9: "late"}, frames=8)


def test_a_story_is_told_frame_by_frame(studio: PaintingSession, spec: PaintSpec, tmp_path: Path) -> None:
    out = tmp_path / "story.png"
    story = Story({2: "all blue"}, frames=3, steps_per_frame=1, turn=10)
    list(tell(studio, replace(spec, steps=2), story, out))
    with Image.open(out) as film:
        assert (film.size, film.n_frames) == ((32, 32), 3)
    assert not studio.runs.all(), "its frames are no paintings of their own"
