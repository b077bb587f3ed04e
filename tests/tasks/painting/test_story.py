"""Films of a painting's history, and stories painted frame by frame."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.painting.story import Story
from mmdesk.paintings.animation import animate, formats
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.painting.story import move_camera, paint_story
from tests.tasks.painting.painting import paint


def gradient() -> Image.Image:
    """Every pixel of another colour."""
    picture = Image.new("RGB", (32, 24))
    picture.putdata([(8 * x, 10 * y, 128) for y in range(24) for x in range(32)])
    return picture


def test_a_run_becomes_a_film_in_every_format(
    session: PaintingSession, spec: PaintSpec, tmp_path: Path
) -> None:
    list(paint(session, spec))
    run = session.runs.all()[0]
    assert [moment.step for moment in run.history()] == [1, 2, 3, 4, 5]
    for ending in formats():
        out = tmp_path / f"film{ending}"
        *_, _last = animate(run, out, 1.0)
        if ending != ".mp4":
            with Image.open(out) as film:
                assert (film.size, film.n_frames) == ((32, 32), 5)
        assert out.stat().st_size > 100
    assert {path.name for path in tmp_path.glob("*film*")} == {f"film{ending}" for ending in formats()}


def test_the_camera_stands_still_zooms_pans_and_turns() -> None:
    picture = gradient()
    assert move_camera(picture, Story(zoom=1)).tobytes() == picture.tobytes()
    panned = move_camera(picture, Story(zoom=1, pan_x=0.25))
    assert panned.getpixel((4, 12)) == picture.getpixel((12, 12))
    assert panned.getpixel((24, 12)) == picture.getpixel((31, 12)), "beyond the edge is its mirror image"
    zoomed = move_camera(picture, Story(zoom=2))
    assert zoomed.getpixel((0, 12))[0] == pytest.approx(8 * 8, abs=8)
    upside_down = move_camera(move_camera(picture, Story(zoom=1, turn=90)), Story(zoom=1, turn=90))
    assert upside_down.getpixel((16, 2))[1] > upside_down.getpixel((16, 20))[1]


def test_a_story_is_told_frame_by_frame(session: PaintingSession, spec: PaintSpec, tmp_path: Path) -> None:
    out = tmp_path / "story.png"
    story = Story({2: "all blue"}, frames=3, steps_per_frame=1, turn=10)
    list(paint_story(session, replace(spec, steps=2), story, out))
    with Image.open(out) as film:
        assert (film.size, film.n_frames) == ((32, 32), 3)
    assert not session.runs.all(), "its frames are no paintings of their own"
