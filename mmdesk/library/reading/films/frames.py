"""Three frames of a film, by seeking: it is never decoded from beginning to end.

Frames are looked for at the middle of each third. The key frame before will do where it lies in that same
third, as in most films of more than half a minute; else it is decoded forwards from there, until the third is
reached or as many pixels were decoded as a place may cost.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageStat

from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading import reasons
from mmdesk.library.reading.films.opening import CUT_OFF, OpenFilm
from mmdesk.library.reading.pixels import shrinkage

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

PLACES = (1 / 2, 1 / 6, 5 / 6)
"""Where frames are taken, as shares of the length; the first one is shown where it shows something."""

MORE_PLACES = (1 / 3, 2 / 3, 0.03, 0.97)
"""Where frames are looked for in a film that is black at all of the others."""

NEAR = 1 / 6
"""Share of the length by which a frame may come before its place."""

PIXELS_AT_A_PLACE = 100_000_000
"""Number of pixels decoded for a frame at most: 48 frames of 1920 x 1080, a quarter of a second's work."""

FLAT = 10.0
"""Spread of brightness (of 255) below which a frame shows nothing: black, or a title that fades."""

FAR_LESS = 0.4
"""Share of the best frame's spread below which another one is not shown in its place."""

CLEARLY = 0.5
"""Seconds by which the last frame may be over before a place where there should be another one."""

UNSPECIFIED, HD_LINES = 2, 720
"""Number of a colour matrix that nobody named, and lines from which it is that of television in HD."""

SMALL = 64


@dataclass(frozen=True, slots=True)
class Frames:
    """Upright frames of a film in sRGB, the one to show first, and the size of the film, upright.

    Of a `damaged` one the end cannot be read.
    """

    images: tuple[Image.Image, ...]
    full_size: tuple[int, int]
    damaged: bool


def frames_of(film: OpenFilm, least: float, recipe: PixelRecipe | None = None) -> Frames:
    """Frames that tell most of a film, their long side at least `least` pixels where it has them, and large
    enough for `recipe`. Raises RefusedError, and what FFmpeg raises.
    """
    found = [frame for share in PLACES if (frame := _frame_at(film, share, NEAR)) is not None]
    if not found:
        raise reasons.RefusedError(CUT_OFF)
    size = _size(film, found[0])
    scale = max(min(1.0, least / max(size)), shrinkage(size, recipe) if recipe else 0.0)
    images = [_image(frame, size, scale) for frame in _distinct(found)]
    if all(_spread(image) < FLAT for image in images):
        images = _first_that_shows(film, size, scale) or images
    is_turned = found[0].rotation % 180 != 0
    return Frames(_most_telling(images), size[::-1] if is_turned else size, len(found) < len(PLACES))


def _frame_at(film: OpenFilm, share: float, near: float = 0.0) -> "VideoFrame | None":
    """A frame at a share of the length, or by less than `near` before it, or as near to it as may be decoded;
    None where there is none.
    """
    import av  # noqa: PLC0415

    stream, base = film.stream, film.stream.time_base
    start = float((stream.start_time or 0) * (base or 0))
    if film.seconds and base:
        with suppress(av.FFmpegError):  # what cannot be sought in is read from where it stands
            film.container.seek(int((start + share * film.seconds) / base), stream=stream)
    wanted = start + (share - near) * film.seconds
    stream.codec_context.skip_frame = "NONREF"
    latest = None
    for frame in _decoded(film):
        latest = frame
        if frame.time is None or frame.time >= wanted:
            return frame
    return None if latest is None or _ends_before(film, latest, wanted) else latest


def _ends_before(film: OpenFilm, frame: "VideoFrame", wanted: float) -> bool:
    """Whether this was the last frame of all, and over clearly before a place: what comes is missing."""
    reached = frame.time + float((frame.duration or 0) * (film.stream.time_base or 0))
    following = next(film.container.demux(film.stream), None)
    is_end = following is None or following.dts is None
    return is_end and reached < wanted - CLEARLY


def _decoded(film: OpenFilm) -> Iterator["VideoFrame"]:
    """Frames from here on, as many as a place may cost; what is damaged between them is passed over."""
    import av  # noqa: PLC0415

    each = max(1, film.stream.width * film.stream.height)
    left = max(2, PIXELS_AT_A_PLACE // each)
    for packet in film.container.demux(film.stream):
        with suppress(av.error.InvalidDataError):
            yield from packet.decode()
        left -= 1
        if left < 0:
            return


def _distinct(frames: list["VideoFrame"]) -> list["VideoFrame"]:
    """Each frame once: a very short film has the same one at several places."""
    return list({frame.pts: frame for frame in reversed(frames)}.values())[::-1]


def _size(film: OpenFilm, frame: "VideoFrame") -> tuple[int, int]:
    """Width and height as it is seen: pixels of a film need not be square."""
    ratio = film.stream.sample_aspect_ratio
    wide = float(ratio) if ratio and 0.1 <= ratio <= 10 else 1.0
    return max(1, round(frame.width * wide)), frame.height


def _image(frame: "VideoFrame", size: tuple[int, int], scale: float) -> Image.Image:
    """An upright picture of a frame, at `scale` times the size at which it is seen."""
    matrix = "ITU709" if frame.colorspace == UNSPECIFIED and frame.height >= HD_LINES else None
    width, height = (max(1, round(side * scale)) for side in size)
    rgb = frame.reformat(width, height, "rgb24", src_colorspace=matrix, interpolation="AREA")
    image: Image.Image = rgb.to_image()  # type: ignore[no-untyped-call]
    return image.rotate(frame.rotation, expand=True) if frame.rotation else image


def _spread(image: Image.Image) -> float:
    """Spread of brightness over a picture: 0 of a black one."""
    small = image.convert("L").resize((SMALL, SMALL), Image.Resampling.BOX)
    return float(ImageStat.Stat(small).stddev[0])


def _first_that_shows(film: OpenFilm, size: tuple[int, int], scale: float) -> list[Image.Image]:
    """A frame that shows something, of a film that is black where one looks for it first."""
    for share in MORE_PLACES:
        frame = _frame_at(film, share)
        if frame is not None and _spread(image := _image(frame, size, scale)) >= FLAT:
            return [image]
    return []


def _most_telling(images: list[Image.Image]) -> tuple[Image.Image, ...]:
    """Frames without black ones, unless all are; the middle one first if it shows as much as the others."""
    showing = [image for image in images if _spread(image) >= FLAT] or images
    best = max(showing, key=_spread)
    first = showing[0] if _spread(showing[0]) >= FAR_LESS * _spread(best) else best
    return (first, *(image for image in showing if image is not first))
