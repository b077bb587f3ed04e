"""What a player is given of a film or a live photo."""

import os
from pathlib import Path

from mmdesk.core.atomic_file import write_whole
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path
from mmdesk.core.photo import Photo
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.motion import film_at
from mmdesk.library.reading.reader import read_file
from mmdesk.library.reading.reasons import RefusedError
from mmdesk.tasks.library import Library


def film_to_play(library: Library, photo: Photo) -> bytes:
    """Path of the film: the photo's own file, the one beside it, or one taken out of the photo's file.

    Raises UserError where there is none, or it cannot be read.
    """
    if not photo.is_film and photo.film is None:
        return bytes(_taken_out(library.places.played, photo.path))
    path = photo.film or photo.path
    if not os.path.exists(path):
        raise UserError(tr("{path} is not there at present.", path=display_path(path)))
    return path


def _taken_out(folder: Path, path: bytes) -> Path:
    """A copy of the film within a photo's file, in the place of the one that was played before."""
    try:
        data, _ = read_file(path, ReadingLimits())
    except RefusedError as error:
        raise UserError(
            tr("The film in {path} cannot be played: {error}", path=display_path(path), error=error)
        ) from error
    begin = film_at(data)
    if begin is None:
        raise UserError(tr("There is no film in {path} any more.", path=display_path(path)))
    played = folder / "live photo.mp4"
    os.makedirs(folder, exist_ok=True)
    write_whole(played, data[begin:])
    return played
