"""Telling a story: a film whose every frame is painted on from the one before it."""

import io
import os
import tempfile
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from PIL import Image

from mmdesk.core.atomic_file import write_whole
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr
from mmdesk.core.painting.frame import Frame, Notice
from mmdesk.core.painting.spec import InitImage, PaintSpec
from mmdesk.core.painting.story import Story
from mmdesk.core.progress import Progress
from mmdesk.paintings.animation import check_film, write_film
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.painting.source_pictures import with_digests

PER_SECOND = 12.0
"""Frames of a film in a second."""

StorySteps = Generator[Progress | Frame | Notice, None, Path]


def paint_story(session: PaintingSession, spec: PaintSpec, story: Story, out: Path) -> StorySteps:
    """Paint the frames of `story`, the first one by all steps of `spec`, and make the film `out` of them.

    Closed before its end it leaves nothing. Raises UserError as `paint` and `animate` do.
    """
    check_film(out)
    spec = with_digests(spec)
    with tempfile.TemporaryDirectory(prefix="mmdesk-story-") as folder:
        pictures: list[Image.Image] = []
        while len(pictures) < story.frames:
            yield Progress(len(pictures), story.frames, tr("Painting the frames"))
            frame_spec = _frame_spec(spec, story, pictures, Path(folder))
            picture = yield from _painted(session, frame_spec)
            pictures.append(Image.frombytes("RGB", (picture.width, picture.height), picture.rgb))
        yield Progress(story.frames, story.frames, tr("Making the film"))
        write_film(pictures, out, len(pictures) / PER_SECOND)
    return out


def _frame_spec(spec: PaintSpec, story: Story, so_far: list[Image.Image], folder: Path) -> PaintSpec:
    """What the next frame is painted by: a little of what the whole picture was."""
    number = len(so_far)
    frame = replace(spec, prompt=story.prompt(number, spec.prompt))
    if not so_far:
        return frame
    path = folder / "before.png"
    moved = io.BytesIO()
    move_camera(so_far[-1], story).save(moved, "PNG", compress_level=1)
    write_whole(path, moved.getvalue())
    # The learning rate stays as it was at the beginning, and the average of the steps would lag behind.
    return replace(
        frame,
        init=InitImage(os.fsencode(path)),
        mask=None,
        seed=(spec.seed + number) % 2**63,
        steps=story.steps_per_frame,
        schedule="constant",
        ema=0.0,
        coarse_to_fine=False,
    )


def move_camera(picture: Image.Image, story: Story) -> Image.Image:
    """`picture` as the camera sees it a frame later; what comes in at the edges is their mirror image."""
    width, height = picture.size
    mirrored = _with_mirrors(picture)
    turned = mirrored.rotate(story.turn, Image.Resampling.BICUBIC, center=(1.5 * width, 1.5 * height))
    seen_width, seen_height = width / story.zoom, height / story.zoom
    left = 1.5 * width + story.pan_x * width - seen_width / 2
    top = 1.5 * height + story.pan_y * height - seen_height / 2
    box = (left, top, left + seen_width, top + seen_height)
    return turned.resize((width, height), Image.Resampling.BICUBIC, box=box)


def _with_mirrors(picture: Image.Image) -> Image.Image:
    """The picture in the middle of eight mirror images of itself."""
    width, height = picture.size
    sides = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    ends = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    corners = sides.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    whole = Image.new("RGB", (3 * width, 3 * height))
    for row, (outer, inner) in enumerate([(corners, ends), (sides, picture), (corners, ends)]):
        for column, part in enumerate((outer, inner, outer)):
            whole.paste(part, (column * width, row * height))
    return whole


def _painted(session: PaintingSession, spec: PaintSpec) -> Generator[Frame | Notice, None, FullPicture]:
    """All steps of one frame of the film."""
    painting = session.models.open(spec)
    with closing(painting.steps()) as steps:
        yield from steps
    return painting.picture()
