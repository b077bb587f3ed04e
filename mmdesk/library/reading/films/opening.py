"""Opening a film so that it can reach nothing but its own bytes."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from mmdesk.core.language import tr
from mmdesk.library.reading import reasons
from mmdesk.library.reading.films.content import begins_as_film
from mmdesk.library.reading.kinds import HEAD_BYTES
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.pillow_errors import PILLOW_ERRORS

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

DEMUXERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts"
"""FFmpeg's names of the containers that a file may reach: playlists and the like lead to other files."""

NO_FILM = tr("This is not a film mmdesk can read.")
CUT_OFF = tr("The film is cut off, or damaged.")
ONLY_SOUND = tr("There is no picture in this film, only sound.")
UNKNOWN_CODEC = tr("The pictures of this film are compressed in a way that is not read here.")

FEWEST_PIXELS, MOST_SECONDS, FASTEST = 16, 1_000_000, 1000
"""What a film may claim: a side of so many pixels, so long a time, so many pictures a second."""


class OpenFilm(NamedTuple):
    """A film, and the stream of it that is seen. `seconds` is 0 where it does not say how long it is."""

    container: "InputContainer"
    stream: "VideoStream"
    seconds: float

    @property
    def frame_rate(self) -> float | None:
        """Pictures a second; None where that is not known, or not to be believed."""
        rate = self.stream.average_rate or self.stream.guessed_rate
        return float(rate) if rate and 0 < rate <= FASTEST else None

    @property
    def words(self) -> dict[str, str]:
        """What the film says of itself, by the lower-case names that FFmpeg has for it."""
        said = {**self.stream.metadata, **self.container.metadata}
        return {name.lower(): value for name, value in said.items()}


@contextmanager
def open_film(path: bytes, limits: ReadingLimits) -> Iterator[OpenFilm]:
    """The film in the file `path`. Raises RefusedError, also for what its decoders raise within: they answer
    hostile films with nearly every exception there is, as Pillow's parsers do.
    """
    import av  # noqa: PLC0415  (a reading process loads it with the first film)

    try:
        with open(path, "rb") as file:
            if not begins_as_film(file.read(HEAD_BYTES)):
                raise reasons.RefusedError(NO_FILM)
            file.seek(0)
            options = {"format_whitelist": DEMUXERS, "protocol_whitelist": "none"}
            with av.open(file, "r", options=options, metadata_errors="replace") as container:
                stream = _stream(container, limits)
                yield OpenFilm(container, stream, _seconds(container, stream))
    except (av.FFmpegError, MemoryError, *PILLOW_ERRORS) as error:
        raise _refused(error, limits) from error


def _stream(container: "InputContainer", limits: ReadingLimits) -> "VideoStream":
    """The first stream of pictures that is no cover. Raises RefusedError."""
    import av  # noqa: PLC0415

    cover = av.stream.Disposition.attached_pic
    stream = next((one for one in container.streams.video if not one.disposition & cover), None)
    if stream is None:
        raise reasons.RefusedError(ONLY_SOUND if container.streams.audio else NO_FILM)
    if stream.codec_context is None:
        raise reasons.RefusedError(UNKNOWN_CODEC)
    width, height = stream.width, stream.height
    if width * height > limits.pixels:
        raise reasons.too_many_pixels(limits, width, height)
    stream.codec_context.thread_count = 1  # each would keep frames of its own
    return stream


def _seconds(container: "InputContainer", stream: "VideoStream") -> float:
    if container.duration:
        seconds = container.duration / 1_000_000
    else:
        seconds = float((stream.duration or 0) * (stream.time_base or 0))
    return seconds if 0 < seconds <= MOST_SECONDS else 0.0


def _refused(error: Any, limits: ReadingLimits) -> reasons.RefusedError:
    """What an exception out of FFmpeg says of the film."""
    import av  # noqa: PLC0415

    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return reasons.out_of_memory(limits)
    if isinstance(error, av.error.DecoderNotFoundError | av.error.PatchWelcomeError):
        return reasons.RefusedError(UNKNOWN_CODEC)
    if isinstance(error, OSError) and not isinstance(error, av.FFmpegError):
        return reasons.refused_by_disk(error)
    return reasons.RefusedError(CUT_OFF)
