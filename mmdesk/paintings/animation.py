"""How a painting came about, as a film: WebP, GIF and APNG by Pillow, MP4 where ffmpeg is installed."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path

from PIL import Image

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.paintings.run import Run

SECONDS = 6.0
"""How long a film is, without its end."""

END_S = 1.5
"""How long the finished picture stays."""

SHORTEST_FRAME_S = 0.04
"""Viewers slow down what is quicker."""

MOST_FFMPEG_S = 600.0

Write = Callable[[Sequence[Image.Image], Sequence[float], Path], None]
"""Writes pictures, each shown for so many seconds."""


def formats() -> tuple[str, ...]:
    """The endings of films that can be made here."""
    return tuple(ending for ending in WRITERS if ending != ".mp4" or shutil.which("ffmpeg"))


def check_film(out: Path) -> None:
    """Refuse, before any work is done, a film that cannot be made. Raises UserError."""
    if out.suffix.lower() not in formats():
        there_is = ", ".join(formats())
        if out.suffix.lower() == ".mp4":
            raise UserError(
                tr("{film} needs ffmpeg on the PATH; there is {formats}.", film=out.name, formats=there_is)
            )
        raise UserError(
            tr("{film} is none of the kinds of film; there is {formats}.", film=out.name, formats=there_is)
        )
    if not out.absolute().parent.is_dir():
        raise UserError(tr("There is no folder {parent}.", parent=out.absolute().parent))
    if out.exists():
        raise UserError(tr("{out} is there already; choose a new name.", out=out))


def animate(run: Run, out: Path, seconds: float = SECONDS) -> Generator[Progress, None, Path]:
    """Make a film of the history of `run`, in the format that the name `out` ends in. Raises UserError."""
    moments = run.history()
    if not moments:
        raise UserError(tr("The painting {id} has no history yet.", id=run.id))
    pictures = []
    for number, moment in enumerate(moments):
        yield Progress(number, len(moments), tr("Reading the history"))
        pictures.append(_read(moment.path, (run.spec.width, run.spec.height)))
    yield Progress(len(moments), len(moments), tr("Making the film"))
    write_film(pictures, out, seconds)
    return out


def write_film(pictures: Sequence[Image.Image], out: Path, seconds: float) -> None:
    """Show `pictures`, all of one size, in `seconds`, the last one longer. Raises UserError."""
    check_film(out)
    each = max(SHORTEST_FRAME_S, seconds / len(pictures))
    durations = [each] * (len(pictures) - 1) + [each + END_S]
    try:
        with replacing(out) as part:
            WRITERS[out.suffix.lower()](pictures, durations, part)
    except OSError as error:
        raise UserError(
            tr("The film {out} cannot be written: {reason}.", out=out, reason=error.strerror or error)
        ) from error


def _read(path: Path, size: tuple[int, int]) -> Image.Image:
    """One picture of the history, which was written by ourselves; the first ones may be half as large."""
    try:
        with Image.open(path, formats=["WEBP"]) as image:
            return image.convert("RGB").resize(size, Image.Resampling.BICUBIC)
    except OSError as error:
        raise UserError(tr("The history picture {name} is damaged.", name=path.name)) from error


def _write_webp(pictures: Sequence[Image.Image], durations: Sequence[float], out: Path) -> None:
    first, *others = pictures
    first.save(
        out,
        "WEBP",
        save_all=True,
        append_images=others,
        duration=_ms(durations),
        loop=0,
        quality=85,
        method=2,
    )


def _write_gif(pictures: Sequence[Image.Image], durations: Sequence[float], out: Path) -> None:
    """One palette for all, taken from the last picture: colours of their own would flicker."""
    palette = pictures[-1].quantize(255, dither=Image.Dither.NONE)
    first, *others = [picture.quantize(palette=palette) for picture in pictures]
    first.save(out, "GIF", save_all=True, append_images=others, duration=_ms(durations), loop=0)


def _write_apng(pictures: Sequence[Image.Image], durations: Sequence[float], out: Path) -> None:
    first, *others = pictures
    first.save(out, "PNG", save_all=True, append_images=others, duration=_ms(durations), loop=0)


def _write_mp4(pictures: Sequence[Image.Image], durations: Sequence[float], out: Path) -> None:
    """Write an MP4 by ffmpeg, at the pace of the first picture; the last one is repeated to stand longer."""
    each = durations[0] if len(durations) > 1 else 1.0
    with tempfile.TemporaryDirectory(prefix="mmdesk-film-") as folder:
        times = [max(1, round(duration / each)) for duration in durations]
        shown = [picture for picture, count in zip(pictures, times, strict=True) for _ in range(count)]
        for number, picture in enumerate(shown):
            picture.save(Path(folder, f"{number:06d}.png"), compress_level=1)
        _run_ffmpeg(Path(folder, "%06d.png"), 1 / each, out)


def _run_ffmpeg(pattern: Path, rate: float, out: Path) -> None:
    # Most players want even sides and this pixel format.
    even = "scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p"
    command = ["ffmpeg", "-v", "error", "-y", "-framerate", f"{rate:.4f}", "-i", str(pattern), "-vf", even]
    try:
        subprocess.run(
            [*command, "-movflags", "+faststart", "-f", "mp4", str(out)],
            check=True,
            capture_output=True,
            timeout=MOST_FFMPEG_S,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise UserError(tr("ffmpeg could not make the film; choose .webp, .gif or .png.")) from error


def _ms(durations: Sequence[float]) -> list[int]:
    return [round(1000 * duration) for duration in durations]


WRITERS: Mapping[str, Write] = {
    ".webp": _write_webp,
    ".gif": _write_gif,
    ".png": _write_apng,
    ".mp4": _write_mp4,
}
